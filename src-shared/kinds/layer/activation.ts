import { ACTIVATION_CHOICES, activate } from '../activations'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'activation',
  version: 1,
  title: 'Activation',
  group: 'layer',
  icon: 'M3 18h8l6-12h4',
  doc: {
    sentence: 'Applies a function to each feature; softmax makes shares that sum to 1 of them.',
    equation: 'y = \\phi(x)',
  },
  params: {
    activation: {
      type: 'choice',
      label: 'Function',
      help: 'What is applied to each feature.',
      default: 'relu',
      choices: ACTIVATION_CHOICES,
      onCard: true,
    },
  },
  inputs: { features: { shape: '* D' } },
  outputs: { features: { shape: '* D' } },
  lower: ({ op, params, inputs }) => ({
    features: activate(op, inputs.features!, String(params.activation)),
  }),
}
