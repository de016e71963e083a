import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'previous',
  version: 1,
  title: 'Previous',
  group: 'loop',
  icon: 'M19 6v12l-8-6zM5 6v12',
  doc: {
    sentence: 'Holds a value from one step of a loop to the next: what a cycle goes through.',
    equation: 'p_t = x_{t-1}, \\quad p_0 = \\text{initial}',
  },
  params: {},
  inputs: {
    next: {
      shape: '*',
      element: 'any',
      label: 'this step',
      help: 'The value to remember until the next step.',
    },
    initial: {
      shape: '*',
      element: 'any',
      optional: true,
      help: 'What the first step sees, from outside of the loop; zeros when not wired.',
    },
  },
  outputs: {
    value: { shape: '*', element: 'any', label: 'last step', help: 'The value of the step before.' },
  },
  structural: 'previous',
}
