/** What a loop carries from step to step: Previous, History, and the last result. */
import { need } from '#shared/base/assert'
import { historyAxis } from '#shared/document/inferLoops'
import { portKey, titleOf } from '#shared/document/structure'
import { type DimLike, dimOf } from '#shared/ir/builder'
import type { Dim, DType, Value } from '#shared/ir/graph'
import type { Axis, ValueType } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { shapeOf } from '#shared/ops/shapes'
import type { LoopDraft } from './loopDrives'
import { batchOf, type Lowering, maskKey, sizeOfAxis, wired } from './lowering'

function dtypeOf(type: ValueType): DType {
  return type.element === 'index' ? 'int64' : 'float32'
}

/** The values of Previous and History nodes, before anything in the body reads them. */
export function prepareState(lowering: Lowering, draft: LoopDraft, alive: (() => Value) | undefined): void {
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
        counted ??= alive
          ? builder.within(draft.body, () => op.And(mask, historyOf(lowering, draft, alive, axis)))
          : mask
        return counted
      })
      for (const nested of type.axes)
        if (nested.within?.includes(axis)) keepMasks(lowering, draft, nested, axis)
    }
  }
}

/** What a History holds of an axis that is padded otherwise in each step is padded as it was in that step. */
function keepMasks(lowering: Lowering, draft: LoopDraft, nested: Axis, axis: string): void {
  for (const known of ['masks', 'lengths'] as const) {
    const now = lowering[known].get(maskKey({ ...nested, within: [] }))
    if (!now) continue
    let all: Value | undefined
    lowering[known].set(maskKey(nested), () => {
      all ??= historyOf(lowering, draft, now, axis)
      return all
    })
  }
}

/**
 * A History of what is known of each step: `[batch, h, …]`. Of whether it counts, because steps behind an item's end are padding of a History, as
 * they are of what the loop collects.
 */
function historyOf({ builder, op }: Lowering, draft: LoopDraft, known: () => Value, axis: string): Value {
  return builder.within(draft.body, () => {
    // Written here and not where it is known, so that it stands behind the History's own item, whose size it has.
    const item = op.Identity(known())
    const [batch, ...rest] = shapeOf(item)
    const value = builder.value(`${draft.node.id}.counted`, item.dtype, [batch!, axis, ...rest])
    const mask = builder.value(`${draft.node.id}.counted.mask`, 'bool', [1, axis])
    draft.histories.push({ item, value, mask, axis })
    return value
  })
}

/** What Previous and History nodes take from this step. */
export function keepState(lowering: Lowering, draft: LoopDraft, alive: (() => Value) | undefined): void {
  for (const id of lowering.inference.structure.levels.get(draft.node.id) ?? []) {
    const structural = kinds.get(lowering.document.nodes[id]!.kind)?.structural
    if (structural === 'previous') {
      const carry = draft.carries.find(
        ({ value }) => value === lowering.values.get(portKey({ node: id, port: 'value' })),
      )!
      const next = wired(lowering, id, 'next')[0]!
      carry.next = whileAlive(lowering, alive, next, carry.value)
      addRemembered(lowering, id, next, carry.next)
    } else if (structural === 'history') {
      const history = draft.histories.find(
        ({ value }) => value === lowering.values.get(portKey({ node: id, port: 'all' })),
      )!
      history.item = wired(lowering, id, 'value')[0]!
    }
  }
}

/** A vector that goes from step to step is a state, unless a layer or a site shows the same value already. */
function addRemembered(lowering: Lowering, id: string, given: Value, kept: Value): void {
  const ref = { node: id, port: 'value' }
  const type = need(lowering.inference.outputs.get(portKey(ref)), `type of ${id}`)
  const [columnAxis, ...others] = type.axes
  if (type.element !== 'number' || !columnAxis || others.length > 0 || columnAxis.origin !== undefined) return
  if ([...lowering.states, ...lowering.sites].some((shown) => shown.value === given)) return
  lowering.states.push({
    id: portKey(ref),
    node: id,
    title: titleOf(lowering.document.nodes[id]!),
    what: 'states',
    rowAxis: undefined,
    columnAxis,
    parts: undefined,
    loops: [...lowering.loops],
    // The driver reads it anyway.
    value: kept,
  })
}

/** The result of the last step that counted for each item. */
export function carryLast(
  lowering: Lowering,
  draft: LoopDraft,
  item: Value,
  alive: (() => Value) | undefined,
): Value {
  const { builder, op } = lowering
  const shape = shapeOf(item)
  const value = builder.value(`${draft.node.id}.last`, item.dtype, shape)
  const final = builder.value(`${draft.node.id}.last`, item.dtype, shape)
  // The step before the first one: zeros, made outside of the body.
  const dims = shape.map((dim): DimLike => (typeof dim === 'number' ? dim : { symbol: dim }))
  const initial = builder.within(builder.around(draft.body), () => op.Expand(builder.zero(item.dtype), dims))
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
  // onnxruntime has no Where of truths.
  if (next.dtype === 'bool') return op.Or(op.And(condition, next), op.And(op.Not(condition), before))
  return op.Where(condition, next, before)
}
