/**
 * Attention as one operator: ai.onnx Attention, whose fourth output gives the weights, and those of other domains.
 */
import type { Dim, Node, Value } from '#shared/ir/graph'
import { intAttribute, type Links } from './links'
import { isCausal } from './mask'
import { axisSize, rankOf } from './sizes'
import type { FoundSite } from './softmax'
import { fromOneTensor } from './source'

/** `qk_matmul_output_mode` that gives the weights after Softmax. */
export const AFTER_SOFTMAX = 3
const MODE = 'qk_matmul_output_mode'

const FUSED = new Set([
  ...['Attention', 'MultiHeadAttention', 'GroupQueryAttention', 'QAttention', 'PackedAttention'],
  ...[
    'PackedMultiHeadAttention',
    'PagedAttention',
    'SparseAttention',
    'LongformerAttention',
    'LinearAttention',
  ],
  ...[
    'DecoderAttention',
    'DecoderMaskedMultiHeadAttention',
    'DecoderMaskedSelfAttention',
    'QOrderedAttention',
    'AttnLSTM',
  ],
])

export function isFused(node: Node): boolean {
  return (
    (node.domain === '' && node.op === 'Attention') || (node.domain === 'com.microsoft' && FUSED.has(node.op))
  )
}

/** `index` counts the node in its graph; `newName` names the weights where the node has no name for them. */
export function fusedSite(links: Links, node: Node, index: number, newName: string): FoundSite {
  const [query, key = query] = node.inputs
  const self = query !== undefined && key !== undefined && fromOneTensor(links, query, key)
  const count = headsOf(links, node, query)
  const common = {
    operator: node.domain === '' ? node.op : `${node.domain}.${node.op}`,
    kind: self ? ('self' as const) : ('cross' as const),
    causal: isCausalNode(links, node),
    heads: count,
    shape: shapeOf(links, query, key, count),
  }
  if (node.domain !== '')
    return {
      ...common,
      shown: false,
      reason: `It is one operator of onnxruntime's own (${common.operator}), whose weights Heed cannot fetch yet.`,
    }
  const weights = node.outputs[3]
  if (weights !== undefined && intAttribute(node, MODE) !== AFTER_SOFTMAX)
    return {
      ...common,
      shown: false,
      reason: 'The model itself uses its scores before Softmax, so the weights cannot be asked for.',
    }
  const outputs = Array.from({ length: 3 }, (_, i) => node.outputs[i]?.name ?? '')
  const layout = { keyAxis: -1, folded: 1, oneQuery: false }
  return {
    ...common,
    shown: true,
    fetch: { how: 'attention', node: index, outputs: [...outputs, weights?.name ?? newName], layout },
  }
}

function headsOf(links: Links, node: Node, query: Value | undefined): number | undefined {
  return intAttribute(node, 'q_num_heads') ?? intAttribute(node, 'num_heads') ?? axisSize(links, query, 1)
}

function isCausalNode(links: Links, node: Node): boolean {
  if (intAttribute(node, 'is_causal') === 1 || intAttribute(node, 'unidirectional') === 1) return true
  const mask = node.domain === '' ? node.inputs[3] : undefined
  return mask !== undefined && isCausal(links, [mask])
}

function shapeOf(
  links: Links,
  query: Value | undefined,
  key: Value | undefined,
  heads: number | undefined,
): Dim[] {
  const rows = (value: Value | undefined) => {
    const rank = rankOf(links, value)
    return (rank === undefined ? undefined : axisSize(links, value, rank - 2)) ?? '?'
  }
  return [axisSize(links, query, 0) ?? '?', heads ?? '?', rows(query), rows(key)]
}
