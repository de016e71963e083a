/**
 * What every output of the canvas gave in a run: a pass of its own, with a plan in which all of them are read, so that streaming runs read no
 * more than they show. Inside of loops each step is taken as it is computed; a decoder says its own words again.
 */
import { fault } from '#shared/base/fault'
import type { Activation, Activations, Untold } from '#shared/contract/activations'
import type { Ask } from '#shared/contract/contract'
import { axisName } from '#shared/document/describe'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { LoopPlace } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { cellsOf } from './activationCells'
import { gather, MOST_NUMBERS, type Output, outputsOf } from './activationOutputs'
import type { AxisLabels } from './labels'
import { beginPass, isForced } from './planPass'
import type { Plans } from './plans'
import type { RunControl } from './run'

/** Outputs of one network. */
const MOST_OUTPUTS = 4000
/** Steps between chances for messages (a cancel) to come in. */
const BREATH = 8

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
    const { environment, labels, go } = beginPass(plan, ask)
    const gatherer = gather(outputs, plan.stages, environment)
    let breath = 0
    await go({
      async stepped(loop, steps) {
        gatherer.stepped(loop.id, steps)
        if (++breath % BREATH === 0) await new Promise((resolve) => setImmediate(resolve))
        control.check()
      },
    })
    gatherer.end()
    const told: Activation[] = []
    const untold: Untold[] = []
    for (const output of outputs) {
      const { node, port } = output
      const reason = untoldBecause(output, gatherer.full())
      if (reason === undefined) told.push(activationOf(output, document, labels))
      else untold.push({ node, port, reason })
    }
    return { told, untold, milliseconds: performance.now() - started }
  })
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
  const { node, port, inside, items, around, loops } = output
  const axes = [...loops.map(({ axis }) => axis), ...output.axes]
  const choices = choicesOf(output, document)
  const columns = axes.at(-1)
  const { sizes, first, ...cells } = cellsOf(items, axes, (axis, count) =>
    axis === columns && choices?.length === count ? choices : placeNames(axis, count, around, labels),
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
