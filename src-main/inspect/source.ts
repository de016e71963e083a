/**
 * Where queries and keys come from: one tensor (self-attention) or two (cross-attention).
 */
import type { Node, Value } from '#shared/ir/graph'
import type { Links } from './links'

/** A projection is made of these; what lies behind anything else is another tensor. */
const PROJECTION = new Set([
  ...['MatMul', 'Gemm', 'Einsum', 'Conv', 'MatMulInteger', 'QLinearMatMul', 'FusedMatMul', 'FusedGemm'],
  ...['QLinearAdd', 'QLinearMul', 'QLinearConv', 'QLinearConcat', 'QGemm', 'ConvInteger'],
  ...['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Pow', 'Sqrt', 'Where', 'Cast', 'Identity', 'Dropout'],
  ...['Reshape', 'Transpose', 'Split', 'Slice', 'Squeeze', 'Unsqueeze', 'Flatten', 'Expand', 'Tile'],
  ...['Gather', 'Concat', 'Pad', 'RotaryEmbedding', 'GatherND', 'ScatterND'],
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
])
const PRODUCTS = new Set(['MatMul', 'Gemm', 'Einsum', 'MatMulInteger', 'QLinearMatMul', 'FusedMatMul'])
/** Queries and keys may be normalised or bent after their projection. */
const BETWEEN = new Set([
  ...['LayerNormalization', 'RMSNormalization', 'SimplifiedLayerNormalization', 'LpNormalization'],
  ...['InstanceNormalization', 'BatchNormalization', 'ReduceMean', 'ReduceL2', 'ReduceSum', 'Reciprocal'],
  ...['Relu', 'Elu', 'LeakyRelu', 'Tanh', 'Sigmoid', 'Softplus', 'Clip', 'Max', 'Exp'],
])
const NORMS = new Set(['LayerNormalization', 'RMSNormalization', 'SimplifiedLayerNormalization'])
const MAX_VALUES = 2_000

export function fromOneTensor(links: Links, query: Value, key: Value): boolean {
  if (query === key) return true
  const [queries, keys] = [sourcesOf(links, query, false), sourcesOf(links, key, false)]
  if (meet(queries, keys)) return true
  // Keys that were pooled and normalised before their projection come from the queries' tensor still.
  return meet(queries, sourcesOf(links, key, true)) || meet(keys, sourcesOf(links, query, true))
}

function meet(some: ReadonlySet<Value>, others: ReadonlySet<Value>): boolean {
  for (const value of some) if (others.has(value)) return true
  return false
}

/** The tensors that a projection starts from; `pooled`: beyond one normalisation too, with all that lies on the way. */
function sourcesOf(links: Links, value: Value, pooled: boolean): Set<Value> {
  const sources = new Set<Value>()
  const seen = new Set<string | Value>()
  const open = [{ value, projected: false, norms: 0 }]
  for (let at = open.pop(); at !== undefined && seen.size < MAX_VALUES; at = open.pop()) {
    if (seen.has(at.value)) continue
    seen.add(at.value)
    const node = links.maker(at.value)
    const behind = node?.inputs.filter((input): input is Value => links.derived(input)) ?? []
    const product = node !== undefined && PRODUCTS.has(node.op)
    // A product of two tensors that are both fed is another attention's result.
    const mixes = product && behind.length > 1 && node.op !== 'MatMulInteger'
    // Words looked up in a table: another table makes another tensor of them.
    const lookUp = node?.op === 'Gather' && !links.derived(node.inputs[0])
    const norm = node !== undefined && NORMS.has(node.op)
    const passes =
      node !== undefined &&
      (PROJECTION.has(node.op) ||
        (!at.projected && BETWEEN.has(node.op)) ||
        (pooled && norm && at.norms === 0))
    if (pooled && norm) for (const input of behind) sources.add(input)
    if (!passes || behind.length === 0 || mixes || lookUp || isGated(links, node)) {
      sources.add(at.value)
      continue
    }
    const projected = at.projected || product || node.op === 'Conv'
    if (pooled && node.op === 'Conv') for (const input of behind) sources.add(input)
    for (const input of behind)
      open.push({ value: input, projected, norms: at.norms + (norm && at.projected ? 1 : 0) })
  }
  return sources
}

/** What a gate lets through is another tensor: the state of a recurrent cell. A gate of the very same numbers is an activation. */
function isGated(links: Links, { op, inputs }: Node): boolean {
  if (op !== 'Mul') return false
  const [a, b] = inputs
  const opens = (gate: Value | undefined, other: Value | undefined) => {
    const maker = gate === undefined ? undefined : links.maker(gate)
    return maker?.op === 'Sigmoid' && links.derived(maker.inputs[0]) && maker.inputs[0] !== other
  }
  return links.derived(a) && links.derived(b) && (opens(a, b) || opens(b, a))
}
