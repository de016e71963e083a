import { need } from '../../base/assert'
import { err, ok, type Result } from '../../base/result'
import type { DimLike } from '../../ir/builder'
import type { Tensor, Value } from '../../ir/graph'
import {
  CAUSAL_PARAM,
  causalProblem,
  HEADS_PARAM,
  maskedSoftmax,
  maskFor,
  pastOf,
  seen,
} from '../attentionWeights'
import { above, type Inside, type InsideNode, isWired, type NamedWeights, rows, transposed } from '../inside'
import type { Bindings, Kind, LowerContext, Params } from '../kind'

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
    heads: HEADS_PARAM,
    causal: CAUSAL_PARAM,
  },
  inputs: {
    query: { shape: 'T? Q', help: 'What is looking: one vector, or a sequence of them.' },
    keys: { shape: 'S K', help: 'What is looked at: a sequence of vectors.' },
    values: { shape: 'S V', optional: true, help: 'What is gathered; the keys when not wired.' },
  },
  outputs: {
    context: { shape: 'T? O', help: 'The heads’ values, side by side and mixed.' },
    weights: { shape: 'N T? S', help: 'How much each head looks at each position; they sum to 1.' },
  },
  axes(params, bound) {
    const [size, heads] = [Number(params.size), Number(params.heads)]
    if (size % heads !== 0)
      return err({
        message: `expected a multiple of ${heads} because there are ${heads} heads, found ${size}.`,
        mend: `Set it to ${Math.ceil(size / heads) * heads}.`,
        param: 'size',
      })
    const causal = causalProblem(params, bound)
    if (causal) return err(causal)
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
    const weights = maskedSoftmax(op, scores, seen(op, padding, past))
    const mixed = op.Reshape(op.Transpose(op.MatMul(weights, gathered), [0, 2, 1, 3]), [batch, rows, size])
    const answer = project(context, mixed, 'o', size)
    return single
      ? { context: op.Squeeze(answer, [-2]), weights: op.Squeeze(weights, [-2]) }
      : { context: answer, weights }
  },
  attention: { output: 'weights', query: 'T', key: 'S', head: 'N' },
  inside,
}

function project({ op, params, weight }: LowerContext, x: Value, name: string, from: number): Value {
  const size = Number(params.size)
  const product = op.MatMul(x, weight(`W${name}`, [from, size], 'glorot'))
  return op.Add(product, weight(`b${name}`, [size], 'zeros'))
}

/** Heads that are drawn as attentions of their own. */
const MOST_HEADS = 12

/** One attention for each head, side by side, and the layer that mixes them. */
function inside(params: Params, bound: Bindings): Result<Inside, string> {
  const [size, heads] = [Number(params.size), Number(params.heads)]
  if (heads > MOST_HEADS)
    return err(`It has ${heads} heads; up to ${MOST_HEADS} are shown as attentions of their own.`)
  const width = size / heads
  const nodes: Record<string, InsideNode> = {}
  const wires: [string, string][] = []
  const numbers = Array.from({ length: heads }, (_, i) => i + 1)
  for (const i of numbers) {
    const top = (i - 1) * 420
    const dense = (title: string, row: number): InsideNode => ({
      kind: 'dense',
      title: `${title} ${i}`,
      params: { size: width },
      at: [0, top + row * 130],
    })
    nodes[`query${i}`] = dense('Query', 0)
    nodes[`key${i}`] = dense('Key', 1)
    nodes[`value${i}`] = dense('Value', 2)
    nodes[`head${i}`] = {
      kind: 'attention-dot',
      title: `Head ${i}`,
      params: { score: 'scaled', causal: params.causal === true },
      at: [240, top + 130],
    }
    wires.push([`query${i}.features`, `head${i}.query`])
    wires.push([`key${i}.features`, `head${i}.keys`])
    wires.push([`value${i}.features`, `head${i}.values`])
    if (heads > 1) wires.push([`head${i}.context`, 'heads.parts'])
  }
  const middle = ((heads - 1) * 420) / 2 + 130
  if (heads > 1) nodes.heads = { kind: 'concatenate', title: 'All heads', at: [480, middle] }
  nodes.mix = { kind: 'dense', title: 'Mixed', params: { size }, at: [heads > 1 ? 720 : 480, middle] }
  wires.push([heads > 1 ? 'heads.features' : 'head1.context', 'mix.features'])
  const to = (name: string, port = 'features') => numbers.map((i) => `${name}${i}.${port}`)
  const own = isWired(bound, 'values')
  return ok({
    nodes,
    wires,
    inputs: {
      query: to('query'),
      keys: own ? to('key') : numbers.flatMap((i) => [`key${i}.features`, `value${i}.features`]),
      values: to('value'),
    },
    outputs: { context: 'mix.features' },
    weights: { open: (given) => openHeads(given, heads, width), close: (inner) => closeHeads(inner, heads) },
  })
}

const PROJECTIONS = [
  ['q', 'query'],
  ['k', 'key'],
  ['v', 'value'],
] as const

/** Each head has its columns of the projections. */
function openHeads(own: NamedWeights, heads: number, width: number): NamedWeights {
  const found: Record<string, Tensor> = { 'mix.W': need(own.Wo, 'Wo'), 'mix.b': need(own.bo, 'bo') }
  for (const [short, name] of PROJECTIONS) {
    const columns = transposed(need(own[`W${short}`], short))
    for (let i = 0; i < heads; i++) {
      found[`${name}${i + 1}.W`] = transposed(rows(columns, i * width, (i + 1) * width))
      found[`${name}${i + 1}.b`] = rows(need(own[`b${short}`], short), i * width, (i + 1) * width)
    }
  }
  return found
}

function closeHeads(inner: NamedWeights, heads: number): NamedWeights {
  const of = (key: string) => need(inner[key], key)
  const found: Record<string, Tensor> = { Wo: of('mix.W'), bo: of('mix.b') }
  for (const [short, name] of PROJECTIONS) {
    const each = Array.from({ length: heads }, (_, i) => `${name}${i + 1}`)
    found[`W${short}`] = transposed(above(each.map((one) => transposed(of(`${one}.W`)))))
    found[`b${short}`] = above(each.map((one) => of(`${one}.b`)))
  }
  return found
}
