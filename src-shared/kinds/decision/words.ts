import { ok } from '../../base/result'
import { SPECIAL } from '../../base/words'
import type { Kind } from '../kind'

/** What is added to the scores of entries that are never said: padding, the start word and the unknown word. */
const NEVER = -1e9

export const kind: Kind = {
  id: 'decide-words',
  version: 1,
  title: 'Words decision',
  group: 'decision',
  icon: 'M4 7h9M4 12h6M4 17h9M16 8l4 4-4 4',
  doc: {
    sentence: 'Chooses a word of a vocabulary: one for each step.',
    equation: 'p = \\mathrm{softmax}(x W + b), \\quad y = \\arg\\max p',
  },
  params: {
    vocabulary: {
      type: 'vocabulary',
      words: true,
      label: 'Vocabulary',
      help: 'The words to choose from.',
      default: 'target',
      onCard: true,
    },
  },
  inputs: { features: { shape: '* D' } },
  outputs: {
    word: { shape: '*', element: 'index', help: 'The most probable word.' },
    probabilities: { shape: '* V', help: 'How probable each word is.' },
    logits: { shape: '* V', help: 'Scores before the softmax.' },
  },
  axes: (params, bound) => {
    const size = bound.vocabularies[String(params.vocabulary)]
    return ok(size ? { V: { size } } : {})
  },
  index: (params, bound) => ({
    vocabulary: String(params.vocabulary),
    count: bound.vocabularies[String(params.vocabulary)] ?? 0,
  }),
  lower({ op, inputs, dims, weight }) {
    const size = Number(dims.V)
    const never = Float32Array.from({ length: size }, (_, i) =>
      i < SPECIAL.length && SPECIAL[i] !== '<end>' ? NEVER : 0,
    )
    const scores = op.Add(
      op.MatMul(inputs.features!, weight('W', [Number(dims.D), size], 'glorot')),
      weight('b', [size], 'zeros'),
    )
    const logits = op.Add(scores, op.constant([size], never))
    return { logits, probabilities: op.Softmax(logits), word: op.ArgMax(logits, -1) }
  },
  decision: { output: 'probabilities', choice: 'word', scores: 'logits' },
}
