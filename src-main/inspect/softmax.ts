/**
 * Attention that is written out: Softmax over compared queries and keys, then a product with values.
 */
import type { Dim, Node } from '#shared/ir/graph'
import { intAttribute, type Links } from './links'
import { isCausal } from './mask'
import { type Score, scoreOf } from './score'
import type { DetectedSite, Layout } from './site'
import { axisSize, foldedHeads, rankOf, shapeInput } from './sizes'
import { fromOneTensor } from './source'
import { type WeightsUse, weightsUse } from './use'

/** Before this version a Softmax normalises over all axes from its own on, which is 1 unless said otherwise. */
const LAST_AXIS_BY_DEFAULT = 13

export type FoundSite = Omit<DetectedSite, 'id' | 'name'>

/** The site at a Softmax, or the reason why it is none. */
export function softmaxSite(links: Links, node: Node, opset: number): FoundSite | string {
  const [scores] = node.inputs
  const [result] = node.outputs
  if (scores === undefined || result === undefined) return 'its result is not used'
  const axis = intAttribute(node, 'axis') ?? (opset < LAST_AXIS_BY_DEFAULT ? 1 : -1)
  const rank = rankOf(links, result)
  const use = weightsUse(links, result, axis === -1 || rank === undefined || axis === rank - 1)
  if (typeof use === 'string') return use
  const score = scoreOf(links, scores)
  if (typeof score === 'string') return score
  const heads = headsOf(links, score, use)
  const layout: Layout = {
    keyAxis: use.sameAxes ? axis : -1,
    folded: heads.folded ? (heads.count ?? 1) : 1,
    oneQuery: use.widened,
  }
  const additive = score.kind === 'additive'
  return {
    operator: 'Softmax',
    kind: additive ? 'additive' : fromOneTensor(links, score.query, score.key) ? 'self' : 'cross',
    causal: isCausal(links, score.masks),
    heads: heads.count,
    shape: shapeOf(links, score, use, heads),
    shown: true,
    fetch: { how: 'value', value: use.weights.name, layout },
  }
}

interface Heads {
  readonly count: number | undefined
  /** Whether they lie in one axis with the batch. */
  readonly folded: boolean
}

function headsOf(links: Links, score: Score, use: WeightsUse): Heads {
  const rank = rankOf(links, use.weights) ?? rankOf(links, score.query)
  if (score.kind === 'additive')
    return { count: rank === 4 ? axisSize(links, use.weights, 1) : 1, folded: false }
  if (rank === 4)
    return { count: axisSize(links, use.weights, 1) ?? axisSize(links, score.query, 1), folded: false }
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
  if (declared?.length === 4)
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
