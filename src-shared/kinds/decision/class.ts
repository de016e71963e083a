import { ok } from '../../base/result'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'decide-class',
  version: 1,
  title: 'Class decision',
  group: 'decision',
  icon: 'M4 12h6M10 12l5-6h5M10 12h10M10 12l5 6h5',
  doc: {
    sentence: 'Chooses one of a few named classes.',
    equation: 'p = \\mathrm{softmax}(x W + b), \\quad y = \\arg\\max p',
  },
  params: {
    vocabulary: {
      type: 'vocabulary',
      label: 'Classes',
      help: 'The vocabulary that names the classes; each entry is one.',
      default: 'classes',
      onCard: true,
    },
    bias: {
      type: 'flag',
      label: 'Bias',
      help: 'Adds a learned number to the score of each class.',
      default: true,
    },
  },
  inputs: { features: { shape: 'D' } },
  outputs: {
    choice: { shape: '', element: 'index', help: 'The most probable class.' },
    probabilities: { shape: 'C', help: 'How probable each class is.' },
    logits: { shape: 'C', help: 'Scores before the softmax.' },
  },
  axes(params, bound) {
    const size = bound.vocabularies[String(params.vocabulary)]
    return ok(size ? { C: { size, origin: `${params.vocabulary}.classes` } } : {})
  },
  index: (params, bound) => ({
    vocabulary: String(params.vocabulary),
    count: bound.vocabularies[String(params.vocabulary)] ?? 0,
  }),
  lower({ op, params, inputs, dims, weight }) {
    const size = Number(dims.C)
    const scores = op.MatMul(inputs.features!, weight('W', [Number(dims.D), size], 'glorot'))
    const logits = params.bias ? op.Add(scores, weight('b', [size], 'zeros')) : scores
    return { choice: op.ArgMax(logits, -1), probabilities: op.Softmax(logits), logits }
  },
  decision: { output: 'probabilities', choice: 'choice', scores: 'logits' },
}
