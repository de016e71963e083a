/**
 * What every output of the canvas gave in a run: a pass of its own, with a plan in which all of them are read, so that streaming runs read no
 * more than they show. Inside of loops each step is taken as it is computed; a decoder says its own words again.
 */
import { fault } from '#shared/base/fault'
import type { Activation, Activations, Untold } from '#shared/contract/activations'
import type { Ask } from '#shared/contract/contract'
import { axisName } from '#shared/document/describe'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { parentOf, portKey, portsOf, titleOf } from '#shared/document/structure'
import { sizeOf, type Tensor, type Value } from '#shared/ir/graph'
import type { Axis, ValueType } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { LoopPlace, Lowered } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { cellsOf, type Item } from './activationCells'
import type { Environment } from './drive'
import type { AxisLabels } from './labels'
import { beginPass, isForced } from './planPass'
import type { Plans } from './plans'
import type { RunControl } from './run'

/** Numbers of one output, and of all together, that are looked at. */
const MOST_NUMBERS = 2 ** 22
const MOST_NUMBERS_TOGETHER = 2 ** 25
/** Outputs of one network. */
const MOST_OUTPUTS = 4000
/** Steps between chances for messages (a cancel) to come in. */
const BREATH = 8

/** One output of the canvas, and what it has given so far. */
interface Output {
  readonly node: string
  readonly port: string
  readonly inside: boolean | undefined
  readonly title: string
  readonly value: Value | undefined
  readonly type: ValueType | undefined
  readonly loops: readonly LoopPlace[]
  /** Each step holds all before it: only the last one is shown. */
  readonly grows: boolean
  items: Item[]
  numbers: number
}

/** @throws FaultError as a run does, `too-large` where the network has too many outputs, `cancelled` */
export async function activations(
  plans: Plans,
  weights: Weights,
  ask: Ask<'run.activations'>,
  control: RunControl,
): Promise<Activations> {
  const { document } = ask
  const choices = { forced: isForced(ask), attention: false, values: true }
  return plans.use(document, ask.weights, weights, choices, async (plan) => {
    control.check()
    const started = performance.now()
    const outputs = outputsOf(document, plan.lowered)
    if (outputs.length > MOST_OUTPUTS)
      throw fault(
        'too-large',
        `What each node gave is shown of networks of up to ${MOST_OUTPUTS} outputs; this one has ${outputs.length}.`,
      )
    const inLoop = new Map<string | undefined, Output[]>()
    for (const output of outputs) {
      const loop = output.loops.at(-1)?.id
      inLoop.set(loop, [...(inLoop.get(loop) ?? []), output])
    }
    const { environment, labels, go } = beginPass(plan, ask)
    let together = 0
    const take = (loop: string | undefined, steps: readonly number[]) => {
      for (const output of inLoop.get(loop) ?? [])
        if (together < MOST_NUMBERS_TOGETHER) together += taken(output, environment, steps)
    }
    let breath = 0
    await go({
      async stepped(loop, steps) {
        take(loop.id, steps)
        if (++breath % BREATH === 0) await new Promise((resolve) => setImmediate(resolve))
        control.check()
      },
    })
    take(undefined, [])
    const full = together >= MOST_NUMBERS_TOGETHER
    const told: Activation[] = []
    const untold: Untold[] = []
    for (const output of outputs) {
      const { node, port } = output
      const reason = untoldBecause(output, full)
      if (reason === undefined) told.push(activationOf(output, document, labels))
      else untold.push({ node, port, reason })
    }
    return { told, untold, milliseconds: performance.now() - started }
  })
}

function outputsOf(document: HeedDocument, { values, loopsIn }: Lowered): Output[] {
  const types = infer(document).outputs
  return Object.values(document.nodes).flatMap((node) =>
    Object.entries(portsOf(node).outputs).map(([port, { inside }]) => {
      const key = portKey({ node: node.id, port })
      return {
        node: node.id,
        port,
        inside,
        title: titleOf(node),
        value: values.get(key),
        type: types.get(key),
        loops: loopsIn.get(inside ? node.id : parentOf(document, node.id)) ?? [],
        grows: kinds.get(node.kind)?.structural === 'history',
        items: [],
        numbers: 0,
      }
    }),
  )
}

/** Keeps what an output gives at these steps; the number of its numbers. */
function taken(output: Output, environment: Environment, steps: readonly number[]): number {
  const tensor: Tensor | undefined = output.value && environment.get(output.value)
  if (!tensor) return 0
  const [, ...dims] = tensor.dims
  const count = sizeOf(dims)
  output.numbers += count
  if (output.numbers > MOST_NUMBERS) {
    output.items = []
    return 0
  }
  const item: Item = {
    steps: output.grows ? steps.slice(0, -1) : steps,
    dims,
    data: tensor.data as ArrayLike<number | bigint>,
  }
  const before = output.grows ? output.items.at(-1) : undefined
  if (!before?.steps.every((step, i) => step === item.steps[i])) {
    output.items.push(item)
    return count
  }
  output.items[output.items.length - 1] = item
  output.numbers -= sizeOf(before.dims)
  return count - sizeOf(before.dims)
}

function untoldBecause({ title, type, items, numbers }: Output, full: boolean): string | undefined {
  if (!type) return 'Nothing is wired to it inside of the loop.'
  if (numbers > MOST_NUMBERS)
    return `${title} gave more than ${MOST_NUMBERS.toLocaleString('en')} numbers, too many for a picture.`
  if (items.length > 0 && items.some(({ dims }) => sizeOf(dims) > 0)) return undefined
  if (full) return 'The nodes before it gave so many numbers that nothing was left to keep it in.'
  return `${title} gave nothing in this run.`
}

function activationOf(output: Output, document: HeedDocument, labels: AxisLabels): Activation {
  const { node, port, inside, type, items, loops, grows } = output
  const around = grows ? loops.slice(0, -1) : loops
  const axes = [...around.map(({ axis }) => axis), ...(type?.axes ?? [])]
  const choices = choicesOf(output, document)
  const columns = axes.at(-1)
  const { sizes, first, ...cells } = cellsOf(items, axes, (axis, count) =>
    axis === columns && choices?.length === count ? choices : placeNames(axis, count, loops, labels),
  )
  const words = wordsOf(output, document)
  return {
    node,
    port,
    ...(inside && { inside }),
    axes: sizes.map((size, i) => ({ size, name: axes[i] && axisName(axes[i]) })),
    ...cells,
    ...(words && { words: first.map(words) }),
  }
}

/** Names of positions; where they have none but their numbers: "head 2". */
function placeNames(
  axis: Axis,
  count: number,
  loops: readonly LoopPlace[],
  labels: AxisLabels,
): readonly string[] {
  const one = axisName(axis)?.replace(/s$/, '')
  return labels
    .of(axis, count, loops)
    .map((label, i) => (one !== undefined && label === String(i + 1) ? `${one} ${label}` : label))
}

/** Names of the choices that a decision's numbers belong to. */
function choicesOf({ node: id, port }: Output, document: HeedDocument): readonly string[] | undefined {
  const { kind: name, params: given } = document.nodes[id]!
  const kind = kinds.get(name)
  const spec = kind?.decision
  if (!kind || !spec || (port !== spec.output && port !== spec.choice && port !== spec.scores))
    return undefined
  const params = withDefaults(kind, given)
  return spec.labels?.(params) ?? document.vocabularies[String(params.vocabulary ?? '')]
}

/** What the indices that an output gives stand for; undefined where it gives numbers. */
function wordsOf(output: Output, document: HeedDocument): ((index: number) => string) | undefined {
  const { type } = output
  if (type?.element !== 'index') return undefined
  const { vocabulary } = type
  const names = vocabulary === undefined ? choicesOf(output, document) : document.vocabularies[vocabulary]
  return (index) => names?.[index] ?? String(index)
}
