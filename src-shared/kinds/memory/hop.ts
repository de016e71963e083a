import { ok } from '../../base/result'
import type { Inside } from '../inside'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'memory-hop',
  version: 1,
  title: 'Memory hop',
  group: 'memory',
  icon: 'M4 5h16v4H4zM4 13h9M13 13a3.5 3.5 0 0 1 0 7H8M8 20l3-3M8 20l3 3',
  doc: {
    sentence:
      'One look into a memory: what was read is added to what was asked, and the sum asks the next question.',
    equation:
      'p = \\mathrm{softmax}(M u), \\quad u \\leftarrow u + \\sum_i p_i c_i \\;\\text{ or }\\; H u + \\sum_i p_i c_i',
    paper: { title: 'End-To-End Memory Networks', id: '1503.08895' },
  },
  params: {
    tying: {
      type: 'choice',
      label: 'Question',
      help: 'Whether what was asked is handed on as it is (adjacent tying), or through a learned matrix (layer-wise tying).',
      default: 'kept',
      choices: [
        { value: 'kept', label: 'as it is' },
        { value: 'matrix', label: 'through a matrix' },
      ],
      onCard: true,
    },
  },
  inputs: {
    question: { shape: 'D', help: 'What is asked.' },
    slots: { shape: 'N D', help: 'What the question is compared with.' },
    contents: {
      shape: 'N D',
      optional: true,
      help: 'What is read from each slot; the slots when not wired.',
    },
  },
  outputs: {
    question: { shape: 'D', help: 'What is asked next, or answered from.' },
    weights: { shape: 'N', help: 'How much each slot was read; they sum to 1.' },
  },
  attention: { output: 'weights', key: 'N' },
  inside: (params, bound) => ok(inside(params.tying === 'matrix', Number(bound.letters.D?.size))),
}

function inside(matrix: boolean, size: number): Inside {
  return {
    nodes: {
      read: { kind: 'memory-read', at: [0, 0] },
      ...(matrix && {
        turned: {
          kind: 'dense',
          title: 'Question, turned',
          params: { size, bias: false },
          at: [0, 170] as const,
        },
      }),
      sum: { kind: 'add', title: 'Next question', at: [260, 60] },
    },
    wires: [...(matrix ? [['turned.features', 'sum.terms'] as const] : []), ['read.answer', 'sum.terms']],
    inputs: {
      question: matrix ? ['read.query', 'turned.features'] : ['read.query', 'sum.terms'],
      slots: ['read.slots'],
      contents: ['read.values'],
    },
    outputs: { question: 'sum.sum', weights: 'read.weights' },
  }
}
