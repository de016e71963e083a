import type { Value } from '../../ir/graph'
import type { Operators } from '../../ops/operators'
import type { Kind } from '../kind'
import { maskAmong, sizeAsNumber } from '../masks'

/** Below every number that a network makes, and far from overflow. */
const LOWEST = -1e30

export const kind: Kind = {
  id: 'pool',
  version: 1,
  title: 'Pool over time',
  group: 'layer',
  icon: 'M4 5h16L14 12v7l-4-2v-5z',
  doc: {
    sentence:
      'Makes one vector of a sequence: its largest features, their mean, its last or its first vector.',
    equation:
      'y = \\max_t x_t \\;\\text{ or }\\; \\tfrac{1}{T} \\sum_t x_t \\;\\text{ or }\\; x_T \\;\\text{ or }\\; x_1',
  },
  params: {
    how: {
      type: 'choice',
      label: 'Takes',
      help: 'What is kept of the sequence. Padding never counts.',
      default: 'mean',
      choices: [
        { value: 'max', label: 'the largest' },
        { value: 'mean', label: 'the mean' },
        { value: 'last', label: 'the last' },
        { value: 'first', label: 'the first' },
      ],
      onCard: true,
    },
  },
  inputs: {
    sequence: {
      shape: '* T D',
      help: 'A sequence; of words in sentences, the words of each sentence are pooled.',
    },
  },
  outputs: { vector: { shape: '* D' } },
  lower({ op, params, inputs, dims, bindings, maskOf }) {
    const x = inputs.sequence!
    const mask = maskAmong(op, maskOf('T'), bindings.letters.T!, bindings.star, 1)
    switch (params.how) {
      case 'first':
        return { vector: op.Squeeze(op.Slice(x, -2, 0, 1, 1), [-2]) }
      case 'last':
        return { vector: mask ? lastOf(op, x, mask) : op.Squeeze(op.Slice(x, -2, -1, undefined, 1), [-2]) }
      case 'max': {
        if (!mask) return { vector: op.ReduceMax(x, [-2]) }
        const some = op.Greater(op.ReduceMax(op.Cast(mask, 'float32'), [-2]), 0)
        return { vector: op.Where(some, op.ReduceMax(op.Where(mask, x, LOWEST), [-2]), 0) }
      }
      default: {
        if (!mask) return { vector: op.Div(op.ReduceSum(x, [-2]), sizeAsNumber(op, dims.T!)) }
        const count = op.Max(op.ReduceSum(op.Cast(mask, 'float32'), [-2]), 1)
        return { vector: op.Div(op.ReduceSum(op.Where(mask, x, 0), [-2]), count) }
      }
    }
  },
}

/** The vector at the last position that counts; zeros where none does. `mask` is `[…, T, 1]`. */
function lastOf(op: Operators, x: Value, mask: Value): Value {
  const number = op.Cast(mask, 'float32')
  // Counted from the front, the last position is the only one that counts with as many before it as there are in all.
  const upTo = op.CumSum(number, -2)
  const all = op.ReduceSum(number, [-2], true)
  const chosen = op.And(mask, op.Equal(upTo, all))
  return op.ReduceSum(op.Where(chosen, x, 0), [-2])
}
