import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'add',
  version: 1,
  title: 'Add',
  group: 'layer',
  icon: 'M12 5v14M5 12h14',
  doc: {
    sentence:
      'Adds its inputs: with a layer’s input and output it is the residual connection around the layer.',
    equation: 'y = x_1 + x_2 + \\dots',
    paper: { title: 'Deep Residual Learning for Image Recognition', id: '1512.03385' },
  },
  params: {},
  inputs: { terms: { shape: '*', many: true, help: 'Any number of values of the same shape.' } },
  outputs: { sum: { shape: '*' } },
  lower({ op, many }) {
    const [first, ...rest] = many.terms!
    return { sum: rest.reduce((sum, term) => op.Add(sum, term), first!) }
  },
}
