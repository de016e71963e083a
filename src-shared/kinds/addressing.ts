/**
 * How a memory's slots are addressed by content and by location: Graves et al., Neural Turing Machines, arXiv 1410.5401, section 3.3.
 * Everything that steers a head comes from one control vector.
 */
import { err, ok, type Result } from '../base/result'
import type { Value } from '../ir/graph'
import { shapeOf } from '../ops/shapes'
import { maskedSoftmax } from './attentionWeights'
import type { Axis, Bindings, LowerContext, Param, Params, Port } from './kind'

export const ADDRESSING_PARAM = {
  type: 'choice',
  label: 'Addressing',
  help: 'By content: the slots that resemble the key. By location too: it may stay with the last weights and move by one slot.',
  default: 'content',
  choices: [
    { value: 'content', label: 'content' },
    { value: 'location', label: 'content and location' },
  ],
  onCard: true,
} as const satisfies Param

export const CONTROL_PORT: Port = {
  shape: 'C',
  help: 'What steers the head: the state of a recurrent layer.',
}

export const PREVIOUS_PORT: Port = {
  shape: 'N',
  label: 'last weights',
  help: 'The weights of the step before: a Previous that begins with a Blank memory’s focus.',
}

export function byLocation(params: Params): boolean {
  return params.addressing === 'location'
}

/** Moving by one slot needs slots in a fixed circle. */
export function locationAxes(
  params: Params,
  { letters }: Bindings,
  port: string,
): Result<Readonly<Record<string, Axis>>, { message: string; mend: string; port: string }> {
  const slots = letters.N
  if (byLocation(params) && slots && slots.size === undefined)
    return err({
      message: `expected a fixed number of slots because it is addressed by location, found an open number.`,
      mend: 'Begin with a Blank memory, or set Addressing to content.',
      port,
    })
  return ok({})
}

/** Small against any norm: keeps the cosine of an empty slot at 0, and its slope finite. */
const EPSILON = 1e-8

/** Weights `[batch, N]` over the slots `[batch, N, D]`; `key` `[batch, D]` is made from the control when it is not given. */
export function address(context: LowerContext, slots: Value, key: Value | undefined): Value {
  const { op, params, inputs, dims, maskOf } = context
  const wanted = key ?? op.Tanh(fromControl(context, 'k', Number(dims.D)))
  const strength = op.Softplus(fromControl(context, 'beta', 1))
  const content = maskedSoftmax(op, op.Mul(strength, cosine(context, slots, wanted)), maskOf('N'))
  if (!byLocation(params)) return content

  const gate = op.Sigmoid(fromControl(context, 'g', 1))
  const gated = op.Add(op.Mul(gate, content), op.Mul(op.Sub(1, gate), inputs.previous!))
  const moved = shift(context, gated)
  const sharpness = op.Add(op.Softplus(fromControl(context, 'gamma', 1)), 1)
  // w^γ / Σ w^γ, written so that no power can vanish; what is wired as the last weights need not be weights.
  return op.Softmax(op.Mul(sharpness, op.Log(op.Add(op.Relu(moved), 1e-16))))
}

/** A learned linear function of the control vector: `[batch, size]`. */
export function fromControl({ op, inputs, dims, weight }: LowerContext, name: string, size: number): Value {
  const product = op.MatMul(inputs.control!, weight(`W${name}`, [Number(dims.C), size], 'glorot'))
  return op.Add(product, weight(`b${name}`, [size], 'zeros'))
}

/** Cosine of the key with each slot, `[batch, N]`. */
function cosine({ op }: LowerContext, slots: Value, key: Value): Value {
  const product = op.Squeeze(op.MatMul(slots, op.Unsqueeze(key, [-1])), [-1])
  const lengthOfKey = op.Sqrt(op.Add(op.ReduceSum(op.Mul(key, key), [-1], true), EPSILON))
  const lengths = op.Sqrt(op.Add(op.ReduceSum(op.Mul(slots, slots), [-1]), EPSILON))
  return op.Div(product, op.Mul(lengths, lengthOfKey))
}

/** Circular convolution with a learned step of −1, 0 or +1 slots. */
function shift(context: LowerContext, weights: Value): Value {
  const { op } = context
  const size = Number(shapeOf(weights).at(-1))
  const steps = op.Softmax(fromControl(context, 's', 3))
  const [back, stay, on] = [0, 1, 2].map((i) => op.Slice(steps, -1, i, i + 1, 1))
  if (size === 1) return weights
  const rest = size - 1
  const one = (start: number, end: number | undefined) => op.Slice(weights, -1, start, end, 1)
  const ahead = op.Concat([op.Slice(weights, -1, 1, undefined, rest), one(0, 1)], -1)
  const behind = op.Concat([one(-1, undefined), op.Slice(weights, -1, 0, -1, rest)], -1)
  return op.Add(op.Add(op.Mul(back!, ahead), op.Mul(stay!, weights)), op.Mul(on!, behind))
}
