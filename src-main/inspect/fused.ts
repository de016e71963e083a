/**
 * Attention as one operator: which of them give their weights, and how.
 */
import type { Dim, Node, Value } from '#shared/ir/graph'
import { intAttribute, intsAttribute, type Links } from './links'
import { isCausal } from './mask'
import type { WeightsFrom } from './site'
import { axisSize, rankOf } from './sizes'
import type { FoundSite } from './softmax'
import { fromOneTensor } from './source'
import { typeOf } from './types'

/** ai.onnx Attention: which of the scores its fourth output gives; 3 is after Softmax. Another number of com.microsoft's says the same. */
const MODE = { name: 'qk_matmul_output_mode', weights: 3, beside: false }
const GROUP_MODE = { name: 'qk_output', weights: 2, beside: true }

interface Fused {
  /** Inputs that hold queries and keys. */
  readonly query: number
  readonly key: number
  /** An input that is added to the scores. */
  readonly bias?: number
  /** Later positions never count. */
  readonly causal?: boolean
  readonly heads: string
  /** How its weights are had, or why they are not. */
  readonly weights: (links: Links, node: Node, index: number, name: string) => WeightsFrom | string
}

const none = (reason: string) => () => reason
const packed = none(
  'it takes its words without padding, one example behind the other, and gives only its result',
)

/** By domain and operator. https://onnx.ai/onnx/operators and onnxruntime's ContribOperators.md. */
const FUSED: Readonly<Record<string, Fused>> = {
  Attention: { query: 0, key: 1, bias: 3, heads: 'q_num_heads', weights: fourthOutput(MODE) },
  'com.microsoft.MultiHeadAttention': { query: 0, key: 1, bias: 5, heads: 'num_heads', weights: scores },
  'com.microsoft.GroupQueryAttention': {
    ...{ query: 0, key: 1, bias: 10, heads: 'num_heads', causal: true },
    weights: fourthOutput(GROUP_MODE),
  },
  'com.microsoft.Attention': { query: 0, key: 0, bias: 5, heads: 'num_heads', weights: projected },
  'com.microsoft.QAttention': {
    ...{ query: 0, key: 0, heads: 'num_heads' },
    weights: none('it is quantised as a whole and gives only its result'),
  },
  'com.microsoft.QOrderedAttention': {
    ...{ query: 0, key: 0, heads: 'num_heads' },
    weights: none('it is quantised as a whole and gives only its result'),
  },
  'com.microsoft.PackedAttention': { query: 0, key: 0, heads: 'num_heads', weights: packed },
  'com.microsoft.PackedMultiHeadAttention': { query: 0, key: 1, heads: 'num_heads', weights: packed },
  'com.microsoft.PagedAttention': {
    ...{ query: 0, key: 1, heads: 'num_heads', causal: true },
    weights: none('its keys lie in pages of a cache, and it gives only its result'),
  },
  'com.microsoft.SparseAttention': {
    ...{ query: 0, key: 1, heads: 'num_heads', causal: true },
    weights: none('it computes blocks of its weights only, and gives none of them'),
  },
  'com.microsoft.LongformerAttention': {
    ...{ query: 0, key: 0, heads: 'num_heads' },
    weights: none('it computes a band of its weights only, and gives none of it'),
  },
  'com.microsoft.LinearAttention': {
    ...{ query: 0, key: 1, heads: 'q_num_heads' },
    weights: none('linear attention never computes weights of single keys'),
  },
  'com.microsoft.DecoderAttention': {
    ...{ query: 0, key: 1, heads: 'num_heads' },
    weights: none('it gives only its result'),
  },
  'com.microsoft.DecoderMaskedMultiHeadAttention': {
    ...{ query: 0, key: 1, heads: 'num_heads', causal: true },
    weights: none('it is an operator for graphics cards, whose weights cannot be asked for here'),
  },
  'com.microsoft.DecoderMaskedSelfAttention': {
    ...{ query: 0, key: 0, heads: 'num_heads', causal: true },
    weights: none('it is an operator for graphics cards, whose weights cannot be asked for here'),
  },
  'com.microsoft.AttnLSTM': {
    ...{ query: 0, key: 4, heads: '' },
    weights: none('its weights stay inside of its recurrence, and it gives only its states'),
  },
}

function nameOf(node: Node): string {
  return node.domain === '' ? node.op : `${node.domain}.${node.op}`
}

export function isFused(node: Node): boolean {
  return Object.hasOwn(FUSED, nameOf(node))
}

/** `index` counts the node in its graph; `newName` names the weights where the node has no name for them. */
export function fusedSite(links: Links, node: Node, index: number, newName: string): FoundSite {
  const operator = nameOf(node)
  const fused = FUSED[operator]!
  const query = node.inputs[fused.query]
  const key = node.inputs[fused.key] ?? query
  const self = query !== undefined && key !== undefined && fromOneTensor(links, query, key)
  const count = headsOf(links, node, fused, query)
  const common = {
    operator,
    kind: self ? ('self' as const) : ('cross' as const),
    causal: isCausalNode(links, node, fused),
    heads: count,
    shape: shapeOf(links, query, key, count),
    ...(fused.bias === undefined
      ? {}
      : { override: { how: 'bias' as const, path: [], node: index, input: fused.bias } }),
  }
  const from = fused.weights(links, node, index, newName)
  if (typeof from === 'string')
    return {
      ...common,
      override: undefined,
      shown: false,
      reason: `${operator} cannot be looked into: ${from}.`,
    }
  const layout = { keyAxis: -1, folded: 1, oneQuery: false, steps: 0 }
  const dtype = query === undefined ? 'float32' : typeOf(links, query)
  return { ...common, shown: true, fetch: { path: [], from, dtype, rank: 4, layout } }
}

/** The operator has a fourth output, and an attribute says what it gives. */
function fourthOutput(mode: typeof MODE): Fused['weights'] {
  return (_, node, index, name) => {
    const before = node.outputs[3]
    if (before !== undefined && intAttribute(node, mode.name) !== mode.weights)
      return 'the model itself uses its scores before Softmax, so that the weights cannot be asked for'
    return {
      how: 'output',
      node: index,
      outputs: [...threeOutputs(node), before?.name ?? name],
      ints: { [mode.name]: mode.weights },
      beside: mode.beside && before === undefined,
    }
  }
}

/** MultiHeadAttention's fourth output: what its Softmax gets, masked. */
function scores(_: Links, node: Node, index: number, name: string): WeightsFrom {
  return { how: 'scores', node: index, own: node.outputs[3]?.name ?? '', result: name }
}

/** Attention with its projections inside. */
function projected(links: Links, node: Node, index: number, name: string): WeightsFrom | string {
  if (node.inputs[4] !== undefined || node.outputs[1] !== undefined)
    return 'its keys and values are kept together with those of earlier steps in one tensor, which no other operator takes'
  if (intAttribute(node, 'do_rotary') === 1) return 'it turns queries and keys by their positions inside'
  const mask = node.inputs[3]
  const rank = rankOf(links, mask)
  if (mask !== undefined && rank === 4) return 'its mask has four axes, which no other operator takes'
  const told = intsAttribute(node, 'qkv_hidden_sizes')
  const all = links.constant(node.inputs[1])?.dims[1] ?? axisSize(links, node.inputs[1], 1)
  const [query, key, value] = told ?? (all === undefined ? [] : [all / 3, all / 3, all / 3])
  if (query === undefined || key === undefined || value === undefined || !Number.isInteger(query))
    return 'the file does not tell how large its queries, keys and values are'
  return { how: 'packed', node: index, sizes: [query, key, value], result: name }
}

function threeOutputs(node: Node): string[] {
  return Array.from({ length: 3 }, (_, i) => node.outputs[i]?.name ?? '')
}

function headsOf(links: Links, node: Node, fused: Fused, query: Value | undefined): number | undefined {
  const told = intAttribute(node, fused.heads)
  if (told !== undefined || node.op !== 'Attention' || node.domain !== '') return told ?? 1
  return rankOf(links, query) === 4 || rankOf(links, query) === undefined
    ? axisSize(links, query, 1)
    : undefined
}

function isCausalNode(links: Links, node: Node, fused: Fused): boolean {
  if (fused.causal || intAttribute(node, 'is_causal') === 1 || intAttribute(node, 'unidirectional') === 1)
    return true
  const masks = [node.domain === '' ? node.inputs[3] : undefined, node.inputs[fused.bias ?? -1]]
  return isCausal(
    links,
    masks.filter((mask) => mask !== undefined),
  )
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
