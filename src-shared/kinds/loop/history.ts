import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'history',
  version: 1,
  title: 'History',
  group: 'loop',
  icon: 'M4 7h16M4 12h11M4 17h6',
  doc: {
    sentence: 'All values of the steps so far, this one included: what a transformer’s decoder attends to.',
    equation: 'H_t = [x_1, \\dots, x_t]',
  },
  params: {},
  inputs: { value: { shape: '*', element: 'any', help: 'The value of this step.' } },
  outputs: {
    all: { shape: 'H *', element: 'any', label: 'so far', help: 'The values of all steps up to this one.' },
  },
  structural: 'history',
}
