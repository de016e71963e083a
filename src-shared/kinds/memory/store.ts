import { err, ok } from '../../base/result'
import type { Value } from '../../ir/graph'
import type { Kind, LowerContext } from '../kind'
import { maskAmong, sizeAsNumber } from '../masks'

export const kind: Kind = {
  id: 'memory-store',
  version: 1,
  title: 'Store',
  group: 'memory',
  icon: 'M4 4h16v16H4zM4 9.3h16M4 14.7h16M8 6.7h8M8 12h8M8 17.3h8',
  doc: {
    sentence:
      'Makes one memory slot of each sentence: the sum of its words’ vectors. One sentence alone becomes one vector; one without words an empty slot.',
    equation:
      'm_i = \\sum_j l_j \\circ x_{ij} + T_i, \\quad l_{kj} = (1 - \\tfrac{j}{J}) - \\tfrac{k}{d} (1 - \\tfrac{2j}{J})',
    paper: { title: 'End-To-End Memory Networks', id: '1503.08895' },
  },
  params: {
    words: {
      type: 'choice',
      label: 'Words',
      help: 'Whether a sentence is the plain sum of its words, or each word is weighed by its place, so that their order counts. The paper’s weights lie around ½; twice that is what its authors’ programs use, and learns faster.',
      default: 'position',
      choices: [
        { value: 'sum', label: 'sum' },
        { value: 'position', label: 'position encoding' },
        { value: 'position-twice', label: 'position encoding, twice' },
      ],
      onCard: true,
    },
    temporal: {
      type: 'flag',
      label: 'Temporal encoding',
      help: 'Adds a learned vector to each slot that tells how long ago its sentence was said.',
      default: false,
    },
    max: {
      type: 'integer',
      label: 'Times',
      help: 'How many times are learned, counted back from the newest sentence; older sentences share the last one.',
      default: 50,
      min: 1,
      max: 4096,
      when: (params) => params.temporal === true,
    },
  },
  inputs: { words: { shape: 'N? W D', help: 'The embedded words of each sentence, or of one sentence.' } },
  outputs: { slots: { shape: 'N? D', help: 'One vector for each sentence.' } },
  axes(params, { letters }) {
    if (params.temporal && letters.D && !letters.N)
      return err({
        message: 'expected several sentences, found one.',
        mend: 'Switch Temporal encoding off, or wire embedded Sentences into words.',
        param: 'temporal',
      })
    return ok({})
  },
  lower(context) {
    const { op, params, inputs, bindings, maskOf } = context
    const sentences = bindings.letters.N
    const mask = maskAmong(op, maskOf('W'), bindings.letters.W!, sentences ? [sentences] : [], 1)
    const words = inputs.words!
    const weighed = params.words === 'sum' ? words : op.Mul(words, placeWeights(context, mask))
    const sums = op.ReduceSum(mask ? op.Where(mask, weighed, 0) : weighed, [-2])
    return { slots: params.temporal ? withTimes(context, sums, mask) : sums }
  },
}

/** l, `[…, W, D]`: each word's weight for each feature by its place among the words that count. */
function placeWeights({ op, dims, params }: LowerContext, mask: Value | undefined): Value {
  const size = Number(dims.D)
  const share = op.constant(
    [size],
    Float32Array.from({ length: size }, (_, i) => (i + 1) / size),
  )
  // J: `[…, 1, 1]` where sentences differ, one number where none is padded.
  const count = mask
    ? op.Max(op.ReduceSum(op.Cast(mask, 'float32'), [-2], true), 1)
    : sizeAsNumber(op, dims.W!)
  const place = op.Unsqueeze(op.Add(op.Cast(op.Range(dims.W!), 'float32'), 1), [-1])
  const along = op.Div(place, count)
  const weights = op.Sub(op.Sub(1, along), op.Mul(share, op.Sub(1, op.Mul(along, 2))))
  return params.words === 'position-twice' ? op.Mul(weights, 2) : weights
}

/**
 * Adds the time of each slot, counted back from the newest. Slots that are padding, and those without words, stay zeros; the latter count as
 * time that has passed. `wordMask` is `[…, W, 1]`.
 */
function withTimes(
  { op, params, dims, bindings, weight, maskOf }: LowerContext,
  sums: Value,
  wordMask: Value | undefined,
): Value {
  const max = Number(params.max)
  const table = weight('T', [max, Number(dims.D)], { normal: 0.1 })
  const mask = maskAmong(op, maskOf('N'), bindings.letters.N!, [], 0)
  const place = op.Range(dims.N!)
  const newest = mask
    ? op.Sub(op.ReduceSum(op.Cast(mask, 'int64'), [-1], true), 1)
    : op.Sub(op.SizeOf(sums, -2), 1)
  const ago = op.Min(op.Max(op.Sub(newest, place), 0), max - 1)
  const times = op.Gather(table, ago, 0)
  const said = wordMask && op.Greater(op.ReduceSum(op.Cast(wordMask, 'float32'), [-2]), 0)
  const timed = op.Add(sums, said ? op.Where(said, times, 0) : times)
  return mask ? op.Where(op.Unsqueeze(mask, [-1]), timed, 0) : timed
}
