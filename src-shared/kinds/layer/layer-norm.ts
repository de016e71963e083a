import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'layer-norm',
  version: 1,
  title: 'Layer norm',
  group: 'layer',
  icon: 'M3 12h18M6 8v8M10 5v14M14 7v10M18 9v6',
  doc: {
    sentence:
      'Brings the features of each vector to mean 0 and spread 1, then scales and shifts them as learned.',
    equation: 'y = \\gamma \\circ \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta',
    paper: { title: 'Layer Normalization', id: '1607.06450' },
  },
  params: {
    epsilon: {
      type: 'number',
      label: 'Epsilon',
      help: 'Keeps the division from failing where all features are equal.',
      default: 1e-5,
      min: 1e-12,
      max: 1,
    },
  },
  inputs: { features: { shape: '* D' } },
  outputs: { features: { shape: '* D' } },
  lower({ op, params, inputs, dims, weight }) {
    const size = [Number(dims.D)]
    const scale = weight('scale', size, 'ones')
    const shift = weight('shift', size, 'zeros')
    return { features: op.LayerNormalization(inputs.features!, scale, shift, Number(params.epsilon)) }
  },
}
