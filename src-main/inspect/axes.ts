/**
 * Where an axis of a value lies after a node has moved axes. Axes are counted from the end (−1 is the last), because most of what
 * happens to attention adds and takes away axes in front.
 */
import type { Node } from '#shared/ir/graph'
import { intAttribute, intsAttribute, type Links } from './links'
import { axesInput, einsumTerms, rankOf, shapeInput } from './sizes'

/** These leave all axes as they are. */
const SAME = new Set([
  ...['Cast', 'Identity', 'Dropout', 'Where', 'Mul', 'Add', 'Sub', 'Div', 'Pow', 'Clip', 'Expand', 'Tile'],
  ...['Max', 'Min', 'QuantizeLinear', 'DequantizeLinear', 'Pad', 'Slice'],
])

/** An axis counted from the end; undefined where the rank is needed and not known. */
export function fromEnd(axis: number, rank: number | undefined): number | undefined {
  if (axis < 0) return axis
  return rank === undefined ? undefined : axis - rank
}

/** Where `axis` of the node's input `index` lies in its first output; undefined where it is gone or cannot be told. */
export function movedAxis(
  links: Links,
  node: Node,
  index: number,
  axis: number | undefined,
): number | undefined {
  if (axis === undefined) return undefined
  if (SAME.has(node.op)) return axis
  const input = node.inputs[index]
  const rank = rankOf(links, input)
  if (node.op === 'Transpose') return transposed(node, rank, axis)
  if (node.op === 'Reshape' || node.op === 'Flatten') return reshaped(links, node, axis)
  if (node.op === 'Unsqueeze' || node.op === 'Squeeze') {
    const axes = axesInput(links, node)
    if (axes === undefined) return axis === -1 ? -1 : undefined
    return node.op === 'Squeeze' ? squeezed(axes, rank, axis) : unsqueezed(axes, rank, axis)
  }
  if (node.op === 'Gather') {
    const along = fromEnd(intAttribute(node, 'axis') ?? 0, rank)
    const indices = rankOf(links, node.inputs[1])
    if (along === undefined || indices === undefined || along === axis) return undefined
    return axis > along ? axis : axis + 1 - indices
  }
  if (node.op === 'Einsum') {
    const terms = einsumTerms(node.attributes.equation)
    const term = terms?.inputs[index]
    const letter = term?.[term.length + axis]
    const at = letter === undefined ? -1 : (terms?.output.indexOf(letter) ?? -1)
    return at < 0 || terms === undefined ? undefined : at - terms.output.length
  }
  // A product with a matrix keeps the rows of its first factor.
  if (node.op === 'MatMul' && index === 0) return axis === -1 ? undefined : axis
  return undefined
}

function transposed(node: Node, rank: number | undefined, axis: number): number | undefined {
  const perm = intsAttribute(node, 'perm')
  const size = perm?.length ?? rank
  if (size === undefined) return undefined
  const at = axis + size
  const to = perm === undefined ? size - 1 - at : perm.indexOf(at)
  return to < 0 ? undefined : to - size
}

/** The last axis is taken to stay one: after a Reshape it is followed by axes of size 1 at the most. */
function reshaped(links: Links, node: Node, axis: number): number | undefined {
  const target = node.op === 'Reshape' ? shapeInput(links, node.inputs[1]) : undefined
  let end = target?.length ?? 0
  while (target !== undefined && end > 1 && target[end - 1] === 1) end--
  const ones = (target?.length ?? 0) - end
  if (axis === -1) return -1 - ones
  // [batch × heads, query, key] ↔ [batch, heads, query, key]: what is folded lies in front.
  const rank = rankOf(links, node.inputs[0])
  return ones === 0 && rank !== undefined && rank >= 3 && axis === -2 ? -2 : undefined
}

function squeezed(axes: readonly number[], rank: number | undefined, axis: number): number | undefined {
  let gone = 0
  for (const each of axes) {
    const from = fromEnd(each, rank)
    if (from === undefined) return axis === -1 ? -1 : undefined
    if (from === axis) return undefined
    if (from > axis) gone++
  }
  return axis + gone
}

function unsqueezed(axes: readonly number[], rank: number | undefined, axis: number): number | undefined {
  const size = rank === undefined ? undefined : rank + axes.length
  const added = axes.map((each) => fromEnd(each, size))
  if (added.includes(undefined)) return undefined
  let at = axis
  for (const each of [...added].sort((a, b) => Number(b) - Number(a))) if (Number(each) >= at) at--
  return at
}

/** Whether a node sums over `axis` of its input `index`, as the product of weights and values does. Undefined: it cannot be told. */
export function sumsOver(
  links: Links,
  node: Node,
  index: number,
  axis: number | undefined,
): boolean | undefined {
  if (axis === undefined) return undefined
  if (node.op === 'Einsum') {
    const terms = einsumTerms(node.attributes.equation)
    const term = terms?.inputs[index]
    const other = terms?.inputs[1 - index]
    const letter = term?.[term.length + axis]
    if (terms === undefined || letter === undefined || other === undefined) return undefined
    return other.includes(letter) && !terms.output.includes(letter)
  }
  if (node.op === 'Mul') {
    const [result] = node.outputs
    const sums = result === undefined ? [] : links.uses(result).filter((use) => use.node.op === 'ReduceSum')
    return sums.some((use) => {
      const axes = axesInput(links, use.node)
      if (axes === undefined) return true
      const rank = rankOf(links, result)
      return axes.some((each) => (fromEnd(each, rank) ?? axis) === axis)
    })
  }
  const flipped = intAttribute(node, index === 0 ? 'transA' : 'transB') === 1
  const rank = rankOf(links, node.inputs[index])
  const last = rank === 1 ? true : (index === 0) !== flipped
  return axis === (last ? -1 : -2)
}
