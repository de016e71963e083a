/**
 * Types of a graph's values for its wires, as far as they follow from single operators: what the file says stands, the rest is inferred
 * forwards, and stays unknown where only a run can tell.
 */
import type { Dim, DType, Graph, Node, Tensor, Value } from '#shared/ir/graph'

export interface WireType {
  readonly dtype: DType
  readonly shape: readonly Dim[] | undefined
}

type Shape = readonly Dim[]
type Look = (value: Value | undefined) => WireType | undefined

const FIRST = new Set(
  (
    'Identity Dropout Softmax LogSoftmax Tanh Sigmoid Relu Gelu Erf Sqrt Neg Exp Log Abs Reciprocal Sin Cos Floor Ceil Round Clip Elu ' +
    'HardSigmoid HardSwish LeakyRelu Mish Selu Softplus Softsign Sign LayerNormalization RMSNormalization BatchNormalization ' +
    'InstanceNormalization GroupNormalization LpNormalization CumSum Trilu Not IsNaN IsInf'
  ).split(' '),
)
const BROADCAST = new Set('Add Sub Mul Div Pow Mod Min Max Sum Mean PRelu And Or Xor BitShift'.split(' '))
const COMPARE = new Set('Equal Greater GreaterOrEqual Less LessOrEqual'.split(' '))
const TRUTH = new Set([...COMPARE, 'And', 'Or', 'Xor', 'Not', 'IsNaN', 'IsInf'])

/** Only for values whose shape the file leaves open. Runs once over the nodes in the order of the file. */
export function wireTypesOf(graph: Graph, known: Look): ReadonlyMap<Value, WireType> {
  const types = new Map<Value, WireType>()
  const constants = new Map<Value, Tensor>(graph.constants)
  for (const node of graph.nodes) {
    const held = node.op === 'Constant' ? node.attributes.value : undefined
    if (held?.type === 'tensor' && node.outputs[0] !== undefined) constants.set(node.outputs[0], held.value)
  }
  const look: Look = (value) => {
    if (value === undefined) return undefined
    const constant = constants.get(value)
    if (constant !== undefined) return { dtype: constant.dtype, shape: constant.dims }
    if (value.shape !== undefined) return value
    return types.get(value) ?? known(value)
  }
  const numbers = (value: Value | undefined): readonly number[] | undefined => {
    const tensor = value === undefined ? undefined : constants.get(value)
    if (tensor?.dtype !== 'int64' || tensor.dims.length > 1 || (tensor.dims[0] ?? 1) > 32) return undefined
    return Array.from(tensor.data as BigInt64Array, Number)
  }
  // Sizes that are computed from sizes: what Reshape and Expand are told.
  const sizes = new Map<Value, Shape>()
  const sizesOf = (value: Value | undefined): Shape | undefined =>
    value === undefined ? undefined : (numbers(value) ?? sizes.get(value))
  for (const node of graph.nodes) {
    if (node.domain !== '') continue
    const [first] = node.outputs
    const vector = computedSizes(node, look, sizesOf)
    if (first !== undefined && vector !== undefined) sizes.set(first, vector)
    const shapes = shapesOf(node, look, sizesOf)
    node.outputs.forEach((output, rank) => {
      const shape = shapes[rank]
      if (output === undefined || output.shape !== undefined || shape === undefined) return
      types.set(output, { dtype: output.dtype === 'undefined' ? dtypeOf(node, look) : output.dtype, shape })
    })
  }
  return types
}

function dtypeOf(node: Node, look: Look): DType {
  if (node.op === 'Shape') return 'int64'
  if (TRUTH.has(node.op)) return 'bool'
  if (node.op === 'Cast') return 'undefined'
  if (node.op === 'ConstantOfShape') return 'undefined'
  return look(node.inputs[node.op === 'Where' ? 1 : 0])?.dtype ?? 'undefined'
}

function shapesOf(
  node: Node,
  look: Look,
  sizesOf: (value: Value | undefined) => Shape | undefined,
): readonly (Shape | undefined)[] {
  const numbers = (value: Value | undefined): readonly number[] | undefined => {
    const found = sizesOf(value)
    return found?.every((size): size is number => typeof size === 'number') ? found : undefined
  }
  const { op, inputs } = node
  const shape = (rank: number): Shape | undefined => look(inputs[rank])?.shape
  const x = shape(0)
  if (FIRST.has(op) || op === 'Cast') return [x]
  if (BROADCAST.has(op) || COMPARE.has(op) || op === 'Where')
    return [broadcastAll(inputs.map((_, rank) => shape(rank)))]
  if (x === undefined) return []
  switch (op) {
    case 'Shape':
      return [[x.length]]
    case 'MatMul':
      return [product(x, shape(1))]
    case 'Gemm': {
      const y = shape(1)
      return [y && [x[int(node, 'transA', 0)] ?? '?', y[int(node, 'transB', 0) === 1 ? 0 : 1] ?? '?']]
    }
    case 'Transpose': {
      const perm = ints(node, 'perm') ?? x.map((_, i) => x.length - 1 - i)
      return [perm.length === x.length ? perm.map((axis) => x[axis] ?? '?') : undefined]
    }
    case 'Reshape': {
      const to = sizesOf(inputs[1])
      return [to?.map((size, i): Dim => (size === 0 ? (x[i] ?? '?') : size === -1 ? rest(x, to) : size))]
    }
    case 'GatherElements':
      return [shape(1)]
    case 'ConstantOfShape':
      return [sizesOf(inputs[0])]
    case 'Range':
      return [['?']]
    case 'Expand': {
      const to = sizesOf(inputs[1])
      return [to && broadcast(x, to)]
    }
    case 'Slice': {
      const axes = numbers(inputs[3])?.map((axis) => (axis < 0 ? axis + x.length : axis))
      return [axes && x.map((dim, i): Dim => (axes.includes(i) ? '?' : dim))]
    }
    case 'ReduceMean':
    case 'ReduceSum':
    case 'ReduceMax': {
      const axes = ints(node, 'axes') ?? numbers(inputs[1])
      const gone = new Set(axes?.map((axis) => (axis < 0 ? axis + x.length : axis)))
      const keep = int(node, 'keepdims', 1) === 1
      return [axes && x.flatMap((dim, i): Dim[] => (gone.has(i) ? (keep ? [1] : []) : [dim]))]
    }
    case 'Unsqueeze': {
      const axes = ints(node, 'axes') ?? numbers(inputs[1])
      if (axes === undefined) return []
      const rank = x.length + axes.length
      const put = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))
      const left = [...x]
      return [Array.from({ length: rank }, (_, i): Dim => (put.has(i) ? 1 : (left.shift() ?? '?')))]
    }
    case 'Squeeze': {
      const axes = ints(node, 'axes') ?? numbers(inputs[1])
      const gone = new Set(axes?.map((axis) => (axis < 0 ? axis + x.length : axis)))
      return [axes && x.filter((_, i) => !gone.has(i))]
    }
    case 'Gather': {
      const indices = shape(1)
      const given = int(node, 'axis', 0)
      const axis = given < 0 ? given + x.length : given
      return [indices && [...x.slice(0, axis), ...indices, ...x.slice(axis + 1)]]
    }
    case 'Concat': {
      const all = inputs.map((_, rank) => shape(rank))
      const given = int(node, 'axis', 0)
      const axis = given < 0 ? given + x.length : given
      if (all.some((each) => each === undefined || each.length !== x.length)) return []
      const sizes = all.map((each) => each![axis]!)
      const whole = sizes.every((size) => typeof size === 'number') ? sizes.reduce((a, b) => a + b, 0) : '?'
      return [x.map((dim, i): Dim => (i === axis ? whole : dim))]
    }
    default:
      return []
  }
}

/** The sizes in a vector (or single number) that is computed from shapes. */
function computedSizes(
  node: Node,
  look: Look,
  sizesOf: (value: Value | undefined) => Shape | undefined,
): Shape | undefined {
  const [first, second] = node.inputs
  switch (node.op) {
    case 'Shape':
      return node.attributes.start === undefined && node.attributes.end === undefined
        ? look(first)?.shape
        : undefined
    case 'Identity':
    case 'Cast':
    case 'Unsqueeze':
    case 'Squeeze':
      return sizesOf(first)
    case 'Gather': {
      const from = sizesOf(first)
      const picked = sizesOf(second)
      if (from === undefined || picked === undefined || from.length === 0) return undefined
      return picked.map((at) =>
        typeof at === 'number' ? (from[at < 0 ? at + from.length : at] ?? '?') : '?',
      )
    }
    case 'Concat': {
      const parts = node.inputs.map(sizesOf)
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined
    }
    case 'Slice': {
      const from = sizesOf(first)
      const [start] = sizesOf(second) ?? []
      const [end] = sizesOf(node.inputs[2]) ?? []
      if (
        from === undefined ||
        typeof start !== 'number' ||
        typeof end !== 'number' ||
        node.inputs.length > 4
      )
        return undefined
      return from.slice(start, end)
    }
    case 'ConstantOfShape': {
      const [length, ...more] = sizesOf(first) ?? []
      return typeof length === 'number' && more.length === 0 && length <= 32
        ? Array.from({ length }, () => '?')
        : undefined
    }
    case 'Mul':
    case 'Add':
    case 'Sub':
    case 'Div':
    case 'Equal':
    case 'Where': {
      // As many sizes all the same; their numbers are not worth the arithmetic.
      const parts = node.inputs.map(sizesOf)
      if (!parts.every((part) => part !== undefined)) return undefined
      return Array.from({ length: Math.max(...parts.map((part) => part.length)) }, () => '?')
    }
    default:
      return undefined
  }
}

/** What −1 in a shape stands for; `?` where a size is open. */
function rest(x: Shape, to: Shape): Dim {
  const sizes = to.map((size, i): Dim => (size === 0 ? (x[i] ?? '?') : size)).filter((size) => size !== -1)
  const whole = [...x, ...sizes].every((size) => typeof size === 'number')
  const times = (dims: readonly Dim[]) => dims.reduce<number>((all, dim) => all * Number(dim), 1)
  const size = whole ? times(x) / times(sizes) : Number.NaN
  return Number.isInteger(size) ? size : '?'
}

function product(a: Shape, b: Shape | undefined): Shape | undefined {
  if (b === undefined || a.length < 2 || b.length < 2) return undefined
  const around = broadcast(a.slice(0, -2), b.slice(0, -2))
  return [...around, a.at(-2)!, b.at(-1)!]
}

function broadcastAll(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  let whole: Shape | undefined = []
  for (const shape of shapes) whole = whole && shape && broadcast(whole, shape)
  return whole
}

function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i): Dim => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x === 1) return y
    // A number is surer than a name; a model whose sizes do not fit fails when it runs.
    return typeof x === 'string' && typeof y === 'number' && y !== 1 ? y : x
  })
}

function int(node: Node, name: string, otherwise: number): number {
  const attribute = node.attributes[name]
  return attribute?.type === 'int' ? Number(attribute.value) : otherwise
}

function ints(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name]
  return attribute?.type === 'ints' ? attribute.value.map(Number) : undefined
}
