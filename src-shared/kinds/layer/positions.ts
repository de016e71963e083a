import { err, ok } from '../../base/result'
import type { Value } from '../../ir/graph'
import type { Kind, LowerContext } from '../kind'

export const kind: Kind = {
  id: 'positions',
  version: 1,
  title: 'Positions',
  group: 'layer',
  icon: 'M4 18c2-9 4-9 5.5-4.5S13 19 14.5 13.5 18 5 20 5M4 21h16',
  doc: {
    sentence: 'Adds to each vector what tells its place in the sequence, which attention alone does not see.',
    equation:
      'y_t = x_t + p_t, \\quad p_{t,2i} = \\sin\\frac{t}{10000^{2i/d}}, \\quad p_{t,2i+1} = \\cos\\frac{t}{10000^{2i/d}}',
    paper: { title: 'Attention Is All You Need', id: '1706.03762' },
  },
  params: {
    type: {
      type: 'choice',
      label: 'Positions',
      help: 'Waves of fixed lengths, which go on for any length, or one learned vector for each place.',
      default: 'sinusoidal',
      choices: [
        { value: 'sinusoidal', label: 'waves' },
        { value: 'learned', label: 'learned' },
      ],
      onCard: true,
    },
    max: {
      type: 'integer',
      label: 'Places',
      help: 'How many places are learned; those behind share the last one.',
      default: 128,
      min: 1,
      max: 8192,
      when: (params) => params.type === 'learned',
    },
  },
  inputs: {
    features: { shape: 'T? D', help: 'A sequence; or one vector, inside of a loop.' },
    at: {
      shape: '',
      element: 'index',
      optional: true,
      label: 'step',
      help: 'Inside of a loop: the place of the vector, from 0. Wire the loop’s step.',
    },
  },
  outputs: { features: { shape: 'T? D' } },
  axes(_params, bound) {
    if (!bound.letters.D) return ok({})
    const stepped = (bound.inputs.at?.length ?? 0) > 0
    if (bound.letters.T && stepped)
      return err({
        message: 'expected no wire because features is a sequence and its places are known, found one.',
        mend: 'Remove the wire.',
        port: 'at',
      })
    if (!bound.letters.T && !stepped)
      return err({
        message: 'nothing is wired to it, and features is one vector: its place is not known.',
        mend: 'Inside of a loop, wire the loop’s step into step; outside, wire a sequence into features.',
        port: 'at',
      })
    return ok({})
  },
  lower(context) {
    const { op, params, inputs, dims } = context
    const place = inputs.at ?? op.Range(dims.T!)
    const vectors = params.type === 'learned' ? learned(context, place) : waves(context, place)
    return { features: op.Add(inputs.features!, vectors) }
  },
}

/** Places `[…]` → vectors `[…, D]`. */
function learned({ op, params, dims, weight }: LowerContext, place: Value): Value {
  const max = Number(params.max)
  const table = weight('P', [max, Number(dims.D)], { normal: 0.1 })
  return op.Gather(table, op.Min(place, max - 1), 0)
}

function waves({ op, dims }: LowerContext, place: Value): Value {
  const size = Number(dims.D)
  const speed = Float32Array.from({ length: size }, (_, i) => 10000 ** (-(i - (i % 2)) / size))
  // cos x = sin(x + π/2)
  const shift = Float32Array.from({ length: size }, (_, i) => (i % 2) * (Math.PI / 2))
  const turn = op.Mul(op.Unsqueeze(op.Cast(place, 'float32'), [-1]), op.constant([size], speed))
  return op.Sin(op.Add(turn, op.constant([size], shift)))
}
