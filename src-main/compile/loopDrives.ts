/** The three loops: for each element, a number of times, until an end word. */
import { need } from '#shared/base/assert'
import { END, START } from '#shared/base/words'
import type { DocumentNode } from '#shared/document/document'
import { insideOf } from '#shared/document/inferLoops'
import { portKey } from '#shared/document/structure'
import { type DimLike, dimOf } from '#shared/ir/builder'
import type { DType, Graph, Loop, Value } from '#shared/ir/graph'
import type { Axis, Params } from '#shared/kinds/kind'
import { numbered } from '#shared/kinds/loopPorts'
import { shapeOf } from '#shared/ops/shapes'
import { batchOf, type Lowering, lazily, maskKey, sizeOfAxis, wired } from './lowering'

/** What differs between the three loops: the axis its steps become, what it offers, and whether an item is still going on. */
export interface Drive {
  readonly axis: Axis
  readonly count: Value
  /** In the body: bool `[batch]`; undefined when every step counts for every item. */
  readonly alive: (() => Value) | undefined
  /** Called in the body, behind everything else. */
  readonly finish: () => void
  /** Called behind the loop. */
  readonly after: () => void
}

/** A loop while it is being lowered. */
export interface LoopDraft {
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

function scalar(lowering: Lowering, size: DimLike): Value {
  const { builder, op } = lowering
  return typeof size === 'number' ? builder.int(size) : op.Squeeze(builder.sizeVector(size), [0])
}

/** A sequence `[batch, steps, …]` of the outer graph, one element at a time inside. */
function addElement(lowering: Lowering, draft: LoopDraft, sequence: Value, name: string): Value {
  const [batch, , ...rest] = shapeOf(sequence)
  const element = lowering.builder.value(`${draft.node.id}.${name}`, sequence.dtype, [batch!, ...rest])
  draft.elements.push({ sequence, element })
  return element
}

export function driveEach(lowering: Lowering, draft: LoopDraft): Drive {
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
  const walk = (map: Map<string, () => Value>, name: string, nested: Axis) => {
    const whole = map.get(maskKey(nested))
    if (!whole) return
    let element: Value | undefined
    const sequence = lazily(lowering, whole)
    map.set(maskKey(insideOf(axis, nested)), () => {
      element ??= addElement(lowering, draft, sequence(), name)
      return element
    })
  }
  const walked = new Set<string>()
  for (const [, port] of sequences) {
    const wire = lowering.inference.structure.into.get(portKey({ node: node.id, port }))![0]!
    for (const inner of lowering.inference.outputs.get(portKey(wire.from))?.axes.slice(1) ?? []) {
      if (walked.has(maskKey(inner)) || !inner.within?.includes(axis.origin ?? '')) continue
      walked.add(maskKey(inner))
      walk(lowering.masks, 'mask', inner)
      walk(lowering.lengths, 'length', inner)
    }
  }
  const mask = lowering.masks.get(maskKey(axis))
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

export function driveTimes(lowering: Lowering, { node, params }: LoopDraft): Drive {
  const size = Number(params.count)
  return {
    axis: { size, origin: `${node.id}.repeats` },
    count: lowering.builder.int(size),
    alive: undefined,
    finish: () => undefined,
    after: () => undefined,
  }
}

export function driveUntil(lowering: Lowering, draft: LoopDraft): Drive {
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
    lowering.speakers.push({
      loop: node.id,
      field,
      vocabulary: String(params.vocabulary),
      word,
      said: said(),
    })
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
  const no = builder.zero('bool')
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
