/** One row for each operator that kinds lower to: its Python. Source of the meanings: https://onnx.ai/onnx/operators. */
import { need } from '#shared/base/assert'
import type { DType, Node, Value } from '#shared/ir/graph'
import { fromFront, intOf, intsOf, shapeOf } from '#shared/ops/shapes'
import type { Context, Row } from './context'
import { atom, dtypeText, loose, numberOf, operand, plain, sizes, tuple } from './python'

const unary =
  (name: string): Row =>
  ({ inputs: [x] }, context) =>
    atom(`${name}(${context.tensor(x)})`)

/** An operator between two operands; of sizes it works part by part. */
const between =
  (sign: string, whole = sign): Row =>
  ({ inputs: [a, b] }, context) => {
    const [x, y] = [context.of(a), context.of(b)]
    if (x.form === 'sizes' || y.form === 'sizes') {
      const [left, right] = [context.parts(a), context.parts(b)]
      const long = Math.max(left.length, right.length)
      const at = (parts: readonly string[], i: number) => parts[parts.length === 1 ? 0 : i]!
      return sizes(Array.from({ length: long }, (_, i) => `(${at(left, i)} ${whole} ${at(right, i)})`))
    }
    if (x.form === 'number' && y.form === 'number')
      return numberOf(
        `${operand(x)} ${shapeOf(a).length === 0 && isInteger(a) ? whole : sign} ${operand(y)}`,
        false,
      )
    return loose(`${operand(x)} ${sign} ${operand(y)}`)
  }

const extreme =
  (name: 'maximum' | 'minimum', bound: 'min' | 'max', python: 'max' | 'min'): Row =>
  ({ inputs: [a, b] }, context) => {
    const [x, y] = [context.of(a), context.of(b)]
    if (x.form === 'number' && y.form === 'number') return numberOf(`${python}(${plain(x)}, ${plain(y)})`)
    if (y.form === 'number') return atom(`${operand(x)}.clamp(${bound}=${plain(y)})`)
    if (x.form === 'number') return atom(`${operand(y)}.clamp(${bound}=${plain(x)})`)
    return atom(`torch.${name}(${context.tensor(a)}, ${context.tensor(b)})`)
  }

const reduction =
  (method: string): Row =>
  ({ inputs: [x, axes], attributes }, context) => {
    const keep = intOf(attributes, 'keepdims', 1) === 1
    const dims = axes && context.parts(axes)
    const given = dims ? [`dim=${dims.length === 1 ? dims[0] : tuple(dims)}`] : []
    return atom(
      `${receiver(x, context)}.${method}(${[...given, ...(keep ? ['keepdim=True'] : [])].join(', ')})`,
    )
  }

export const rows: Readonly<Record<string, Row>> = {
  Add: between('+'),
  Sub: between('-'),
  Mul: between('*'),
  Div: between('/', '//'),
  Pow: between('**'),
  And: between('&'),
  Or: between('|'),
  Equal: between('=='),
  Less: between('<'),
  LessOrEqual: between('<='),
  Greater: between('>'),
  MatMul: between('@'),
  Min: extreme('minimum', 'max', 'min'),
  Max: extreme('maximum', 'min', 'max'),
  Neg: ({ inputs: [x] }, context) => loose(`-${operand(context.of(x))}`),
  Not: ({ inputs: [x] }, context) => loose(`~${receiver(x, context)}`),
  Abs: unary('torch.abs'),
  Sqrt: unary('torch.sqrt'),
  Exp: unary('torch.exp'),
  Log: unary('torch.log'),
  Tanh: unary('torch.tanh'),
  Sigmoid: unary('torch.sigmoid'),
  Relu: unary('torch.relu'),
  Gelu: unary('F.gelu'),
  Erf: unary('torch.erf'),
  Softplus: unary('F.softplus'),
  Sin: unary('torch.sin'),
  Identity: ({ inputs: [x] }, context) => context.of(x),
  Softmax: ({ inputs: [x], attributes }, context) =>
    atom(`torch.softmax(${context.tensor(x)}, dim=${intOf(attributes, 'axis', -1)})`),
  LogSoftmax: ({ inputs: [x], attributes }, context) =>
    atom(`torch.log_softmax(${context.tensor(x)}, dim=${intOf(attributes, 'axis', -1)})`),
  Dropout: ({ inputs: [x, rate] }, context) =>
    atom(`F.dropout(${context.tensor(x)}, p=${plain(context.of(rate))}, training=self.training)`),
  ReduceSum: reduction('sum'),
  ReduceMean: reduction('mean'),
  ReduceMax: reduction('amax'),
  ReduceMin: reduction('amin'),
  Where: ({ inputs: [c, a, b] }, context) => {
    const [x, y] = [context.of(a), context.of(b)]
    // Two Python numbers would give torch's default type.
    const first = x.form === 'number' && y.form === 'number' ? context.tensor(a) : plain(x)
    return atom(`torch.where(${context.tensor(c)}, ${first}, ${plain(y)})`)
  },
  Cast: ({ inputs: [x], outputs: [y] }, context) => {
    const given = context.of(x)
    const to = y!.dtype
    if (to === 'int64' && given.form !== 'tensor') return given
    return atom(`${receiver(x, context)}.to(${dtypeText(to)})`)
  },
  Transpose: ({ inputs: [x], attributes }, context) => {
    const perm = intsOf(attributes, 'perm')
    const moved = perm.flatMap((axis, i) => (axis === i ? [] : [i]))
    const [p, q] = moved
    if (moved.length === 2)
      return atom(`${receiver(x, context)}.transpose(${p! - perm.length}, ${q! - perm.length})`)
    return atom(`${receiver(x, context)}.permute(${perm.join(', ')})`)
  },
  Unsqueeze: ({ inputs: [x, axes], outputs: [y] }, context) => {
    const given = context.of(x)
    const rank = shapeOf(y).length
    const at = numbersOf(axes, context)
    if (given.form === 'number' && isInteger(x)) return sizes([plain(given)])
    if (at.length === 1) return atom(`${receiver(x, context)}.unsqueeze(${at[0]})`)
    const places = at.map((axis) => fromFront(axis, rank)).sort((a, b) => a - b)
    return atom(`${receiver(x, context)}${places.map((axis) => `.unsqueeze(${axis})`).join('')}`)
  },
  Squeeze: ({ inputs: [x, axes] }, context) => {
    const given = context.of(x)
    if (given.form === 'sizes') return numberOf(given.parts[0]!)
    const at = axes ? numbersOf(axes, context) : []
    const args = at.length === 0 ? '' : at.length === 1 ? String(at[0]) : tuple(at.map(String))
    return atom(`${receiver(x, context)}.squeeze(${args})`)
  },
  Concat: ({ inputs, attributes }, context) => {
    const given = inputs.map((input) => context.of(input))
    const vectors = inputs.every((input) => shapeOf(input).length === 1 && isInteger(input))
    if (vectors && given.some(({ form }) => form === 'sizes'))
      return sizes(inputs.flatMap((input) => context.parts(input)))
    const parts = inputs.map((input) => context.tensor(input)).join(', ')
    return atom(`torch.cat([${parts}], dim=${intOf(attributes, 'axis', 0)})`)
  },
  Gather: ({ inputs: [data, indices], attributes }, context) => {
    const rank = shapeOf(data).length
    const axis = fromFront(intOf(attributes, 'axis', 0), rank)
    const index = context.of(indices)
    const place = index.form === 'sizes' ? context.tensor(indices) : plain(index)
    return atom(`${receiver(data, context)}[${':, '.repeat(axis)}${place}]`)
  },
  Slice: ({ inputs: [x, starts, ends, axes] }, context) => {
    const rank = shapeOf(x).length
    const axis = fromFront(numbersOf(axes, context)[0] ?? 0, rank)
    const [start, end] = [context.parts(starts)[0]!, context.parts(ends)[0]!]
    const open = Number(end) >= 2 ** 31
    return atom(
      `${receiver(x, context)}[${':, '.repeat(axis)}${start === '0' ? '' : start}:${open ? '' : end}]`,
    )
  },
  Reshape: ({ inputs: [x, shape] }, context) => {
    const parts = context.parts(shape)
    const rank = shapeOf(x).length
    const kept = (count: number) => parts.slice(0, count).every((part) => part === '0')
    const given = receiver(x, context)
    if (parts.length === rank - 1 && kept(rank - 2)) return atom(`${given}.flatten(-2)`)
    if (parts.length === rank + 1 && kept(rank - 1))
      return atom(`${given}.unflatten(-1, ${tuple(parts.slice(rank - 1))})`)
    return atom(
      `${given}.reshape(${parts.map((part, i) => (part === '0' ? `${given}.shape[${i}]` : part)).join(', ')})`,
    )
  },
  Expand: ({ inputs: [x, shape], outputs: [y] }, context) => {
    const given = context.of(x)
    const parts = tuple(context.parts(shape))
    if (given.form === 'number')
      return atom(`torch.full(${parts}, ${plain(given)}, dtype=${dtypeText(y!.dtype)}, device=device)`)
    return atom(`${context.helper('expand')}(${context.tensor(x)}, ${parts})`)
  },
  Range: ({ inputs: [start, limit] }, context) => {
    const from = context.integer(start)
    return atom(`torch.arange(${from === '0' ? '' : `${from}, `}${context.integer(limit)}, device=device)`)
  },
  Shape: ({ inputs: [x], attributes }, context) => {
    const rank = shapeOf(x).length
    const from = fromFront(intOf(attributes, 'start', 0), rank)
    const to = Object.hasOwn(attributes, 'end') ? fromFront(intOf(attributes, 'end', rank), rank + 1) : rank
    const until = intOf(attributes, 'end', rank) < 0 ? intOf(attributes, 'end', rank) + rank : to
    return sizes(
      Array.from({ length: until - from }, (_, i) => {
        const known = shapeOf(x)[from + i]
        return typeof known === 'number' ? String(known) : `${receiver(x, context)}.shape[${from + i}]`
      }),
    )
  },
  Split: () => {
    throw new Error('Split has several outputs and is written as a statement.')
  },
  Pad: ({ inputs: [x, pads] }, context) => {
    const rank = shapeOf(x).length
    const parts = context.parts(pads)
    // PyTorch begins with the last axis.
    const turned = Array.from({ length: rank }, (_, i) => [parts[rank - 1 - i]!, parts[2 * rank - 1 - i]!])
    while (turned.length > 1 && turned.at(-1)!.every((part) => part === '0')) turned.pop()
    return atom(`F.pad(${context.tensor(x)}, ${tuple(turned.flat())})`)
  },
  CumSum: ({ inputs: [x, axis], attributes }, context) => {
    const dim = context.integer(axis)
    if (intOf(attributes, 'reverse', 0) === 0) return atom(`${receiver(x, context)}.cumsum(${dim})`)
    return atom(`${receiver(x, context)}.flip(${dim}).cumsum(${dim}).flip(${dim})`)
  },
  ArgMax: ({ inputs: [x], attributes }, context) => {
    const keep = intOf(attributes, 'keepdims', 1) === 1 ? ', keepdim=True' : ''
    return atom(`${receiver(x, context)}.argmax(${intOf(attributes, 'axis', 0)}${keep})`)
  },
  LayerNormalization: ({ inputs: [x, scale, bias], attributes }, context) =>
    atom(
      `F.layer_norm(${context.tensor(x)}, ${tuple([String(shapeOf(x).at(-1))])}, ${context.tensor(scale)}, ${context.tensor(bias)}, eps=${epsilonOf(attributes)})`,
    ),
}

export function epsilonOf(attributes: Node['attributes']): number {
  const given = attributes.epsilon
  return given?.type === 'float' ? Number(given.value.toPrecision(7)) : 1e-5
}

/** What a method is called on. */
function receiver(value: Value | undefined, context: Context): string {
  const expression = context.of(value)
  return expression.form === 'tensor' ? operand(expression) : context.tensor(value)
}

function numbersOf(value: Value | undefined, context: Context): number[] {
  const tensor = need(context.constant(value), 'axes that are known')
  return Array.from(tensor.data as BigInt64Array, Number)
}

const INTEGERS: readonly DType[] = ['int64', 'int32']

function isInteger(value: Value | undefined): boolean {
  return value !== undefined && INTEGERS.includes(value.dtype)
}
