import { ok } from '../../base/result'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'memory-blank',
  version: 1,
  title: 'Blank memory',
  group: 'memory',
  icon: 'M4 4h16v16H4zM4 9.3h16M4 14.7h16M7.5 6.7h.1',
  doc: {
    sentence: 'What a memory that is written begins with: its slots, and a focus on the first of them.',
    equation: 'M_0 = 0, \\quad w_0 = (1, 0, \\dots, 0)',
    paper: { title: 'Neural Turing Machines', id: '1410.5401' },
  },
  params: {
    name: {
      type: 'text',
      label: 'Name',
      help: 'What the slots are called in the views.',
      default: 'memory',
    },
    slots: {
      type: 'integer',
      label: 'Slots',
      help: 'How many vectors the memory holds.',
      default: 16,
      min: 1,
      max: 4096,
      onCard: true,
    },
    width: {
      type: 'integer',
      label: 'Features',
      help: 'Length of each vector.',
      default: 16,
      min: 1,
      max: 4096,
      onCard: true,
    },
    start: {
      type: 'choice',
      label: 'Begins with',
      help: 'Empty slots, or learned ones.',
      default: 'zeros',
      choices: [
        { value: 'zeros', label: 'zeros' },
        { value: 'learned', label: 'learned' },
      ],
    },
  },
  inputs: {},
  outputs: {
    memory: { shape: 'N D', help: 'The slots before anything is written.' },
    focus: { shape: 'N', help: 'Weights that are 1 at the first slot and 0 elsewhere.' },
  },
  axes: (params) =>
    ok({
      N: { size: Number(params.slots), origin: `${params.name}.slots` },
      D: { size: Number(params.width) },
    }),
  lower({ op, params, dims, weight }) {
    const [slots, width] = [Number(params.slots), Number(params.width)]
    const batch = dims.B!
    const first = op.constant(
      [slots],
      Float32Array.from({ length: slots }, (_, i) => (i === 0 ? 1 : 0)),
    )
    const memory =
      params.start === 'learned'
        ? op.Expand(weight('M', [slots, width], { normal: 0.1 }), [batch, slots, width])
        : op.Full([batch, slots, width], 0)
    return { memory, focus: op.Expand(first, [batch, slots]) }
  },
  states: { output: 'memory', what: 'memory', row: 'N', column: 'D' },
}
