import type { Kind, Params } from '../kind'
import { type Cell, gateNode, insideOfRecurrent } from '../recurrentInside'
import {
  lowerRecurrent,
  RECURRENT_INPUTS,
  RECURRENT_OUTPUTS,
  RECURRENT_PARAMS,
  RECURRENT_STATES,
  recurrentAxes,
} from '../recurrentLayers'

const afterProduct = (params: Params) => params.reset === 'after'

const CELL: Cell = {
  kind: 'gru',
  gates: ['update', 'reset', 'candidate'],
  nodes: (params) => ({
    both: { kind: 'concatenate', title: 'Input and state', place: [0, 0] },
    update: gateNode('Update gate', 'sigmoid', params, [1, 0]),
    reset: gateNode('Reset gate', 'sigmoid', params, [1, 1]),
    ...(afterProduct(params)
      ? {
          of_input: gateNode('Of the input', 'none', params, [1, 2]),
          of_state: gateNode('Of the state', 'none', params, [1, 3]),
          recalled: { kind: 'multiply', title: 'Recalled', place: [2, 3] as const },
          proposal: { kind: 'add', place: [3, 2] as const },
          fresh: {
            kind: 'activation',
            title: 'Candidate',
            params: { activation: 'tanh' },
            place: [4, 2] as const,
          },
        }
      : {
          recalled: { kind: 'multiply', title: 'Recalled', place: [2, 2] as const },
          with_input: { kind: 'concatenate', title: 'Input and recalled', place: [3, 2] as const },
          candidate: gateNode('Candidate', 'tanh', params, [4, 2]),
        }),
    rest: {
      kind: 'activation',
      title: 'How much is new',
      params: { activation: 'complement' },
      place: [2, 1],
    },
    kept: { kind: 'multiply', title: 'Kept', place: [5, 0] },
    let_in: { kind: 'multiply', title: 'Let in', place: [5, 1] },
    said: { kind: 'add', title: 'State', place: [6, 0] },
  }),
  wires: (params) => [
    ['input', 'both.parts'],
    ['state', 'both.parts'],
    ['both.features', 'update.features'],
    ['both.features', 'reset.features'],
    ...(afterProduct(params)
      ? ([
          ['input', 'of_input.features'],
          ['state', 'of_state.features'],
          ['reset.features', 'recalled.factors'],
          ['of_state.features', 'recalled.factors'],
          ['of_input.features', 'proposal.terms'],
          ['recalled.product', 'proposal.terms'],
          ['proposal.sum', 'fresh.features'],
          ['fresh.features', 'let_in.factors'],
        ] as const)
      : ([
          ['reset.features', 'recalled.factors'],
          ['state', 'recalled.factors'],
          ['input', 'with_input.parts'],
          ['recalled.product', 'with_input.parts'],
          ['with_input.features', 'candidate.features'],
          ['candidate.features', 'let_in.factors'],
        ] as const)),
    ['update.features', 'rest.features'],
    ['rest.features', 'let_in.factors'],
    ['update.features', 'kept.factors'],
    ['state', 'kept.factors'],
    ['kept.product', 'said.terms'],
    ['let_in.product', 'said.terms'],
  ],
  next: ['said.sum'],
  apart: (params): ReturnType<NonNullable<Cell['apart']>> =>
    afterProduct(params) ? { candidate: { input: 'of_input', state: 'of_state' } } : {},
}

export const kind: Kind = {
  id: 'gru',
  version: 1,
  title: 'GRU',
  group: 'recurrent',
  icon: 'M5 12a7 7 0 1 1 7 7M12 19l3-3M12 19l3 3M9 12h6',
  doc: {
    sentence: 'A recurrent layer with gates that decide what to keep of the state and what to forget.',
    equation:
      '\\begin{aligned} z &= \\sigma(W_z x + R_z h) \\\\ r &= \\sigma(W_r x + R_r h) \\\\ \\tilde h &= \\tanh(W x + r \\circ (R h)) \\\\ h &\\leftarrow z \\circ h + (1 - z) \\circ \\tilde h \\end{aligned}',
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
  inside: insideOfRecurrent(CELL),
  lower(context) {
    const linearBeforeReset = context.params.reset === 'after'
    const { states, last } = lowerRecurrent(context, 3, (inputs) =>
      context.op.GRU({ ...inputs, linearBeforeReset }),
    )
    return { states, last }
  },
}
