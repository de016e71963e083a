/**
 * Gradients of convolution and pooling, for models that hold them; no kind emits them yet. Any number of spatial axes, strides, dilations,
 * explicit pads, groups. https://onnx.ai/onnx/operators/onnx__Conv.html
 */
import { assert } from '#shared/base/assert'
import type { Attribute, Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'
import { intOf, intsOf, shapeOf } from '#shared/ops/shapes'
import type { Flow } from './backward'

interface Window {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  /** All beginnings, then all ends. */
  readonly pads: readonly number[]
}

const ints = (values: readonly number[]): Attribute => ({
  type: 'ints',
  value: values.map((value) => BigInt(value)),
})
const int = (value: number): Attribute => ({ type: 'int', value: BigInt(value) })
const sizes = (value: Value): number[] => shapeOf(value).map(Number)

function windowOf({ node }: Flow, kernel: readonly number[]): Window {
  const { attributes } = node
  const pad = attributes.auto_pad
  assert(
    pad === undefined || (pad.type === 'string' && (pad.value === 'NOTSET' || pad.value === 'VALID')),
    `the gradient of ${node.op} is known for explicit pads`,
  )
  assert(intOf(attributes, 'ceil_mode', 0) === 0, `the gradient of ${node.op} is known without ceil_mode`)
  const given = (name: string, otherwise: readonly number[]) =>
    attributes[name] ? intsOf(attributes, name) : otherwise
  const ones = kernel.map(() => 1)
  return {
    kernel,
    strides: given('strides', ones),
    dilations: given('dilations', ones),
    pads: given(
      'pads',
      [...ones, ...ones].map(() => 0),
    ),
  }
}

/** What flows back into a convolution's input: `g` spread out again by the kernel. */
function spread(op: Operators, g: Value, kernel: Value, like: Value, window: Window, group: number): Value {
  const { strides, dilations, pads } = window
  const from = sizes(like).slice(2)
  const to = sizes(g).slice(2)
  const more = from.map((size, i) => {
    const reach = (to[i]! - 1) * strides[i]! + (window.kernel[i]! - 1) * dilations[i]! + 1
    return size - (reach - pads[i]! - pads[i + from.length]!)
  })
  const attributes = {
    strides: ints(strides),
    dilations: ints(dilations),
    pads: ints(pads),
    group: int(group),
    output_padding: ints(more),
  }
  return op.Raw('ConvTranspose', [g, kernel], attributes, { dtype: g.dtype, shape: sizes(like) })
}

/** Gradient of one group's kernel `[out, in, …]`: the input convolved with `g`, batch and channels changing places. */
function kernelGradient(op: Operators, x: Value, g: Value, kernel: readonly number[], window: Window): Value {
  const { strides, dilations, pads } = window
  const turn = [1, 0, ...kernel.map((_, i) => i + 2)]
  const [xt, gt] = [op.Transpose(x, turn), op.Transpose(g, turn)]
  const [channels, , ...space] = sizes(xt)
  const [out, , ...steps] = sizes(gt)
  const found = space.map((size, i) => {
    const padded = size + pads[i]! + pads[i + space.length]!
    return Math.floor((padded - ((steps[i]! - 1) * strides[i]! + 1)) / dilations[i]!) + 1
  })
  const attributes = { strides: ints(dilations), dilations: ints(strides), pads: ints(pads) }
  let gradient = op.Raw('Conv', [xt, gt], attributes, { dtype: x.dtype, shape: [channels!, out!, ...found] })
  // What a stride leaves over behind the last step would give a larger kernel.
  kernel.forEach((size, i) => {
    if (found[i] !== size) gradient = op.Slice(gradient, i + 2, 0, size, size)
  })
  return op.Transpose(gradient, turn)
}

export function convolution(flow: Flow): void {
  const { op, gradient, inputs, node } = flow
  const [x, kernel] = inputs as [Value, Value]
  const shape = sizes(kernel).slice(2)
  const window = windowOf(flow, shape)
  const group = intOf(node.attributes, 'group', 1)
  if (flow.needs(0)) flow.give(0, spread(op, gradient, kernel, x, window, group))
  if (flow.needs(1)) {
    const part = (value: Value): Value[] => {
      const each = sizes(value)[1]! / group
      return group === 1 ? [value] : op.Split(value, 1, Array<number>(group).fill(each))
    }
    const gs = part(gradient)
    const parts = part(x).map((one, i) => kernelGradient(op, one, gs[i]!, shape, window))
    flow.give(1, op.Concat(parts, 0))
  }
  if (inputs[2] && flow.needs(2)) flow.give(2, op.ReduceSum(gradient, [0, ...shape.map((_, i) => i + 2)]))
}

/** To the place that each largest element came from. */
export function maxPool(flow: Flow): void {
  const { op, gradient, inputs, node } = flow
  const [x] = inputs as [Value]
  const dims = sizes(gradient)
  windowOf(flow, intsOf(node.attributes, 'kernel_shape'))
  const places = op.RawSecond('MaxPool', [x], node.attributes, [
    { dtype: x.dtype, shape: dims },
    { dtype: 'int64', shape: dims },
  ])
  const total = sizes(x).reduce((a, b) => a * b, 1)
  const count = dims.reduce((a, b) => a * b, 1)
  const flat = op.ScatterRows(op.Reshape(gradient, [count]), op.Reshape(places, [count]), total)
  flow.give(0, op.Reshape(flat, sizes(x)))
}

export function averagePool(flow: Flow): void {
  const { op, gradient, inputs, node } = flow
  const [x] = inputs as [Value]
  const kernel = intsOf(node.attributes, 'kernel_shape')
  const window = windowOf(flow, kernel)
  const channels = sizes(x)[1]!
  const count = kernel.reduce((a, b) => a * b, 1)
  const ones = op.Expand(op.One(x), [channels, 1, ...kernel])
  let share = op.Div(gradient, count)
  if (intOf(node.attributes, 'count_include_pad', 0) === 0 && window.pads.some((pad) => pad > 0)) {
    // Each mean is over the elements that are not padding.
    const attributes = {
      strides: ints(window.strides),
      dilations: ints(window.dilations),
      pads: ints(window.pads),
      group: int(channels),
    }
    const one = op.Expand(op.One(x), sizes(x))
    const counts = op.Raw('Conv', [one, ones], attributes, { dtype: x.dtype, shape: sizes(gradient) })
    share = op.Div(gradient, counts)
  }
  flow.give(0, spread(op, share, ones, x, window, channels))
}

export function globalAveragePool(flow: Flow): void {
  const { op, gradient, inputs } = flow
  const shape = sizes(inputs[0]!)
  const count = shape.slice(2).reduce((a, b) => a * b, 1)
  flow.give(0, op.Expand(op.Div(gradient, count), shape))
}

/** Equal largest ones share. */
export function globalMaxPool(flow: Flow): void {
  const { op, gradient, inputs, output } = flow
  const [x] = inputs as [Value]
  const axes = sizes(x).flatMap((_, i) => (i >= 2 ? [i] : []))
  const largest = op.Cast(op.Equal(x, output), x.dtype)
  flow.give(0, op.Mul(op.Div(gradient, op.ReduceSum(largest, axes, true)), largest))
}
