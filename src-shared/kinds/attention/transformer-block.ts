import { err, ok, type Result } from '../../base/result'
import { CAUSAL_PARAM, HEADS_PARAM } from '../attentionWeights'
import type { Inside, InsideNode } from '../inside'
import type { Kind, Params } from '../kind'

export const kind: Kind = {
  id: 'transformer-block',
  version: 1,
  title: 'Transformer block',
  group: 'attention',
  icon: 'M5 4h14v7H5zM5 14h14v6H5zM12 11v3M2 7h3M19 7h3M2 17h3M19 17h3',
  doc: {
    sentence:
      'A sequence attends to itself and each position then goes through two dense layers; around both lies a residual connection with a layer norm.',
    equation:
      '\\begin{aligned} a &= \\mathrm{norm}(x + \\mathrm{heads}(x)) \\\\ y &= \\mathrm{norm}(a + W_2\\, \\phi(W_1 a)) \\end{aligned}',
    paper: { title: 'Attention Is All You Need', id: '1706.03762' },
  },
  params: {
    heads: HEADS_PARAM,
    hidden: {
      type: 'integer',
      label: 'Hidden features',
      help: 'Features between the two dense layers.',
      default: 128,
      min: 1,
      max: 65536,
      onCard: true,
    },
    activation: {
      type: 'choice',
      label: 'Activation',
      help: 'What is applied between the two dense layers.',
      default: 'relu',
      choices: [
        { value: 'relu', label: 'ReLU' },
        { value: 'gelu', label: 'GELU' },
      ],
    },
    norm: {
      type: 'choice',
      label: 'Layer norm',
      help: 'After each residual sum (the paper), or before each layer, which trains more steadily when many blocks are stacked.',
      default: 'after',
      choices: [
        { value: 'after', label: 'after the sum' },
        { value: 'before', label: 'before the layer' },
      ],
    },
    causal: CAUSAL_PARAM,
    dropout: {
      type: 'number',
      label: 'Dropout',
      help: 'Share of features that training leaves out at random behind each layer.',
      default: 0,
      min: 0,
      max: 0.9,
    },
  },
  inputs: { sequence: { shape: 'T D', help: 'The sequence that attends to itself.' } },
  outputs: {
    sequence: { shape: 'T D', help: 'The sequence, each position with what it found in the others.' },
    weights: {
      shape: 'N T T',
      help: 'How much each head looks from each position at each other; they sum to 1.',
    },
  },
  axes(params, { letters }) {
    const size = letters.D?.size
    const heads = Number(params.heads)
    if (letters.D && size === undefined)
      return err({ message: 'expected a fixed number of features, found an open size.', port: 'sequence' })
    if (size !== undefined && size % heads !== 0)
      return err({
        message: `expected features that ${heads} heads can share, found ${size}.`,
        mend: 'Set Heads to a number that divides them.',
        param: 'heads',
      })
    return ok({ N: { size: heads, origin: 'heads' } })
  },
  attention: { output: 'weights', query: 'T', key: 'T', head: 'N' },
  inside: (params, bound) => inside(params, Number(bound.letters.D?.size)),
}

/** The two halves, each around its layer. */
function inside(params: Params, size: number): Result<Inside, string> {
  const before = params.norm === 'before'
  const dropout = Number(params.dropout)
  /** Where a column begins; each dropout before it takes one. */
  const after = (column: number, dropouts = 1) => 240 * (column + 1 + (dropout > 0 ? dropouts : 0))
  const nodes: Record<string, InsideNode> = {
    attention: {
      kind: 'attention-multi-head',
      title: 'Self-attention',
      params: { size, heads: Number(params.heads), causal: params.causal === true },
      at: [240, 130],
    },
    sum: { kind: 'add', title: 'Residual', at: [after(1), 0] },
    norm: { kind: 'layer-norm', at: before ? [0, 130] : [after(2), 0] },
    wide: {
      kind: 'dense',
      title: 'Wide',
      params: { size: Number(params.hidden), activation: String(params.activation) },
      at: [after(3), 130],
    },
    narrow: { kind: 'dense', title: 'Narrow', params: { size }, at: [after(4), 130] },
    sum2: { kind: 'add', title: 'Residual', at: [after(5, 2), 0] },
    norm2: { kind: 'layer-norm', at: before ? [after(2), 130] : [after(6, 2), 0] },
  }
  if (dropout > 0) {
    nodes.drop = { kind: 'dropout', params: { rate: dropout }, at: [480, 130] }
    nodes.drop2 = { kind: 'dropout', params: { rate: dropout }, at: [after(5), 130] }
  }
  const behind = (layer: string, drop: string): [string, string][] =>
    dropout > 0 ? [[layer, `${drop}.features`]] : []
  const out = (layer: string, drop: string) => (dropout > 0 ? `${drop}.features` : layer)
  const middle = before ? 'sum.sum' : 'norm.features'
  return ok({
    nodes,
    wires: [
      ...(before
        ? ([
            ['norm.features', 'attention.query'],
            ['norm.features', 'attention.keys'],
            ['sum.sum', 'norm2.features'],
          ] as const)
        : ([
            ['sum.sum', 'norm.features'],
            ['sum2.sum', 'norm2.features'],
          ] as const)),
      ...behind('attention.context', 'drop'),
      [out('attention.context', 'drop'), 'sum.terms'],
      [before ? 'norm2.features' : 'norm.features', 'wide.features'],
      ['wide.features', 'narrow.features'],
      ...behind('narrow.features', 'drop2'),
      [middle, 'sum2.terms'],
      [out('narrow.features', 'drop2'), 'sum2.terms'],
    ],
    inputs: {
      sequence: before ? ['norm.features', 'sum.terms'] : ['attention.query', 'attention.keys', 'sum.terms'],
    },
    outputs: { sequence: before ? 'sum2.sum' : 'norm2.features', weights: 'attention.weights' },
  })
}
