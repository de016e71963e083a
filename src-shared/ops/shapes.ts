/**
 * Types of operators' outputs from their inputs' types: one row for each operator that kinds and passes emit. Shapes are right as far as
 * symbols allow; what the runtime infers is compared with them in tests.
 */
import { assert, need } from '../base/assert'
import type { ValueShape } from '../ir/builder'
import type { Attribute, Dim, DType, Value } from '../ir/graph'

type Attributes = Readonly<Record<string, Attribute>>
type Rule = (inputs: readonly (Value | undefined)[], attributes: Attributes) => readonly ValueShape[]

export function shapeOf(value: Value | undefined): readonly Dim[] {
  return need(need(value, 'an operator input').shape, `shape of ${value?.name}`)
}

function typeOf(value: Value | undefined): DType {
  return need(value, 'an operator input').dtype
}

/** The axis counted from the front. */
export function fromFront(axis: number, rank: number): number {
  assert(axis >= -rank && axis < rank, `axis ${axis} of a value of rank ${rank}`)
  return axis < 0 ? axis + rank : axis
}

export function intOf(attributes: Attributes, name: string, otherwise: number): number {
  const attribute = attributes[name]
  return attribute?.type === 'int' ? Number(attribute.value) : otherwise
}

export function intsOf(attributes: Attributes, name: string): number[] {
  const attribute = attributes[name]
  return attribute?.type === 'ints' ? attribute.value.map(Number) : []
}

/** ONNX's multidirectional broadcasting. Two different symbols are taken to be equal when they run. */
export function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x === 1) return y
    if (y === 1 || x === y || typeof x === 'number') {
      assert(
        typeof x !== 'number' || typeof y !== 'number' || y === 1 || x === y,
        'sizes that do not broadcast',
        { a, b },
      )
      return x
    }
    return y
  })
}

const same: Rule = ([x]) => [{ dtype: typeOf(x), shape: shapeOf(x) }]
const elementwise: Rule = ([a, b]) => [{ dtype: typeOf(a), shape: broadcast(shapeOf(a), shapeOf(b)) }]
const comparison: Rule = ([a, b]) => [{ dtype: 'bool', shape: broadcast(shapeOf(a), shapeOf(b)) }]

function reduced(input: Value | undefined, axes: readonly number[], keep: boolean): Dim[] {
  const shape = shapeOf(input)
  const gone = new Set(axes.map((axis) => fromFront(axis, shape.length)))
  return shape.flatMap((dim, i) => (gone.has(i) ? (keep ? [1] : []) : [dim]))
}

function recurrent(states: number): Rule {
  return ([x, , r], attributes) => {
    const [time, batch] = shapeOf(x)
    const hidden = intOf(attributes, 'hidden_size', 0)
    const directions = need(shapeOf(r)[0], 'directions')
    const dtype = typeOf(x)
    const state: ValueShape = { dtype, shape: [directions, batch!, hidden] }
    return [
      { dtype, shape: [time!, directions, batch!, hidden] },
      ...Array.from({ length: states }, () => state),
    ]
  }
}

/** Operators whose output types follow from their inputs' types and attributes alone. */
export const shapes = {
  Add: elementwise,
  Sub: elementwise,
  Mul: elementwise,
  Div: elementwise,
  Pow: elementwise,
  Min: elementwise,
  Max: elementwise,
  Neg: same,
  Abs: same,
  Sqrt: same,
  Exp: same,
  Log: same,
  Tanh: same,
  Sigmoid: same,
  Relu: same,
  Gelu: same,
  Erf: same,
  Softplus: same,
  Sin: same,
  Softmax: same,
  LogSoftmax: same,
  Identity: same,
  Dropout: same,
  Not: same,
  CumSum: same,
  LayerNormalization: same,
  And: comparison,
  Or: comparison,
  Equal: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Greater: comparison,
  Where: ([c, a, b]) => [
    { dtype: typeOf(a), shape: broadcast(broadcast(shapeOf(a), shapeOf(b)), shapeOf(c)) },
  ],
  MatMul: ([a, b]) => {
    const x = shapeOf(a)
    const y = shapeOf(b)
    assert(x.length >= 2 && y.length >= 2, 'MatMul takes matrices', { a, b })
    const inner = [x.at(-1), y.at(-2)]
    assert(
      typeof inner[0] !== 'number' || typeof inner[1] !== 'number' || inner[0] === inner[1],
      'MatMul of sizes that do not fit',
      { a, b },
    )
    return [{ dtype: typeOf(a), shape: [...broadcast(x.slice(0, -2), y.slice(0, -2)), x.at(-2)!, y.at(-1)!] }]
  },
  Transpose: ([x], attributes) => [
    { dtype: typeOf(x), shape: intsOf(attributes, 'perm').map((axis) => need(shapeOf(x)[axis], 'axis')) },
  ],
  Concat: (inputs, attributes) => {
    const first = shapeOf(inputs[0])
    const axis = fromFront(intOf(attributes, 'axis', 0), first.length)
    const dims = inputs.map((input) => need(shapeOf(input)[axis], 'axis'))
    const total = dims.every((dim) => typeof dim === 'number')
      ? dims.reduce<number>((sum, dim) => sum + Number(dim), 0)
      : dims.join('+')
    return [{ dtype: typeOf(inputs[0]), shape: first.map((dim, i) => (i === axis ? total : dim)) }]
  },
  Gather: ([data, indices], attributes) => {
    const shape = shapeOf(data)
    const axis = fromFront(intOf(attributes, 'axis', 0), shape.length)
    return [
      {
        dtype: typeOf(data),
        shape: [...shape.slice(0, axis), ...shapeOf(indices), ...shape.slice(axis + 1)],
      },
    ]
  },
  ArgMax: ([x], attributes) => [
    {
      dtype: 'int64',
      shape: reduced(x, [intOf(attributes, 'axis', 0)], intOf(attributes, 'keepdims', 1) === 1),
    },
  ],
  RNN: recurrent(1),
  GRU: recurrent(1),
  LSTM: recurrent(2),
} satisfies Record<string, Rule>

export { reduced }
