/**
 * A canvas loop → the structured loop. Batch items whose sequence has ended keep their state: what they carry is not changed by the steps
 * that only longer items need, so padded and unpadded batches give the same numbers.
 */
import { need } from '#shared/base/assert'
import { END, START } from '#shared/base/words'
import type { DocumentNode } from '#shared/document/document'
import { historyAxis } from '#shared/document/inferLoops'
import { portKey } from '#shared/document/structure'
import { type DimLike, dimOf } from '#shared/ir/builder'
import { type Dim, type DType, emptyGraph, type Graph, type Loop, type Value } from '#shared/ir/graph'
import type { Axis, Kind, Params, ValueType } from '#shared/kinds/kind'
import { numbered } from '#shared/kinds/loopPorts'
import { kinds } from '#shared/kinds/registry'
import { shapeOf } from '#shared/ops/shapes'
import { batchOf, type Exit, type Lowering, lazily, lowerLevel, sizeOfAxis, wired } from './lower'

/** What differs between the three loops: the axis its steps become, what it offers, and whether an item is still going on. */
interface Drive {
  readonly axis: Axis
  readonly count: Value
  /** In the body: bool `[batch]`; undefined when every step counts for every item. */
  readonly alive: (() => Value) | undefined
  /** Called in the body, behind everything else. */
  readonly finish: () => void
  /** Called behind the loop. */
  readonly after: () => void
}

interface Draft {
  readonly node: DocumentNode
  readonly params: Params
  readonly body: Graph
  readonly index: Value
  readonly elements: Loop['elements']
  readonly carries: Loop['carries']
  readonly histories: Loop['histories']
  readonly collected: { item: Value; all: Value }[]
  continue?: Value
}

export function lowerLoop(lowering: Lowering, node: DocumentNode, kind: Kind, params: Params): void {
  const { builder, op, values } = lowering
  const id = node.id
  const draft: Draft = {
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

function scalar(lowering: Lowering, size: DimLike): Value {
  const { builder, op } = lowering
  return typeof size === 'number' ? builder.int(size) : op.Squeeze(builder.sizeVector(size), [0])
}

/** A sequence `[batch, steps, …]` of the outer graph, one element at a time inside. */
function addElement(lowering: Lowering, draft: Draft, sequence: Value, name: string): Value {
  const [batch, , ...rest] = shapeOf(sequence)
  const element = lowering.builder.value(`${draft.node.id}.${name}`, sequence.dtype, [batch!, ...rest])
  draft.elements.push({ sequence, element })
  return element
}

function driveEach(lowering: Lowering, draft: Draft): Drive {
  const { node, params } = draft
  const sequences = numbered('sequence', Number(params.sequences))
  const first = lowering.inference.structure.into.get(portKey({ node: node.id, port: 'sequence' }))![0]!
  const axis = need(lowering.inference.outputs.get(portKey(first.from))?.axes[0], 'axis of a sequence')
  for (const [i, port] of sequences) {
    const name = `element${i === 0 ? '' : i + 1}`
    const element = addElement(lowering, draft, wired(lowering, node.id, port)[0]!, name)
    lowering.values.set(portKey({ node: node.id, port: name }), element)
  }
  // Axes nested in the one that is walked over: their masks and lengths are walked over with it.
  const walk = (map: Map<string, () => Value>, name: string, nested: string) => {
    const whole = map.get(nested)
    if (!whole) return
    let element: Value | undefined
    const sequence = lazily(lowering, whole)
    map.set(nested, () => {
      element ??= addElement(lowering, draft, sequence(), name)
      return element
    })
  }
  for (const [i, port] of sequences) {
    const wire = lowering.inference.structure.into.get(portKey({ node: node.id, port }))![0]!
    for (const inner of lowering.inference.outputs.get(portKey(wire.from))?.axes.slice(1) ?? []) {
      if (i > 0 || !inner.origin || !inner.within?.includes(axis.origin ?? '')) continue
      walk(lowering.masks, 'mask', inner.origin)
      walk(lowering.lengths, 'length', inner.origin)
    }
  }
  const mask = axis.origin === undefined ? undefined : lowering.masks.get(axis.origin)
  let alive: Value | undefined
  return {
    axis,
    count: scalar(lowering, sizeOfAxis(lowering, axis)),
    alive:
      mask &&
      (() => {
        alive ??= addElement(lowering, draft, mask(), 'alive')
        return alive
      }),
    finish: () => undefined,
    after: () => undefined,
  }
}

function driveTimes(lowering: Lowering, { node, params }: Draft): Drive {
  const size = Number(params.count)
  return {
    axis: { size, origin: `${node.id}.repeats` },
    count: lowering.builder.int(size),
    alive: undefined,
    finish: () => undefined,
    after: () => undefined,
  }
}

function driveUntil(lowering: Lowering, draft: Draft): Drive {
  const { builder, op, values } = lowering
  const { node, params } = draft
  const field = String(params.field)
  const origin = `${field}.words`
  const axis: Axis = { origin }
  const previous = portKey({ node: node.id, port: 'previous' })
  const words = portKey({ node: node.id, port: 'words' })
  const said = () => wired(lowering, node.id, 'word')[0]!
  const batch = batchOf(lowering)
  const steps = sizeOfAxis(lowering, axis)
  const speaks = (word: Value) =>
    lowering.speakers.push({ loop: node.id, field, vocabulary: String(params.vocabulary), word })
  const collect = (item: Value, name: string): Value => {
    const all = builder.value(`${node.id}.${name}`, item.dtype, [dimOf(batch), dimOf(steps)])
    draft.collected.push({ item, all })
    return all
  }

  if (lowering.options.forced) {
    const truth = builder.input(field, 'int64', [dimOf(batch), dimOf(steps)])
    const length = builder.input(`${field}.length`, 'int64', [dimOf(batch)])
    for (const [suffix, value] of [
      ['', truth],
      ['.length', length],
    ] as const)
      lowering.fields.push({ field, node: node.id, suffix, value })
    builder.defineSize(origin, () => op.SizeOf(truth, 1))
    const mask = lazily(lowering, () => op.Less(op.Range(steps), op.Unsqueeze(length, [-1])))
    const start = op.Expand(builder.int(START), [batch, 1])
    const shifted = op.Concat(
      [start, op.Slice(truth, 1, 0, -1, typeof steps === 'number' ? steps - 1 : `${origin}-1`)],
      1,
    )
    const known: Value = { ...shifted, shape: truth.shape }
    retype(lowering, shifted, known)
    values.set(previous, addElement(lowering, draft, known, 'previous'))
    let alive: Value | undefined
    return {
      axis,
      count: scalar(lowering, steps),
      alive: () => {
        alive ??= addElement(lowering, draft, mask(), 'alive')
        return alive
      },
      finish: () => {
        speaks(said())
        values.set(words, collect(said(), 'words'))
      },
      after: () => {
        lowering.masks.set(origin, mask)
        lowering.lengths.set(origin, () => length)
      },
    }
  }

  const carry = (name: string, dtype: DType, initial: Value): Loop['carries'][number] => {
    const value = builder.value(`${node.id}.${name}`, dtype, [dimOf(batch)])
    const made = { initial, value, next: value }
    draft.carries.push(made)
    return made
  }
  const no = builder.constant({ dtype: 'bool', dims: [], data: Uint8Array.of(0) }, 'no')
  const word = carry('previous', 'int64', op.Expand(builder.int(START), [batch]))
  const ended = carry('ended', 'bool', op.Expand(no, [batch]))
  values.set(previous, word.value)
  let alive: Value | undefined
  const isAlive = () => {
    alive ??= op.Not(ended.value)
    return alive
  }
  let mask: Value | undefined
  return {
    axis,
    count: builder.int(typeof steps === 'number' ? steps : Number(params.maximum)),
    alive: isAlive,
    finish: () => {
      word.next = op.Where(isAlive(), said(), builder.int(END))
      speaks(word.next)
      ended.next = op.Or(ended.value, op.Equal(said(), builder.int(END)))
      draft.continue = op.Not(op.All(ended.next))
      values.set(words, collect(word.next, 'words'))
      mask = collect(isAlive(), 'alive')
    },
    after: () => {
      const all = values.get(words)!
      builder.defineSize(origin, () => op.SizeOf(all, 1))
      lowering.masks.set(origin, () => mask!)
      lowering.lengths.set(
        origin,
        lazily(lowering, () => op.ReduceSum(op.Cast(mask!, 'int64'), [1])),
      )
    },
  }
}

/** Replaces what the last node writes by a value whose shape is known better. */
function retype(lowering: Lowering, old: Value, better: Value): void {
  const node = need(lowering.builder.graph.nodes.at(-1), 'a node')
  node.outputs[node.outputs.indexOf(old)] = better
}

function dtypeOf(type: ValueType): DType {
  return type.element === 'index' ? 'int64' : 'float32'
}

/** The values of Previous and History nodes, before anything in the body reads them. */
function prepareState(lowering: Lowering, draft: Draft, alive: (() => Value) | undefined): void {
  const { builder, op, values } = lowering
  for (const id of lowering.inference.structure.levels.get(draft.node.id) ?? []) {
    const structural = kinds.get(lowering.document.nodes[id]!.kind)?.structural
    const port = structural === 'previous' ? 'value' : 'all'
    if (structural !== 'previous' && structural !== 'history') continue
    const type = need(lowering.inference.outputs.get(portKey({ node: id, port })), `type of ${id}`)
    const dims = [batchOf(lowering), ...type.axes.map((axis) => sizeOfAxis(lowering, axis))]
    const shape: Dim[] = dims.map(dimOf)
    const value = builder.value(id, dtypeOf(type), shape)
    values.set(portKey({ node: id, port }), value)
    if (structural === 'previous') {
      const [initial = op.Expand(type.element === 'index' ? builder.int(0) : builder.float(0), dims)] = wired(
        lowering,
        id,
        'initial',
      )
      draft.carries.push({ initial, value, next: value })
    } else {
      const axis = need(historyAxis(id).origin, 'origin of a history')
      const mask = builder.value(`${id}.mask`, 'bool', [1, axis])
      draft.histories.push({ item: value, value, mask, axis })
      builder.defineSize(axis, () => op.SizeOf(value, 1))
      let counted: Value | undefined
      lowering.masks.set(axis, () => {
        counted ??= alive ? whileCounted(lowering, draft, alive, mask, axis) : mask
        return counted
      })
    }
  }
}

/** Steps behind an item's end are padding of a History, as they are of what the loop collects: bool `[batch, h]`. */
function whileCounted(
  { builder, op }: Lowering,
  draft: Draft,
  alive: () => Value,
  mask: Value,
  axis: string,
): Value {
  return builder.within(draft.body, () => {
    // Written here and not where `alive` is, so that it stands behind the History's own item, whose size it has.
    const item = op.Identity(alive())
    const value = builder.value(`${draft.node.id}.counted`, 'bool', [shapeOf(item)[0]!, axis])
    const all = builder.value(`${draft.node.id}.counted.mask`, 'bool', [1, axis])
    draft.histories.push({ item, value, mask: all, axis })
    return op.And(mask, value)
  })
}

/** What Previous and History nodes take from this step. */
function keepState(lowering: Lowering, draft: Draft, alive: (() => Value) | undefined): void {
  for (const id of lowering.inference.structure.levels.get(draft.node.id) ?? []) {
    const structural = kinds.get(lowering.document.nodes[id]!.kind)?.structural
    if (structural === 'previous') {
      const carry = draft.carries.find(
        ({ value }) => value === lowering.values.get(portKey({ node: id, port: 'value' })),
      )!
      carry.next = whileAlive(lowering, alive, wired(lowering, id, 'next')[0]!, carry.value)
    } else if (structural === 'history') {
      const history = draft.histories.find(
        ({ value }) => value === lowering.values.get(portKey({ node: id, port: 'all' })),
      )!
      history.item = wired(lowering, id, 'value')[0]!
    }
  }
}

/** The result of the last step that counted for each item. */
function carryLast(lowering: Lowering, draft: Draft, item: Value, alive: (() => Value) | undefined): Value {
  const { builder, op } = lowering
  const shape = shapeOf(item)
  const value = builder.value(`${draft.node.id}.last`, item.dtype, shape)
  const final = builder.value(`${draft.node.id}.last`, item.dtype, shape)
  // The step before the first one: zeros, made outside of the body.
  const dims = shape.map((dim): DimLike => (typeof dim === 'number' ? dim : { symbol: dim }))
  const zero = item.dtype === 'int64' ? builder.int(0) : builder.float(0)
  const initial = builder.within(builder.around(draft.body), () => op.Expand(zero, dims))
  draft.carries.push({ initial, value, next: whileAlive(lowering, alive, item, value), final })
  return final
}

function whileAlive(lowering: Lowering, alive: (() => Value) | undefined, next: Value, before: Value): Value {
  if (!alive) return next
  const { op } = lowering
  const rank = shapeOf(next).length
  const going = alive()
  const condition =
    rank > 1
      ? op.Unsqueeze(
          going,
          Array.from({ length: rank - 1 }, (_, i) => i + 1),
        )
      : going
  return op.Where(condition, next, before)
}
