import { ok } from '../../base/result'
import { gather, maskFor, readingWeights } from '../attentionWeights'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'attention-additive',
  version: 1,
  title: 'Additive attention',
  group: 'attention',
  icon: 'M12 4v4M4 20l8-12 8 12M9 20l3-12 3 12',
  doc: {
    sentence:
      'Scores each key against the query with a small network, and gathers the values by the weights.',
    equation:
      'e_{ij} = v^\\top \\tanh(W q_i + U k_j + b), \\quad \\alpha_i = \\mathrm{softmax}_j\\, e_{ij}, \\quad c_i = \\sum_j \\alpha_{ij} v_j',
    paper: {
      title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
      id: '1409.0473',
    },
  },
  params: {
    size: {
      type: 'integer',
      label: 'Units',
      help: 'Size of the small network that scores.',
      default: 64,
      min: 1,
      max: 4096,
      onCard: true,
    },
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
  axes: (_params, { letters }) => ok(letters.V || !letters.K ? {} : { V: letters.K }),
  lower(context) {
    const { op, params, inputs, dims, weight, maskOf } = context
    const units = Number(params.size)
    const sequential = dims.T !== undefined
    const query = op.Add(
      op.MatMul(inputs.query!, weight('Wq', [Number(dims.Q), units], 'glorot')),
      weight('b', [units], 'zeros'),
    )
    const keys = op.MatMul(inputs.keys!, weight('Wk', [Number(dims.K), units], 'glorot'))
    // [batch, (T,) 1, units] + [batch, (1,) S, units]
    const mixed = op.Add(op.Unsqueeze(query, [-2]), sequential ? op.Unsqueeze(keys, [1]) : keys)
    const scores = op.Squeeze(op.MatMul(op.Tanh(mixed), weight('v', [units, 1], 'glorot')), [-1])
    const weights = readingWeights(context, scores, maskFor(op, maskOf('S'), sequential ? 3 : 2))
    return { context: gather(op, weights, inputs.values ?? inputs.keys!), weights }
  },
  attention: { output: 'weights', query: 'T', key: 'S', linear: () => true },
}
