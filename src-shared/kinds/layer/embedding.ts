import { need } from '../../base/assert'
import { err, ok } from '../../base/result'
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
  axes(params, { inputs }) {
    const [words] = inputs.words ?? []
    if (words?.element === 'index' && words.count === undefined)
      return err({
        message:
          'expected indices of a known number, each with a vector of its own, found some that can be any number.',
        mend: 'For the number of a step, wire it into Positions.',
        port: 'words',
      })
    return ok({ D: { size: Number(params.size) } })
  },
  lower({ op, params, inputs, bindings, weight }) {
    const size = Number(params.size)
    const count = need(bindings.inputs.words?.[0]?.count, 'a number of words')
    // Scaled vectors begin with elements of the same deviation as unscaled ones.
    const deviation = Number(params.deviation)
    const table = weight('E', [count, size], {
      normal: params.scale ? deviation / Math.sqrt(size) : deviation,
    })
    const vectors = op.Gather(table, inputs.words!, 0)
    return { vectors: params.scale ? op.Mul(vectors, Math.sqrt(size)) : vectors }
  },
}
