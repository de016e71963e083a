import { ok } from '../../base/result'
import { ACTIVATION_CHOICES, activate } from '../activations'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'dense',
  version: 1,
  title: 'Dense',
  group: 'layer',
  icon: 'M5 5l14 7M5 12h14M5 19l14-7M5 5v14M19 12v0',
  doc: {
    sentence: 'Multiplies by a learned matrix, adds a bias, and applies an activation.',
    equation: 'y = \\phi(x W + b)',
  },
  params: {
    size: {
      type: 'integer',
      label: 'Features',
      help: 'Number of features that come out.',
      default: 64,
      min: 1,
      max: 65536,
      onCard: true,
    },
    activation: {
      type: 'choice',
      label: 'Activation',
      help: 'What is applied to each feature at the end.',
      default: 'none',
      choices: [{ value: 'none', label: 'none' }, ...ACTIVATION_CHOICES],
      onCard: true,
    },
    bias: { type: 'flag', label: 'Bias', help: 'Adds a learned number to each feature.', default: true },
  },
  inputs: { features: { shape: '* D' } },
  outputs: { features: { shape: '* O' } },
  axes: (params) => ok({ O: { size: Number(params.size) } }),
  lower({ op, params, inputs, dims, weight }) {
    const from = Number(dims.D)
    const to = Number(params.size)
    const x = op.MatMul(inputs.features!, weight('W', [from, to], 'glorot'))
    const y = params.bias ? op.Add(x, weight('b', [to], 'zeros')) : x
    return { features: activate(op, y, String(params.activation)) }
  },
}
