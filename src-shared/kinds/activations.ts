/** Activations by name, for every kind that offers them. */
import type { Value } from '../ir/graph'
import type { Operators } from '../ops/operators'

export const ACTIVATION_CHOICES = [
  { value: 'tanh', label: 'tanh' },
  { value: 'sigmoid', label: 'sigmoid' },
  { value: 'relu', label: 'ReLU' },
  { value: 'gelu', label: 'GELU' },
  { value: 'softmax', label: 'softmax' },
  { value: 'complement', label: '1 − x' },
] as const

/** Applies the activation over the last axis; `none` gives the value back. */
export function activate(op: Operators, x: Value, name: string): Value {
  switch (name) {
    case 'tanh':
      return op.Tanh(x)
    case 'sigmoid':
      return op.Sigmoid(x)
    case 'relu':
      return op.Relu(x)
    case 'gelu':
      return op.Gelu(x)
    case 'softmax':
      return op.Softmax(x)
    case 'complement':
      return op.Sub(1, x)
    default:
      return x
  }
}
