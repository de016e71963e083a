/**
 * Where queries and keys come from: one tensor (self-attention) or two (cross-attention).
 */
import type { Value } from '#shared/ir/graph'
import type { Links } from './links'

/** A projection is made of these; what lies behind anything else is another tensor. */
const PROJECTION = new Set([
  ...[
    'MatMul',
    'Gemm',
    'Einsum',
    'Add',
    'Sub',
    'Mul',
    'Div',
    'Reshape',
    'Transpose',
    'Split',
    'Slice',
    'Squeeze',
    'Unsqueeze',
  ],
  ...[
    'Gather',
    'Concat',
    'Neg',
    'Cast',
    'Identity',
    'Expand',
    'Dropout',
    'Where',
    'Pow',
    'Sqrt',
    'RotaryEmbedding',
  ],
  ...['QuantizeLinear', 'DequantizeLinear', 'MatMulInteger', 'DynamicQuantizeLinear', 'Conv'],
])
const PRODUCTS = new Set(['MatMul', 'Gemm', 'Einsum'])
const MAX_VALUES = 2_000

export function fromOneTensor(links: Links, query: Value, key: Value): boolean {
  if (query === key) return true
  const queries = sourcesOf(links, query)
  for (const source of sourcesOf(links, key)) if (queries.has(source)) return true
  return false
}

/** The tensors that a projection starts from. */
function sourcesOf(links: Links, value: Value): Set<Value> {
  const sources = new Set<Value>()
  const seen = new Set<Value>()
  const open = [value]
  for (let at = open.pop(); at !== undefined && seen.size < MAX_VALUES; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const node = links.maker(at)
    const behind = node?.inputs.filter((input): input is Value => links.derived(input)) ?? []
    // A product of two tensors that are both fed is another attention's result.
    const mixes = node !== undefined && PRODUCTS.has(node.op) && behind.length > 1
    if (node === undefined || !PROJECTION.has(node.op) || behind.length === 0 || mixes) sources.add(at)
    else open.push(...behind)
  }
  return sources
}
