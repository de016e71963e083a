import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'multiply',
  version: 1,
  title: 'Multiply',
  group: 'layer',
  icon: 'M6 6l12 12M18 6L6 18',
  doc: {
    sentence: 'Multiplies its inputs feature by feature: a gate, when one of them is a sigmoid.',
    equation: 'y = x_1 \\circ x_2 \\circ \\dots',
  },
  params: {},
  inputs: { factors: { shape: '*', many: true, help: 'Any number of values of the same shape.' } },
  outputs: { product: { shape: '*' } },
  lower({ op, many }) {
    const [first, ...rest] = many.factors!
    return { product: rest.reduce((product, factor) => op.Mul(product, factor), first!) }
  },
}
