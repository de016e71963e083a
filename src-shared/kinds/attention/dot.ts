import { err, ok } from '../../base/result'
import type { Value } from '../../ir/graph'
import {
  CAUSAL_PARAM,
  causalProblem,
  gather,
  maskFor,
  pastOf,
  readingWeights,
  seen,
} from '../attentionWeights'
import type { Kind, LowerContext } from '../kind'

export const kind: Kind = {
  id: 'attention-dot',
  version: 1,
  title: 'Dot attention',
  group: 'attention',
  icon: 'M12 4L4 15M12 4v11M12 4l8 11M4 20h.1M12 20h.1M20 20h.1',
  doc: {
    sentence: 'Scores each key by its product with the query, and gathers the values by the weights.',
    equation:
      'e_{ij} = q_i^\\top k_j \\;\\text{ or }\\; q_i^\\top W k_j \\;\\text{ or }\\; \\tfrac{q_i^\\top k_j}{\\sqrt d}, \\quad \\alpha_i = \\mathrm{softmax}_j\\, e_{ij}, \\quad c_i = \\sum_j \\alpha_{ij} v_j',
    paper: { title: 'Effective Approaches to Attention-based Neural Machine Translation', id: '1508.04025' },
  },
  params: {
    score: {
      type: 'choice',
      label: 'Score',
      help: 'The product of query and key as it is, with a learned matrix in between, or divided by the square root of their length.',
      default: 'dot',
      choices: [
        { value: 'dot', label: 'dot' },
        { value: 'general', label: 'general' },
        { value: 'scaled', label: 'scaled' },
      ],
      onCard: true,
    },
    causal: CAUSAL_PARAM,
  },
  inputs: {
    query: { shape: 'T? Q', help: 'What is looking: one vector, or a sequence of them.' },
    keys: { shape: 'S K', help: 'What is looked at: a sequence of vectors.' },
    values: { shape: 'S V', optional: true, help: 'What is gathered; the keys when not wired.' },
  },
  outputs: {
    context: { shape: 'T? V', help: 'The values, weighed and summed.' },
    weights: { shape: 'T? S', help: 'How much each position is looked at; they sum to 1.' },
  },
  axes(params, bound) {
    const causal = causalProblem(params, bound)
    if (causal) return err(causal)
    const { Q, K, V } = bound.letters
    if (params.score !== 'general' && Q && K && Q.size !== K.size)
      return err({
        message: `expected ${K.size ?? 'as many'} features because keys has ${K.size ?? 'them'}, found ${Q.size ?? 'an open size'}.`,
        mend: `Wire it through a Dense of ${K.size ?? 'that size'}, or set Score to general.`,
        port: 'query',
      })
    return ok(V || !K ? {} : { V: K })
  },
  lower(context) {
    const { op, params, inputs, dims, maskOf } = context
    const single = dims.T === undefined
    const keys = op.Transpose(inputs.keys!, [0, 2, 1])
    const products = op.MatMul(single ? op.Unsqueeze(queryOf(context), [-2]) : queryOf(context), keys)
    const scores = single ? op.Squeeze(products, [-2]) : products
    const past = params.causal ? pastOf(op, dims.S!) : undefined
    const weights = readingWeights(context, scores, seen(op, maskFor(op, maskOf('S'), single ? 2 : 3), past))
    return { context: gather(op, weights, inputs.values ?? inputs.keys!), weights }
  },
  attention: { output: 'weights', query: 'T', key: 'S', linear: () => true },
}

/** The query as it meets the keys: the scale and the matrix lie on its side, where there is less to multiply. */
function queryOf({ op, params, inputs, dims, weight }: LowerContext): Value {
  const query = inputs.query!
  const [from, to] = [Number(dims.Q), Number(dims.K)]
  if (params.score === 'general') return op.MatMul(query, weight('W', [from, to], 'glorot'))
  return params.score === 'scaled' ? op.Mul(query, 1 / Math.sqrt(to)) : query
}
