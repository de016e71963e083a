import type { Kind } from '../kind'
import { RESULTS_PARAM, resultInputs, resultOutputs } from '../loopPorts'

export const kind: Kind = {
  id: 'loop-until',
  version: 1,
  title: 'Until an end word',
  group: 'loop',
  icon: 'M4 12a8 8 0 0 1 14-5.3M20 12a8 8 0 0 1-14 5.3M18 3v4h-4M6 21v-4h4M12 9v4M12 16v.5',
  doc: {
    sentence:
      'Says one word after another until it says the end word. In training the previous word is the true one (teacher forcing).',
    equation:
      'y_t = f(y_{t-1}, \\dots), \\quad y_0 = \\langle start \\rangle, \\text{ until } y_t = \\langle end \\rangle',
  },
  params: {
    field: {
      type: 'text',
      label: 'Field',
      help: 'Name of what is said: the task field that holds the true words.',
      default: 'target',
      onCard: true,
    },
    vocabulary: {
      type: 'vocabulary',
      words: true,
      label: 'Vocabulary',
      help: 'The words that can be said.',
      default: 'target',
    },
    maximum: {
      type: 'integer',
      label: 'At most',
      help: 'Number of words, the end word included, after which the loop ends by itself.',
      default: 24,
      min: 1,
      max: 512,
    },
    ...RESULTS_PARAM,
  },
  inputs: (params) => ({
    word: {
      shape: '',
      element: 'index',
      inside: true,
      help: 'The word that this step says: wire it from a words decision.',
    },
    ...resultInputs(params),
  }),
  outputs: (params) => ({
    previous: {
      shape: '',
      element: 'index',
      label: 'previous word',
      inside: true,
      help: 'The word of the step before.',
    },
    step: { shape: '', element: 'index', inside: true, help: 'The number of the step, from 0.' },
    words: { shape: 'T', element: 'index', help: 'The words that were said.' },
    ...resultOutputs(params),
  }),
  structural: 'loop',
  loop: 'until',
}
