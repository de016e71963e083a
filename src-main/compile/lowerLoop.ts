import type { DocumentNode } from '#shared/document/document'
import { portKey } from '#shared/document/structure'
import { dimOf } from '#shared/ir/builder'
import { emptyGraph, type Loop, type Value } from '#shared/ir/graph'
import type { Kind, Params } from '#shared/kinds/kind'
import { numbered } from '#shared/kinds/loopPorts'
import { shapeOf } from '#shared/ops/shapes'
import { driveEach, driveTimes, driveUntil, type LoopDraft } from './loopDrives'
import { carryLast, keepState, prepareState } from './loopState'
import { lowerLevel } from './lower'
import { batchOf, type Exit, type Lowering, maskKey, sizeOfAxis, wired } from './lowering'

export function lowerLoop(lowering: Lowering, node: DocumentNode, kind: Kind, params: Params): void {
  const { builder, op, values } = lowering
  const id = node.id
  const draft: LoopDraft = {
    node,
    params,
    body: emptyGraph(id),
    index: builder.value(`${id}.step`, 'int64', []),
    elements: [],
    carries: [],
    histories: [],
    collected: [],
  }
  const outer = {
    masks: lowering.masks,
    lengths: lowering.lengths,
    exits: lowering.exits,
    loops: lowering.loops,
    repeats: lowering.repeats,
  }
  lowering.masks = new Map(outer.masks)
  lowering.lengths = new Map(outer.lengths)
  const drive =
    kind.loop === 'each'
      ? driveEach(lowering, draft)
      : kind.loop === 'times'
        ? driveTimes(lowering, draft)
        : driveUntil(lowering, draft)
  const steps = dimOf(sizeOfAxis(lowering, drive.axis))
  prepareState(lowering, draft, drive.alive)

  lowering.exits = []
  lowering.loops = [...outer.loops, { id, axis: drive.axis }]
  lowering.loopsIn.set(id, lowering.loops)
  if (params.share === false)
    lowering.repeats = [...outer.repeats, { count: Number(params.count), index: draft.index }]

  const collect = (item: Value): Value => {
    const known = draft.collected.find((one) => one.item === item)
    if (known) return known.all
    // A history's axis is as long as the steps so far; collected, as long as all of them.
    const grown = shapeOf(item).map((dim) => (draft.histories.some(({ axis }) => axis === dim) ? steps : dim))
    const all = builder.value(`${id}.all`, item.dtype, [grown[0]!, steps, ...grown.slice(1)])
    draft.collected.push({ item, all })
    return all
  }
  const exits: { exit: Exit; all: Value }[] = []
  builder.within(draft.body, () => {
    values.set(portKey({ node: id, port: 'step' }), op.Expand(draft.index, [batchOf(lowering)]))
    lowerLevel(lowering, id)
    builder.source = id
    keepState(lowering, draft, drive.alive)
    for (const [, suffix] of numbered('', Number(params.results))) {
      const [item] = wired(lowering, id, `result${suffix}`)
      if (!item) continue
      values.set(portKey({ node: id, port: `all${suffix}` }), collect(item))
      const last = carryLast(lowering, draft, item, drive.alive)
      values.set(portKey({ node: id, port: `last${suffix}` }), last)
      keepNested(lowering, draft, suffix, outer, drive.alive)
    }
    for (const exit of lowering.exits) exits.push({ exit, all: collect(exit.value) })
    drive.finish()
  })

  Object.assign(lowering, outer)
  builder.source = id
  const loop: Loop = {
    id,
    body: draft.body,
    count: drive.count,
    steps,
    index: draft.index,
    elements: draft.elements,
    carries: draft.carries,
    histories: draft.histories,
    collected: draft.collected,
    growing: draft.histories.map(({ axis }) => axis),
    continue: draft.continue,
  }
  builder.graph.nodes.push({
    op: 'Loop',
    domain: 'heed',
    inputs: [
      loop.count,
      ...loop.elements.map(({ sequence }) => sequence),
      ...loop.carries.map(({ initial }) => initial),
    ],
    outputs: [...loop.collected.map(({ all }) => all), ...loop.carries.flatMap(({ final }) => final ?? [])],
    attributes: {},
    source: id,
    loop,
  })
  for (const { exit, all } of exits) lowering.exits.push({ value: all, set: exit.set })
  drive.after()
}

/** Behind the loop its last result has the words of the last sentence: the mask and lengths that those have in the loop are carried out with it. */
function keepNested(
  lowering: Lowering,
  draft: LoopDraft,
  suffix: string,
  outer: Pick<Lowering, 'masks' | 'lengths'>,
  alive: (() => Value) | undefined,
): void {
  const type = lowering.inference.outputs.get(portKey({ node: draft.node.id, port: `last${suffix}` }))
  for (const axis of type?.axes ?? [])
    for (const known of ['masks', 'lengths'] as const) {
      const inner = outer[known].has(maskKey(axis)) ? undefined : lowering[known].get(maskKey(axis))
      if (!inner) continue
      const last = carryLast(lowering, draft, inner(), alive)
      outer[known].set(maskKey(axis), () => last)
    }
}
