import { ok } from '../../base/result'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'embedding',
  version: 1,
  title: 'Embedding',
  group: 'layer',
  icon: 'M4 4h6v6H4zM14 7h6M4 17h16M4 20h16M14 4h6M14 10h6',
  doc: {
    sentence: 'Looks each index up in a table of learned vectors.',
    equation: 'y_t = E_{x_t}',
  },
  params: {
    size: {
      type: 'integer',
      label: 'Features',
      help: 'Length of the vectors.',
      default: 64,
      min: 1,
      max: 4096,
      onCard: true,
    },
    scale: {
      type: 'flag',
      label: 'Scale by √features',
      help: 'Multiplies the vectors by the square root of their length, as transformers do.',
      default: false,
    },
    deviation: {
      type: 'number',
      label: 'First deviation',
      help: 'Standard deviation of the numbers that the vectors begin with, before anything is learned. Products of sums of vectors learn from small ones.',
      default: 1,
      min: 0.001,
      max: 10,
    },
  },
  inputs: { words: { shape: '*', element: 'index' } },
  outputs: { vectors: { shape: '* D' } },
  axes: (params) => ok({ D: { size: Number(params.size) } }),
  lower({ op, params, inputs, bindings, weight }) {
    const size = Number(params.size)
    const count = bindings.inputs.words?.[0]?.count ?? 1
    // Scaled vectors begin with elements of the same deviation as unscaled ones.
    const deviation = Number(params.deviation)
    const table = weight('E', [count, size], {
      normal: params.scale ? deviation / Math.sqrt(size) : deviation,
    })
    const vectors = op.Gather(table, inputs.words!, 0)
    return { vectors: params.scale ? op.Mul(vectors, Math.sqrt(size)) : vectors }
  },
}
