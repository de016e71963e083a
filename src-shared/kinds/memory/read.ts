import { err, ok } from '../../base/result'
import type { Value } from '../../ir/graph'
import { shapeOf } from '../../ops/shapes'
import {
  ADDRESSING_PARAM,
  address,
  byLocation,
  CONTROL_PORT,
  locationAxes,
  PREVIOUS_PORT,
} from '../addressing'
import { gather, maskedSoftmax, readingWeights } from '../attentionWeights'
import type { Kind, LowerContext, Port } from '../kind'
import { sizeAsNumber } from '../masks'

const SLOTS: Port = { shape: 'N D', help: 'The memory’s slots.' }
const VALUES: Port = {
  shape: 'N V',
  optional: true,
  help: 'What is gathered from each slot; the slots themselves when not wired.',
}

/** Weights `[batch, N]` of slots beside as many empty ones, all of score 0, as the memory has room for: one score, log of their number. */
function besideEmpty({ op, params, dims, maskOf, lengthOf }: LowerContext, scores: Value): Value {
  const [batch, size] = [dims.B!, dims.N!]
  const length = lengthOf('N')
  const full = length ? op.Unsqueeze(op.Cast(length, 'float32'), [-1]) : sizeAsNumber(op, size)
  const empty = op.Expand(op.Sub(Number(params.slots), full), [batch, 1])
  const some = op.Greater(empty, 0)
  const known = maskOf('N')
  const mask = known
    ? op.Expand(known, [batch, size])
    : op.Expand(op.Greater(op.One(empty), 0), [batch, size])
  const wide = op.Concat([scores, op.Log(op.Max(empty, 1))], -1)
  const weights = maskedSoftmax(op, wide, op.Concat([mask, some], -1))
  return op.Slice(weights, -1, 0, -1, shapeOf(scores).at(-1)!)
}

export const kind: Kind = {
  id: 'memory-read',
  version: 1,
  title: 'Read',
  group: 'memory',
  icon: 'M4 5h16v4H4zM4 12h8v4H4zM16 12v8M16 20l-3-3M16 20l3-3',
  doc: {
    sentence:
      'Looks into a memory: slots that fit the query weigh more, and the answer is their weighed sum.',
    equation: 'p = \\mathrm{softmax}(M u), \\quad o = \\sum_i p_i c_i',
    paper: { title: 'End-To-End Memory Networks', id: '1503.08895' },
  },
  params: {
    addressing: ADDRESSING_PARAM,
    slots: {
      type: 'integer',
      label: 'Slots at least',
      help: 'A smaller memory is filled up with empty slots: what looks at them finds nothing. 0 adds none.',
      default: 0,
      min: 0,
      max: 4096,
      when: (params) => !byLocation(params),
    },
  },
  inputs: (params): Record<string, Port> =>
    byLocation(params)
      ? {
          query: {
            shape: 'Q',
            optional: true,
            help: 'What the slots should resemble; made from control when not wired.',
          },
          slots: SLOTS,
          values: VALUES,
          control: CONTROL_PORT,
          previous: PREVIOUS_PORT,
        }
      : { query: { shape: 'Q', help: 'What is asked.' }, slots: SLOTS, values: VALUES },
  outputs: {
    answer: { shape: 'V', help: 'What was read.' },
    weights: {
      shape: 'N',
      help: 'How much each slot was read; with what falls on empty slots they sum to 1.',
    },
  },
  axes(params, bound) {
    const { Q, D, V } = bound.letters
    if (Q && D && Q.size !== D.size)
      return err({
        message: `expected ${D.size ?? 'as many'} features because slots has ${D.size ?? 'them'}, found ${Q.size ?? 'an open size'}.`,
        mend: `Wire it through a Dense of ${D.size ?? 'that size'}.`,
        port: 'query',
      })
    const circle = locationAxes(params, bound, 'slots')
    if (!circle.ok) return circle
    return ok(V || !D ? {} : { V: D })
  },
  lower(context) {
    const { op, inputs, maskOf, linear, params } = context
    const slots = inputs.slots!
    const byContent = () => {
      const scores = op.Squeeze(op.MatMul(slots, op.Unsqueeze(inputs.query!, [-1])), [-1])
      const filled = !linear && Number(params.slots) > 0
      return filled ? besideEmpty(context, scores) : readingWeights(context, scores, maskOf('N'))
    }
    const weights = byLocation(params) ? address(context, slots, inputs.query) : byContent()
    return { answer: gather(op, weights, inputs.values ?? slots), weights }
  },
  attention: { output: 'weights', key: 'N', linear: (params) => !byLocation(params) },
}
