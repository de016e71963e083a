import type { Kind } from '../kind'
import {
  lowerRecurrent,
  RECURRENT_INPUTS,
  RECURRENT_OUTPUTS,
  RECURRENT_PARAMS,
  RECURRENT_STATES,
  recurrentAxes,
} from '../recurrentLayers'

export const kind: Kind = {
  id: 'gru',
  version: 1,
  title: 'GRU',
  group: 'recurrent',
  icon: 'M5 12a7 7 0 1 1 7 7M12 19l3-3M12 19l3 3M9 12h6',
  doc: {
    sentence: 'A recurrent layer with gates that decide what to keep of the state and what to forget.',
    equation:
      '\\begin{aligned} z &= \\sigma(W_z x + R_z h) \\quad r = \\sigma(W_r x + R_r h) \\\\ \\tilde h &= \\tanh(W x + r \\circ (R h)) \\\\ h &\\leftarrow z \\circ h + (1 - z) \\circ \\tilde h \\end{aligned}',
    paper: { title: 'Learning Phrase Representations using RNN Encoder–Decoder', id: '1406.1078' },
  },
  params: {
    ...RECURRENT_PARAMS,
    reset: {
      type: 'choice',
      label: 'Reset gate',
      help: 'Whether the reset gate is applied to the state before it is multiplied by R (the paper), or to the product (PyTorch, faster).',
      default: 'after',
      choices: [
        { value: 'after', label: 'after R' },
        { value: 'before', label: 'before R' },
      ],
    },
  },
  inputs: RECURRENT_INPUTS,
  outputs: RECURRENT_OUTPUTS,
  axes: recurrentAxes,
  states: RECURRENT_STATES,
  lower(context) {
    const linearBeforeReset = context.params.reset === 'after'
    const { states, last } = lowerRecurrent(context, 3, (inputs) =>
      context.op.GRU({ ...inputs, linearBeforeReset }),
    )
    return { states, last }
  },
}
