import { ok } from '../../base/result'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'decide-number',
  version: 1,
  title: 'Number decision',
  group: 'decision',
  icon: 'M4 19V5M4 19h16M8 15l4-5 3 3 5-7',
  doc: {
    sentence: 'Answers with numbers: one, or a few at once.',
    equation: 'y = x W + b',
  },
  params: {
    count: {
      type: 'integer',
      label: 'Numbers',
      help: 'How many numbers the answer has.',
      default: 1,
      min: 1,
      max: 4096,
      onCard: true,
    },
  },
  inputs: { features: { shape: '* D' } },
  outputs: { numbers: { shape: '* K', help: 'The answer.' } },
  axes: (params) => ok({ K: { size: Number(params.count) } }),
  lower({ op, inputs, dims, weight }) {
    const size = Number(dims.K)
    const product = op.MatMul(inputs.features!, weight('W', [Number(dims.D), size], 'glorot'))
    return { numbers: op.Add(product, weight('b', [size], 'zeros')) }
  },
  decision: {
    output: 'numbers',
    labels: (params) => Array.from({ length: Number(params.count) }, (_, i) => String(i + 1)),
  },
}
