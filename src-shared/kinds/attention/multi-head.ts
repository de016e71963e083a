import { err, ok } from '../../base/result'
import type { DimLike } from '../../ir/builder'
import type { Value } from '../../ir/graph'
import type { Operators } from '../../ops/operators'
import { maskedSoftmax, maskFor } from '../attentionWeights'
import type { Kind, LowerContext } from '../kind'

export const kind: Kind = {
  id: 'attention-multi-head',
  version: 1,
  title: 'Multi-head attention',
  group: 'attention',
  icon: 'M12 3v4M3 20l9-13 9 13M7.5 20L12 7l4.5 13M12 7v13',
  doc: {
    sentence:
      'Several attentions side by side, each over its own view of query, keys and values; wire one sequence into query and keys and it attends to itself.',
    equation:
      '\\mathrm{head}_n = \\mathrm{softmax}\\!\\left(\\tfrac{(Q W^Q_n)(K W^K_n)^\\top}{\\sqrt{d}}\\right) V W^V_n, \\quad y = [\\mathrm{head}_1; \\dots] W^O',
    paper: { title: 'Attention Is All You Need', id: '1706.03762' },
  },
  params: {
    size: {
      type: 'integer',
      label: 'Features',
      help: 'Features of all heads together, and of what comes out.',
      default: 64,
      min: 1,
      max: 8192,
      onCard: true,
    },
    heads: {
      type: 'integer',
      label: 'Heads',
      help: 'How many attentions share the features.',
      default: 4,
      min: 1,
      max: 128,
      onCard: true,
    },
    causal: {
      type: 'flag',
      label: 'Causal',
      help: 'Each position sees only itself and those before it; for a sequence that attends to itself.',
      default: false,
    },
  },
  inputs: {
    query: { shape: 'T? Q', help: 'What is looking: one vector, or a sequence of them.' },
    keys: { shape: 'S K', help: 'What is looked at.' },
    values: { shape: 'S V', optional: true, help: 'What is gathered; the keys when not wired.' },
  },
  outputs: {
    context: { shape: 'T? O', help: 'The heads’ values, side by side and mixed.' },
    weights: { shape: 'N T? S', help: 'How much each head looks at each position; they sum to 1.' },
  },
  axes(params, { letters, inputs }) {
    const [size, heads] = [Number(params.size), Number(params.heads)]
    if (size % heads !== 0)
      return err({
        message: `expected a multiple of ${heads} because there are ${heads} heads, found ${size}.`,
        mend: `Set it to ${Math.ceil(size / heads) * heads}.`,
        param: 'size',
      })
    const { T, S } = letters
    if (params.causal && S && inputs.query?.length && (T?.size !== S.size || T?.origin !== S.origin))
      return err({
        message: `expected query and keys to run over the same positions, found ${T ? 'two different sequences' : 'one vector as the query'}.`,
        mend: T
          ? 'Wire the same sequence into both, or switch Causal off.'
          : 'Switch Causal off: the values of a History are all from steps before.',
        param: 'causal',
      })
    return ok({ O: { size }, N: { size: heads, origin: 'heads' } })
  },
  lower(context) {
    const { op, params, inputs, dims, maskOf } = context
    const [size, heads] = [Number(params.size), Number(params.heads)]
    const batch = dims.B!
    const single = dims.T === undefined
    const values = inputs.values ?? inputs.keys!
    const from = single ? op.Unsqueeze(inputs.query!, [-2]) : inputs.query!
    const rows = dims.T ?? 1
    const columns = dims.S!

    /** `[batch, length, features]` → `[batch, heads, length, size / heads]`. */
    const split = (x: Value, length: DimLike) =>
      op.Transpose(op.Reshape(x, [batch, length, heads, size / heads]), [0, 2, 1, 3])
    const query = op.Mul(project(context, from, 'q', Number(dims.Q)), 1 / Math.sqrt(size / heads))
    const keys = split(project(context, inputs.keys!, 'k', Number(dims.K)), columns)
    const gathered = split(project(context, values, 'v', Number(dims.V ?? dims.K)), columns)
    const scores = op.MatMul(split(query, rows), op.Transpose(keys, [0, 1, 3, 2]))

    const padding = maskFor(op, maskOf('S'), 4)
    const past = params.causal ? pastOf(op, columns) : undefined
    const weights = maskedSoftmax(op, scores, padding && past ? op.And(padding, past) : (padding ?? past))
    const mixed = op.Reshape(op.Transpose(op.MatMul(weights, gathered), [0, 2, 1, 3]), [batch, rows, size])
    const answer = project(context, mixed, 'o', size)
    return single
      ? { context: op.Squeeze(answer, [-2]), weights: op.Squeeze(weights, [-2]) }
      : { context: answer, weights }
  },
  attention: { output: 'weights', query: 'T', key: 'S', head: 'N' },
}

function project({ op, params, weight }: LowerContext, x: Value, name: string, from: number): Value {
  const size = Number(params.size)
  const product = op.MatMul(x, weight(`W${name}`, [from, size], 'glorot'))
  return op.Add(product, weight(`b${name}`, [size], 'zeros'))
}

/** Which columns lie at or before each row, bool `[size, size]`. */
function pastOf(op: Operators, size: DimLike): Value {
  const place = op.Range(size)
  return op.LessOrEqual(op.Unsqueeze(place, [0]), op.Unsqueeze(place, [1]))
}
