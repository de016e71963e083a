import type { Kind } from '../kind'
import { type Cell, gateNode, insideOfRecurrent } from '../recurrentInside'
import {
  lowerRecurrent,
  RECURRENT_INPUTS,
  RECURRENT_OUTPUTS,
  RECURRENT_PARAMS,
  RECURRENT_STATES,
  recurrentAxes,
} from '../recurrentLayers'

const CELL: Cell = {
  kind: 'lstm',
  gates: ['input', 'output', 'forget', 'candidate'],
  nodes: (params) => ({
    both: { kind: 'concatenate', title: 'Input and state', place: [0, 0] },
    forget: gateNode('Forget gate', 'sigmoid', params, [1, 0]),
    input: gateNode('Input gate', 'sigmoid', params, [1, 1]),
    candidate: gateNode('Candidate', 'tanh', params, [1, 2]),
    output: gateNode('Output gate', 'sigmoid', params, [1, 3]),
    kept: { kind: 'multiply', title: 'Kept', place: [2, 0] },
    let_in: { kind: 'multiply', title: 'Let in', place: [2, 1] },
    memory: { kind: 'add', title: 'Cell', place: [3, 0] },
    squashed: { kind: 'activation', params: { activation: 'tanh' }, place: [3, 1] },
    said: { kind: 'multiply', title: 'State', place: [4, 1] },
  }),
  wires: () => [
    ['input', 'both.parts'],
    ['state', 'both.parts'],
    ...['forget', 'input', 'candidate', 'output'].map(
      (gate) => ['both.features', `${gate}.features`] as const,
    ),
    ['forget.features', 'kept.factors'],
    ['cell', 'kept.factors'],
    ['input.features', 'let_in.factors'],
    ['candidate.features', 'let_in.factors'],
    ['kept.product', 'memory.terms'],
    ['let_in.product', 'memory.terms'],
    ['memory.sum', 'squashed.features'],
    ['output.features', 'said.factors'],
    ['squashed.features', 'said.factors'],
  ],
  next: ['said.product', 'memory.sum'],
}

export const kind: Kind = {
  id: 'lstm',
  version: 1,
  title: 'LSTM',
  group: 'recurrent',
  icon: 'M5 12a7 7 0 1 1 7 7M12 19l3-3M12 19l3 3M9 10h6M9 14h6',
  doc: {
    sentence: 'A recurrent layer with a cell that keeps what its gates let in, over many steps.',
    equation:
      '\\begin{aligned} i, o, f &= \\sigma(W x + R h + b) \\\\ \\tilde c &= \\tanh(W_c x + R_c h + b_c) \\\\ c &\\leftarrow f \\circ c + i \\circ \\tilde c \\\\ h &\\leftarrow o \\circ \\tanh(c) \\end{aligned}',
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
  inside: insideOfRecurrent(CELL),
  lower(context) {
    const { states, last, rest } = lowerRecurrent(context, 4, (inputs) => context.op.LSTM(inputs))
    return { states, last, cell: rest[0]! }
  },
}
