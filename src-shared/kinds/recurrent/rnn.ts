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
  kind: 'rnn',
  gates: ['said'],
  nodes: (params) => ({
    both: { kind: 'concatenate', title: 'Input and state', place: [0, 0] },
    said: gateNode('State', 'tanh', params, [1, 0]),
  }),
  wires: () => [
    ['input', 'both.parts'],
    ['state', 'both.parts'],
    ['both.features', 'said.features'],
  ],
  next: ['said.features'],
}

export const kind: Kind = {
  id: 'rnn',
  version: 1,
  title: 'RNN',
  group: 'recurrent',
  icon: 'M5 12a7 7 0 1 1 7 7M12 19l3-3M12 19l3 3',
  doc: {
    sentence:
      'A recurrent layer in its plainest form: the new state is made of the input and the last state.',
    equation: 'h \\leftarrow \\tanh(W x + R h + b)',
    paper: { title: 'Finding Structure in Time', id: '10.1207/s15516709cog1402_1' },
  },
  params: RECURRENT_PARAMS,
  inputs: RECURRENT_INPUTS,
  outputs: RECURRENT_OUTPUTS,
  axes: recurrentAxes,
  states: RECURRENT_STATES,
  inside: insideOfRecurrent(CELL),
  lower(context) {
    const { states, last } = lowerRecurrent(context, 1, (inputs) => context.op.RNN(inputs))
    return { states, last }
  },
}
