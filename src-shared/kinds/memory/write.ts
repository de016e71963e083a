import {
  ADDRESSING_PARAM,
  address,
  byLocation,
  CONTROL_PORT,
  fromControl,
  locationAxes,
  PREVIOUS_PORT,
} from '../addressing'
import type { Kind, Port } from '../kind'

export const kind: Kind = {
  id: 'memory-write',
  version: 1,
  title: 'Write',
  group: 'memory',
  icon: 'M4 5h16v4H4zM4 15h8v4H4zM16 20v-8M16 12l-3 3M16 12l3 3',
  doc: {
    sentence:
      'Changes a memory: the slots that are addressed forget what is erased and take in what is added.',
    equation: 'M_i \\leftarrow M_i \\circ (1 - w_i\\, e) + w_i\\, a',
    paper: { title: 'Neural Turing Machines', id: '1410.5401' },
  },
  params: { addressing: ADDRESSING_PARAM },
  inputs: (params): Record<string, Port> => ({
    memory: { shape: 'N D', help: 'The memory before: a Previous that begins with a Blank memory.' },
    control: CONTROL_PORT,
    ...(byLocation(params) ? { previous: PREVIOUS_PORT } : {}),
    content: {
      shape: 'D',
      optional: true,
      help: 'What is added to the slots; made from control when not wired.',
    },
  }),
  outputs: {
    memory: { shape: 'N D', help: 'The memory after.' },
    weights: { shape: 'N', help: 'How much each slot was written; they sum to 1.' },
  },
  axes: (params, bound) => locationAxes(params, bound, 'memory'),
  lower(context) {
    const { op, inputs, dims } = context
    const size = Number(dims.D)
    const memory = inputs.memory!
    const weights = address(context, memory, undefined)
    const share = op.Unsqueeze(weights, [-1])
    const erase = op.Unsqueeze(op.Sigmoid(fromControl(context, 'e', size)), [-2])
    const content = inputs.content ?? op.Tanh(fromControl(context, 'a', size))
    const kept = op.Mul(memory, op.Sub(1, op.Mul(share, erase)))
    return { memory: op.Add(kept, op.Mul(share, op.Unsqueeze(content, [-2]))), weights }
  },
  attention: { output: 'weights', key: 'N' },
  states: { output: 'memory', what: 'memory', row: 'N', column: 'D' },
}
