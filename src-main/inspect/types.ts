/**
 * Element types of values, where the file tells: by the value itself, or by what it was computed from.
 */
import type { DType, Value } from '#shared/ir/graph'
import { intAttribute, type Links } from './links'

/** TensorProto.DataType numbers of what weights may be. */
const CAST_TO: Readonly<Record<number, DType>> = {
  1: 'float32',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
}
const FLOATS: readonly DType[] = ['float32', 'float16', 'float64', 'bfloat16']
const MAX_VALUES = 500

/** The type of weights; float32 where nothing says another. */
export function typeOf(links: Links, value: Value): DType {
  const seen = new Set<Value>()
  const open: Value[] = [value]
  for (let at = open.shift(); at !== undefined && seen.size < MAX_VALUES; at = open.shift()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (FLOATS.includes(at.dtype)) return at.dtype
    const node = links.maker(at)
    if (node?.op === 'Cast') {
      const to = CAST_TO[intAttribute(node, 'to') ?? 0]
      if (to !== undefined) return to
      continue
    }
    const inputs = node?.inputs ?? []
    // The condition of a Where and the indices of a Gather have types of their own.
    for (const input of node?.op === 'Where' ? inputs.slice(1) : inputs)
      if (input !== undefined) open.push(input)
  }
  return 'float32'
}
