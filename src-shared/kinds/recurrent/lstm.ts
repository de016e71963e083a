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
  id: 'lstm',
  version: 1,
  title: 'LSTM',
  group: 'recurrent',
  icon: 'M5 12a7 7 0 1 1 7 7M12 19l3-3M12 19l3 3M9 10h6M9 14h6',
  doc: {
    sentence: 'A recurrent layer with a cell that keeps what its gates let in, over many steps.',
    equation:
      '\\begin{aligned} i, o, f &= \\sigma(W x + R h + b) \\quad \\tilde c = \\tanh(W_c x + R_c h + b_c) \\\\ c &\\leftarrow f \\circ c + i \\circ \\tilde c \\quad h \\leftarrow o \\circ \\tanh(c) \\end{aligned}',
    paper: { title: 'Long Short-Term Memory', id: '10.1162/neco.1997.9.8.1735' },
  },
  params: RECURRENT_PARAMS,
  inputs: {
    ...RECURRENT_INPUTS,
    cell: {
      shape: 'H',
      optional: true,
      help: 'The cell before the first step; zeros when not wired. Inside of a loop: a Previous.',
    },
  },
  outputs: {
    ...RECURRENT_OUTPUTS,
    cell: { shape: 'O', help: 'The cell after the last step (of each direction).' },
  },
  axes: recurrentAxes,
  states: RECURRENT_STATES,
  lower(context) {
    const { states, last, rest } = lowerRecurrent(context, 4, (inputs) => context.op.LSTM(inputs))
    return { states, last, cell: rest[0]! }
  },
}
