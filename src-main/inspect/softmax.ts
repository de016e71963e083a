/**
 * Attention that is written out: Softmax over compared queries and keys, then a product with values.
 */
import type { Dim, Node, Value } from '#shared/ir/graph'
import { fromEnd } from './axes'
import { intAttribute, type Links } from './links'
import { isCausal } from './mask'
import { type Score, scoreOf } from './score'
import type { DetectedSite, Layout, WeightsFrom } from './site'
import { axesInput, axisSize, foldedHeads, rankOf, shapeInput } from './sizes'
import { fromOneTensor } from './source'
import { typeOf } from './types'
import { type WeightsUse, weightsUse } from './use'

/** Before this version a Softmax normalises over all axes from its own on, which is 1 unless said otherwise. */
const LAST_AXIS_BY_DEFAULT = 13

const NORMALISERS = new Set(['Softmax', 'QLinearSoftmax', 'Exp', 'Div'])

export type FoundSite = Omit<DetectedSite, 'id' | 'name' | 'scopes' | 'place'>

/** Where weights are made out of scores: by one node, or by several that are written out. */
export interface Normaliser {
  readonly operator: string
  readonly scores: Value
  readonly result: Value
  /** As the node says it. */
  readonly axis: number
  /** The node that reads the scores, and as which input. */
  readonly reader: Node
}

/** What a node normalises; undefined where it is no Softmax in any form. */
export function normaliserAt(links: Links, node: Node): Normaliser | undefined {
  if (!NORMALISERS.has(node.op)) return undefined
  const [result] = node.outputs
  const [scores] = node.inputs
  if (result === undefined || scores === undefined) return undefined
  const byDefault = links.opset < LAST_AXIS_BY_DEFAULT ? 1 : -1
  if (node.op === 'Softmax' && node.domain === '')
    return {
      operator: 'Softmax',
      scores,
      result,
      axis: intAttribute(node, 'axis') ?? byDefault,
      reader: node,
    }
  if (node.op === 'QLinearSoftmax')
    return {
      operator: `${node.domain}.QLinearSoftmax`,
      scores,
      result,
      axis: intAttribute(node, 'axis') ?? -1,
      reader: node,
    }
  const before = links.maker(scores)
  if (node.op === 'Exp' && before?.op === 'LogSoftmax' && before.inputs[0] !== undefined)
    return {
      operator: 'LogSoftmax',
      scores: before.inputs[0],
      result,
      axis: intAttribute(before, 'axis') ?? byDefault,
      reader: before,
    }
  return node.op === 'Div' ? writtenOut(links, node, result) : undefined
}

/** `Exp(scores) / ReduceSum(Exp(scores))`; something may be added to the sum. */
function writtenOut(links: Links, node: Node, result: Value): Normaliser | undefined {
  const [above, below] = node.inputs
  const exp = above === undefined ? undefined : links.maker(above)
  if (exp?.op !== 'Exp' || exp.inputs[0] === undefined || below === undefined) return undefined
  let sum = links.maker(below)
  if (sum?.op === 'Add' || sum?.op === 'Max')
    sum = sum.inputs.map((input) => input && links.maker(input)).find((each) => each?.op === 'ReduceSum')
  if (sum?.op !== 'ReduceSum' || sum.inputs[0] !== above) return undefined
  const axes = axesInput(links, sum)
  if (axes?.length !== 1) return undefined
  return { operator: 'Exp', scores: exp.inputs[0], result, axis: axes[0] ?? -1, reader: exp }
}

/** The site at a Softmax, or the reason why it is none. */
export function softmaxSite(
  links: Links,
  { operator, scores, result, axis, reader }: Normaliser,
): FoundSite | string {
  const rank = rankOf(links, result)
  const reader13 = operator !== 'Softmax' || links.opset >= LAST_AXIS_BY_DEFAULT
  if (!reader13 && !oneAxis(links, result, axis, rank))
    return `it normalises over all axes from the ${ordinal(axis)} on at once (operators of version ${links.opset}), which no attention does`
  const along = fromEnd(axis, rank) ?? (axis === 1 && rank === undefined ? -1 : undefined)
  const use = weightsUse(links, result, along)
  if (typeof use === 'string') return use
  const score = scoreOf(links, scores)
  if (typeof score === 'string') return score
  const heads = headsOf(links, score, use)
  const layout: Layout = {
    keyAxis: use.axis ?? (use.same ? axis : -1),
    folded: heads.folded ? (heads.count ?? 1) : 1,
    oneQuery: use.widened || (score.kind === 'additive' && rankOf(links, use.weights) === 2),
    steps: 0,
  }
  const additive = score.kind === 'additive'
  const common = {
    operator,
    kind: additive
      ? ('additive' as const)
      : fromOneTensor(links, score.query, score.key)
        ? ('self' as const)
        : ('cross' as const),
    causal: isCausal(links, score.masks),
    heads: heads.count,
    shape: shapeOf(links, score, use, heads),
  }
  if (use.banded)
    return {
      ...common,
      shown: false,
      reason:
        'It looks through a sliding window: the model holds the weights in diagonals around each place, not in rows of keys.',
    }
  return {
    ...common,
    shown: true,
    fetch: {
      path: [],
      from: weightsFrom(links, use),
      dtype: typeOf(links, use.weights),
      rank: rankOf(links, use.weights),
      layout,
    },
    override: {
      how: 'scores',
      path: [],
      node: links.numberOf(reader),
      input: reader.inputs.indexOf(scores),
      scores: scores.name,
    },
  }
}

/** Whether all axes behind a Softmax's own have the size 1, or there are none. */
function oneAxis(links: Links, value: Value, axis: number, rank: number | undefined): boolean {
  if (rank === undefined || axis < 0) return axis === -1 || rank === undefined
  for (let behind = axis + 1; behind < rank; behind++) {
    const size = axisSize(links, value, behind)
    if (size !== undefined && size !== 1) return false
  }
  return true
}

function ordinal(axis: number): string {
  return ['first', 'second', 'third', 'fourth'][axis] ?? `${axis + 1}th`
}

/** What a product of integers consumes is brought back to numbers beside it. */
function weightsFrom(links: Links, { weights, product }: WeightsUse): WeightsFrom {
  const maker = links.maker(weights)
  const integer = ['QLinearMatMul', 'MatMulInteger'].includes(product.op)
  const parts = maker?.op === 'QuantizeLinear' ? maker.inputs.slice(1, 3) : maker?.inputs.slice(3, 5)
  const [scale, zero] = integer ? (parts ?? []) : []
  if (scale === undefined) return quantisedBefore(links, weights) ?? { how: 'value', value: weights.name }
  const result = `heed.weights.${weights.name}`
  return { how: 'quantised', value: weights.name, scale: scale.name, zero: zero?.name ?? '', result }
}

/** A DequantizeLinear of its own: one that the product reads is a part of what runtimes make one operator of. */
function quantisedBefore(links: Links, weights: Value): WeightsFrom | undefined {
  const maker = links.maker(weights)
  const [value, scale, zero] = maker?.inputs ?? []
  if (maker?.op !== 'DequantizeLinear' || value === undefined || scale === undefined) return undefined
  const result = `heed.weights.${weights.name}`
  return { how: 'quantised', value: value.name, scale: scale.name, zero: zero?.name ?? '', result }
}

interface Heads {
  readonly count: number | undefined
  /** Whether they lie in one axis with the batch. */
  readonly folded: boolean
}

function headsOf(links: Links, score: Score, use: WeightsUse): Heads {
  const rank = rankOf(links, use.weights) ?? rankOf(links, score.query)
  if (score.kind === 'additive') {
    const split = rank !== undefined && rank >= 4
    return { count: split ? axisSize(links, use.weights, rank - 3) : 1, folded: false }
  }
  if (rank !== undefined && rank >= 4) {
    const count = axisSize(links, use.weights, rank - 3)
    return {
      count: count ?? axisSize(links, score.query, (rankOf(links, score.query) ?? rank) - 3),
      folded: false,
    }
  }
  if (rank !== undefined && rank !== 3) return { count: 1, folded: false }
  // nn.MultiheadAttention gives its weights unfolded, too.
  const unfolded = links
    .uses(use.weights)
    .filter(({ node, index }) => node.op === 'Reshape' && index === 0)
    .map(({ node }) => shapeInput(links, node.inputs[1]))
    .find((shape) => shape?.length === 4 && (shape[1] ?? 0) > 1)
  const count = unfolded?.[1] ?? foldedHeads(links, score.query) ?? foldedHeads(links, score.key)
  if (count !== undefined) return { count, folded: true }
  return { count: rank === 3 ? 1 : undefined, folded: false }
}

function shapeOf(links: Links, score: Score, use: WeightsUse, heads: Heads): Dim[] {
  const count = heads.count ?? '?'
  const declared = use.weights.shape
  if (declared?.length === 4 && use.axis === -1)
    return declared.map((dim, axis) => plain(axis === 1 ? (heads.count ?? dim) : dim))
  if (score.kind === 'additive' || heads.folded || score.product.op !== 'MatMul')
    return ['?', count, '?', '?']
  const [query, key] = [rankOf(links, score.query) ?? 0, rankOf(links, score.key) ?? 0]
  const batch = query > 2 ? axisSize(links, score.query, 0) : query === 2 ? 1 : undefined
  return [
    batch ?? '?',
    count,
    axisSize(links, score.query, query - 2) ?? '?',
    axisSize(links, score.key, key - 1) ?? '?',
  ]
}

/** A size that the file leaves open has a name of its own in the graph. */
function plain(dim: Dim): Dim {
  return typeof dim === 'string' && dim.startsWith('?') ? '?' : dim
}
