/** The outputs of a canvas, and what they give while a plan is driven: each step of the loops that they lie in. */
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { parentOf, portKey, portsOf, titleOf } from '#shared/document/structure'
import { sizeOf, type Value } from '#shared/ir/graph'
import type { Axis, ValueType } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import type { LoopPlace, Lowered } from '../compile/lowered'
import type { Item } from './activationCells'
import type { Environment, ReadyStage } from './drive'

/** Numbers of one output, and of all together, that are looked at. */
export const MOST_NUMBERS = 2 ** 22
const MOST_NUMBERS_TOGETHER = 2 ** 25

/** One output of the canvas, and what it has given so far. */
export interface Output {
  readonly node: string
  readonly port: string
  readonly inside: boolean | undefined
  readonly title: string
  readonly value: Value | undefined
  readonly type: ValueType | undefined
  readonly axes: readonly Axis[]
  /** All loops around it, outermost first, and those whose steps it has: of a History not its own. */
  readonly around: readonly LoopPlace[]
  readonly loops: readonly LoopPlace[]
  /** Each step holds all before it: only the last one is kept. */
  readonly grows: boolean
  items: Item[]
  numbers: number
}

export function outputsOf(document: HeedDocument, { values, loopsIn }: Lowered): Output[] {
  const types = infer(document).outputs
  // Inside of a loop an axis does not say any more which one that is walked over it is nested in.
  const within = new Map<string, Axis['within']>()
  for (const { axes } of types.values())
    for (const axis of axes) if (axis.origin && axis.within?.length) within.set(axis.origin, axis.within)
  const nested = (axis: Axis): Axis => ({ ...axis, within: within.get(axis.origin ?? '') })
  return Object.values(document.nodes).flatMap((node) =>
    Object.entries(portsOf(node).outputs).map(([port, { inside }]) => {
      const key = portKey({ node: node.id, port })
      const level = inside ? node.id : parentOf(document, node.id)
      const around = (loopsIn.get(level) ?? []).map(({ id, axis }) => ({ id, axis: nested(axis) }))
      const grows = kinds.get(node.kind)?.structural === 'history'
      return {
        node: node.id,
        port,
        inside,
        title: titleOf(node),
        value: values.get(key),
        type: types.get(key),
        axes: (types.get(key)?.axes ?? []).map(nested),
        around,
        loops: grows ? around.slice(0, -1) : around,
        grows,
        items: [],
        numbers: 0,
      }
    }),
  )
}

export interface Gatherer {
  /** A step of a loop has ended. */
  readonly stepped: (loop: string, steps: readonly number[]) => void
  /** All is computed. */
  readonly end: () => void
  /** Whether something was left out because there was too much in all. */
  readonly full: () => boolean
}

export function gather(
  outputs: readonly Output[],
  stages: readonly ReadyStage[],
  environment: Environment,
): Gatherer {
  const paths = pathsOf(stages)
  const counts = new Map<string, number>()
  const inLoop = new Map<string | undefined, Output[]>()
  for (const output of outputs) {
    const loop = output.around.at(-1)?.id
    inLoop.set(loop, [...(inLoop.get(loop) ?? []), output])
  }
  let together = 0

  function take(output: Output, steps: readonly number[]): void {
    const tensor = output.value && environment.get(output.value)
    if (!tensor || together > MOST_NUMBERS_TOGETHER || output.numbers > MOST_NUMBERS) return
    const [, ...dims] = tensor.dims
    const item: Item = { steps, dims, data: tensor.data as Item['data'] }
    const before = output.grows ? output.items.at(-1) : undefined
    const goesOn = before?.steps.every((step, i) => step === steps[i]) === true
    const added = sizeOf(dims) - (goesOn ? sizeOf(before.dims) : 0)
    output.numbers += added
    together += added
    if (goesOn) output.items.pop()
    output.items.push(item)
    if (output.numbers > MOST_NUMBERS) output.items = []
  }

  return {
    stepped(loop, steps) {
      counts.set(loop, Math.max(counts.get(loop) ?? 0, steps.at(-1)! + 1))
      for (const output of inLoop.get(loop) ?? []) take(output, output.grows ? steps.slice(0, -1) : steps)
    },
    end() {
      for (const output of outputs) {
        const ran = output.items.length > 0
        if (!ran) take(output, [])
        spread(output, ran ? (paths.get(output.around.at(-1)?.id ?? '') ?? []) : [], counts)
      }
    },
    full: () => together > MOST_NUMBERS_TOGETHER,
  }
}

/** What does not depend on a loop around it was computed once for all of that loop's steps. */
function spread(output: Output, path: readonly string[], counts: ReadonlyMap<string, number>): void {
  const { loops } = output
  const missing = loops.filter(({ id }) => !path.includes(id))
  if (missing.length === 0 || output.items.length === 0) return
  const times = missing.map(({ id, axis }) => counts.get(id) ?? axis.size ?? 1)
  output.numbers *= sizeOf(times)
  if (output.numbers > MOST_NUMBERS) {
    output.items = []
    return
  }
  output.items = placesIn(times).flatMap((places) =>
    output.items.map((item) => {
      const at = new Map(missing.map(({ id }, i) => [id, places[i]!] as const))
      path.forEach((id, i) => {
        at.set(id, item.steps[i] ?? 0)
      })
      return { ...item, steps: loops.map(({ id }) => at.get(id)!) }
    }),
  )
}

/** All coordinates in axes of these sizes, row-major. */
function placesIn(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  )
}

/** The loops that each loop is driven in, outermost first, itself last. */
function pathsOf(
  stages: readonly ReadyStage[],
  around: readonly string[] = [],
  paths = new Map<string, readonly string[]>(),
): Map<string, readonly string[]> {
  for (const stage of stages) {
    if (stage.type !== 'loop') continue
    const path = [...around, stage.loop.id]
    paths.set(stage.loop.id, path)
    pathsOf(stage.stages, path, paths)
  }
  return paths
}
