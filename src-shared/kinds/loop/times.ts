import type { Kind } from '../kind'
import { RESULTS_PARAM, resultInputs, resultOutputs } from '../loopPorts'

export const kind: Kind = {
  id: 'loop-times',
  version: 1,
  title: 'A number of times',
  group: 'loop',
  icon: 'M4 12a8 8 0 0 1 14-5.3M20 12a8 8 0 0 1-14 5.3M18 3v4h-4M6 21v-4h4M10 10l4 4M14 10l-4 4',
  doc: {
    sentence: 'Runs what is inside a fixed number of times: hops over a memory, stacked blocks.',
    equation: 'u_{k+1} = f(u_k), \\quad k = 1 \\dots K',
  },
  params: {
    count: {
      type: 'integer',
      label: 'Times',
      help: 'How often the inside runs.',
      default: 3,
      min: 1,
      max: 64,
      onCard: true,
    },
    share: {
      type: 'flag',
      label: 'Share weights',
      help: 'One set of weights for all repetitions; off gives each repetition its own.',
      default: true,
    },
    ...RESULTS_PARAM,
  },
  inputs: (params) => resultInputs(params),
  outputs: (params) => ({
    step: { shape: '', element: 'index', inside: true, help: 'The number of the repetition, from 0.' },
    ...resultOutputs(params),
  }),
  structural: 'loop',
  loop: 'times',
}
