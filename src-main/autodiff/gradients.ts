/**
 * What flows back through each operator: one row each. `'stop'` where nothing can. Each row is compared with central differences
 * (`gradients.test.ts`).
 */
import { assert } from '#shared/base/assert'
import type { Value } from '#shared/ir/graph'
import { fromFront, intOf, intsOf, shapeOf } from '#shared/ops/shapes'
import type { Flow } from './backward'
import { averagePool, convolution, globalAveragePool, globalMaxPool, maxPool } from './convolution'
import { einsum } from './einsum'

type Row = 'stop' | ((flow: Flow) => void)

const sizes = (value: Value): number[] => shapeOf(value).map(Number)

/** The output times what the row says: y' as a function of x and y. */
const pointwise =
  (slope: (flow: Flow, x: Value, y: Value) => Value): Row =>
  (flow) =>
    flow.give(0, flow.op.Mul(flow.gradient, slope(flow, flow.inputs[0]!, flow.output)))

/** Operators that only put elements elsewhere: the gradient takes its input's shape again. */
const reshaped: Row = (flow) => flow.give(0, flow.op.Reshape(flow.gradient, sizes(flow.inputs[0]!)))

/** The larger or smaller of two: equal ones share. */
const chosen =
  (flip: boolean): Row =>
  (flow) => {
    const { op, gradient, inputs } = flow
    const [a, b] = inputs as [Value, Value]
    const share = (x: Value, y: Value) => {
      const ahead = flip ? op.Less(x, y) : op.Greater(x, y)
      const half = op.Where(op.Equal(x, y), op.Mul(gradient, 0.5), op.Mul(gradient, 0))
      return op.Where(ahead, gradient, half)
    }
    if (flow.needs(0)) flow.give(0, share(a, b))
    if (flow.needs(1)) flow.give(1, share(b, a))
  }

/** A reduced gradient with its axes of size 1 again. */
function kept(flow: Flow): Value {
  const shape = sizes(flow.inputs[0]!)
  const axes = reducedAxes(flow)
  return flow.op.Reshape(
    flow.gradient,
    shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
  )
}

function reducedAxes(flow: Flow): number[] {
  const rank = shapeOf(flow.inputs[0]!).length
  if (flow.node.inputs[1] === undefined) return Array.from({ length: rank }, (_, i) => i)
  return flow.ints(1).map((axis) => fromFront(axis, rank))
}

/** Rows `[n, size]` of everything before the last axis. */
function rows(flow: Flow, value: Value): Value {
  const shape = sizes(value)
  if (shape.length === 2) return value
  const size = shape.at(-1)!
  const count = shape.slice(0, -1).reduce((a, b) => a * b, 1)
  return flow.op.Reshape(value, [count, size])
}

const matMul: Row = (flow) => {
  const { op, gradient, inputs } = flow
  const [a, b] = inputs as [Value, Value]
  if (flow.needs(0)) flow.give(0, op.MatMul(gradient, flow.turned(b)))
  if (!flow.needs(1)) return
  if (shapeOf(b).length === 2) flow.giveProduct(1, rows(flow, a), rows(flow, gradient))
  else flow.give(1, op.MatMul(flow.turned(a), gradient))
}

const softmax: Row = (flow) => {
  const { op, gradient, output } = flow
  const axis = intOf(flow.node.attributes, 'axis', -1)
  const weighed = op.Mul(gradient, output)
  flow.give(0, op.Sub(weighed, op.Mul(output, op.ReduceSum(weighed, [axis], true))))
}

const logSoftmax: Row = (flow) => {
  const { op, gradient, output } = flow
  const axis = intOf(flow.node.attributes, 'axis', -1)
  flow.give(0, op.Sub(gradient, op.Mul(op.Exp(output), op.ReduceSum(gradient, [axis], true))))
}

const layerNormalization: Row = (flow) => {
  const { op, gradient, inputs, node } = flow
  const [x, scale] = inputs as [Value, Value]
  const epsilon = node.attributes.epsilon?.type === 'float' ? node.attributes.epsilon.value : 1e-5
  const off = op.Sub(x, op.ReduceMean(x, [-1], true))
  const inverse = op.Div(1, op.Sqrt(op.Add(op.ReduceMean(op.Mul(off, off), [-1], true), epsilon)))
  const normal = op.Mul(off, inverse)
  if (flow.needs(0)) {
    const g = op.Mul(gradient, scale)
    const along = op.Mul(normal, op.ReduceMean(op.Mul(g, normal), [-1], true))
    flow.give(0, op.Mul(inverse, op.Sub(op.Sub(g, op.ReduceMean(g, [-1], true)), along)))
  }
  if (flow.needs(1)) flow.give(1, op.Mul(gradient, normal))
  if (node.inputs[2] && flow.needs(2)) flow.give(2, gradient)
}

const gather: Row = (flow) => {
  const { op, gradient, inputs, node } = flow
  const [data, indices] = inputs as [Value, Value]
  const rank = shapeOf(data).length
  const axis = fromFront(intOf(node.attributes, 'axis', 0), rank)
  if (shapeOf(indices).length === 0) {
    flow.givePiece(0, axis, flow.ints(1)[0]!, op.Unsqueeze(gradient, [axis]))
    return
  }
  // The places go to the front, are added up as rows, and their axis goes back.
  const places = shapeOf(indices).length
  const count = sizes(indices).reduce((a, b) => a * b, 1)
  const all = shapeOf(gradient).map((_, i) => i)
  const front = [...all.slice(axis, axis + places), ...all.slice(0, axis), ...all.slice(axis + places)]
  const rest = sizes(data).filter((_, i) => i !== axis)
  const parts = op.Reshape(axis === 0 ? gradient : op.Transpose(gradient, front), [count, ...rest])
  const sum = op.ScatterRows(parts, op.Reshape(indices, [count]), sizes(data)[axis]!)
  const back = sizes(data).map((_, i) => (i < axis ? i + 1 : i === axis ? 0 : i))
  flow.give(0, axis === 0 ? sum : op.Transpose(sum, back))
}

const slice: Row = (flow) => {
  const { op, gradient, inputs } = flow
  const shape = sizes(inputs[0]!)
  const axes = flow.node.inputs[3] ? flow.ints(3).map((axis) => fromFront(axis, shape.length)) : undefined
  const starts = flow.ints(1)
  assert(
    axes?.length === 1 && flow.node.inputs[4] === undefined,
    'the gradient of Slice is known along one axis, by steps of 1',
  )
  const [axis] = axes as [number]
  const start = starts[0]! < 0 ? starts[0]! + shape[axis]! : starts[0]!
  flow.givePiece(0, axis, start, op.Identity(gradient))
}

const concat: Row = (flow) => {
  const { op, gradient, inputs, node } = flow
  const axis = intOf(node.attributes, 'axis', 0)
  const parts = inputs.map((input) => sizes(input).at(axis)!)
  op.Split(gradient, axis, parts).forEach((part, i) => {
    flow.give(i, part)
  })
}

const split: Row = (flow) => {
  const axis = intOf(flow.node.attributes, 'axis', 0)
  let start = 0
  flow.node.outputs.forEach((output, i) => {
    const gradient = flow.of(i)
    if (gradient) flow.givePiece(0, axis, start, gradient)
    start += output ? sizes(output).at(axis)! : 0
  })
}

export const gradients: Readonly<Record<string, Row>> = {
  Add: (flow) => {
    flow.give(0, flow.gradient)
    flow.give(1, flow.gradient)
  },
  Sub: (flow) => {
    flow.give(0, flow.gradient)
    if (flow.needs(1)) flow.take(1, flow.gradient)
  },
  Mul: (flow) => {
    if (flow.needs(0)) flow.give(0, flow.op.Mul(flow.gradient, flow.inputs[1]!))
    if (flow.needs(1)) flow.give(1, flow.op.Mul(flow.gradient, flow.inputs[0]!))
  },
  Div: (flow) => {
    const { op, gradient, inputs, output } = flow
    const quotient = op.Div(gradient, inputs[1]!)
    if (flow.needs(0)) flow.give(0, quotient)
    if (flow.needs(1)) flow.give(1, op.Neg(op.Mul(quotient, output)))
  },
  Pow: (flow) => {
    const { op, gradient, inputs, output } = flow
    const [x, power] = inputs as [Value, Value]
    if (flow.needs(0)) flow.give(0, op.Mul(gradient, op.Mul(power, op.Pow(x, op.Sub(power, 1)))))
    if (flow.needs(1)) flow.give(1, op.Mul(gradient, op.Mul(output, op.Log(x))))
  },
  Max: chosen(false),
  Min: chosen(true),
  Neg: (flow) => flow.give(0, flow.op.Neg(flow.gradient)),
  Abs: pointwise(({ op }, x) => op.Sub(op.Mul(op.Cast(op.Greater(x, 0), x.dtype), 2), 1)),
  Sqrt: pointwise(({ op }, _x, y) => op.Div(0.5, y)),
  Exp: pointwise((_flow, _x, y) => y),
  Log: (flow) => flow.give(0, flow.op.Div(flow.gradient, flow.inputs[0]!)),
  Sin: pointwise(({ op }, x) => op.Sin(op.Add(x, Math.PI / 2))),
  Tanh: pointwise(({ op }, _x, y) => op.Sub(1, op.Mul(y, y))),
  Sigmoid: pointwise(({ op }, _x, y) => op.Mul(y, op.Sub(1, y))),
  Relu: pointwise(({ op }, x) => op.Cast(op.Greater(x, 0), x.dtype)),
  Softplus: pointwise(({ op }, x) => op.Sigmoid(x)),
  Erf: pointwise(({ op }, x) => op.Mul(op.Exp(op.Neg(op.Mul(x, x))), 2 / Math.sqrt(Math.PI))),
  // Exact GELU: Φ(x) + x φ(x).
  Gelu: pointwise(({ op }, x) => {
    const below = op.Mul(op.Add(op.Erf(op.Mul(x, Math.SQRT1_2)), 1), 0.5)
    const density = op.Mul(op.Exp(op.Mul(op.Mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
    return op.Add(below, op.Mul(x, density))
  }),
  Identity: (flow) => flow.give(0, flow.gradient),
  Cast: (flow) => {
    const { dtype } = flow.inputs[0]!
    if (dtype === 'float32' || dtype === 'float64') flow.give(0, flow.op.Cast(flow.gradient, dtype))
  },
  Where: (flow) => {
    const { op, gradient, inputs } = flow
    const [condition] = inputs as [Value]
    // A product with ones and zeros: the runtime's Where is slow where its condition is broadcast.
    if (flow.needs(1)) flow.give(1, op.Mul(gradient, op.Cast(condition, gradient.dtype)))
    if (flow.needs(2)) flow.give(2, op.Mul(gradient, op.Cast(op.Not(condition), gradient.dtype)))
  },
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  LayerNormalization: layerNormalization,
  MatMul: matMul,
  Transpose: (flow) => {
    const perm = intsOf(flow.node.attributes, 'perm')
    const back = perm.map((_, i) => perm.indexOf(i))
    flow.give(0, flow.op.Transpose(flow.gradient, back))
  },
  Reshape: reshaped,
  Unsqueeze: reshaped,
  Squeeze: reshaped,
  // What was repeated is summed, as all broadcasting is.
  Expand: (flow) => flow.give(0, flow.gradient),
  Concat: concat,
  Split: split,
  Slice: slice,
  Gather: gather,
  Pad: (flow) => {
    const { op, gradient, inputs } = flow
    const shape = sizes(inputs[0]!)
    const pads = flow.ints(1)
    let inner = gradient
    shape.forEach((size, i) => {
      if (pads[i] !== 0 || pads[i + shape.length] !== 0)
        inner = op.Slice(inner, i, pads[i]!, pads[i]! + size, size)
    })
    flow.give(0, inner)
  },
  CumSum: (flow) => flow.give(0, flow.op.CumSumBack(flow.gradient, flow.ints(1)[0]!)),
  ReduceSum: (flow) => flow.give(0, flow.op.Expand(kept(flow), sizes(flow.inputs[0]!))),
  ReduceMean: (flow) => {
    const shape = sizes(flow.inputs[0]!)
    const count = reducedAxes(flow).reduce((product, axis) => product * shape[axis]!, 1)
    flow.give(0, flow.op.Expand(flow.op.Div(kept(flow), count), shape))
  },
  ReduceMax: (flow) => {
    const { op, inputs } = flow
    const [x] = inputs as [Value]
    const axes = reducedAxes(flow)
    // Equal largest ones share.
    const largest = op.Cast(op.Equal(x, op.ReduceMax(x, axes, true)), x.dtype)
    flow.give(0, op.Mul(op.Div(kept(flow), op.ReduceSum(largest, axes, true)), largest))
  },
  Einsum: einsum,
  Conv: convolution,
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  ...Object.fromEntries(
    [
      'Equal',
      'Less',
      'LessOrEqual',
      'Greater',
      'And',
      'Or',
      'Not',
      'ArgMax',
      'Shape',
      'Range',
      'ReduceMin',
    ].map((op) => [op, 'stop' as const]),
  ),
}
