import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'dropout',
  version: 1,
  title: 'Dropout',
  group: 'layer',
  icon: 'M5 5h.1M12 5h.1M19 5h.1M5 12h.1M12 12l.1 0M19 12h.1M5 19h.1M12 19h.1M19 19h.1M10 10l4 4M14 10l-4 4',
  doc: {
    sentence:
      'In training sets some features to zero at random, so that no feature is relied on alone; in a run it changes nothing.',
    equation: 'y = \\frac{m \\circ x}{1 - p}, \\quad m \\sim \\mathrm{Bernoulli}(1 - p)',
    paper: {
      title: 'Improving neural networks by preventing co-adaptation of feature detectors',
      id: '1207.0580',
    },
  },
  params: {
    rate: {
      type: 'number',
      label: 'Rate',
      help: 'Share of the features that are set to zero in training.',
      default: 0.1,
      min: 0,
      max: 0.95,
      onCard: true,
    },
  },
  inputs: { features: { shape: '*' } },
  outputs: { features: { shape: '*' } },
  lower: ({ op, params, inputs }) => ({ features: op.Dropout(inputs.features!, Number(params.rate)) }),
}
