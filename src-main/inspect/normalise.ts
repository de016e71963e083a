/**
 * Weights as a model gives them → [batch, heads, query, key].
 */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import type { DetectedSite, Layout } from './site'

export interface Weights {
  readonly dims: readonly [batch: number, heads: number, query: number, key: number]
  /** Row-major; each row sums to 1, or is 0 where everything was masked. */
  readonly data: Float32Array
}

/** @throws FaultError `unsupported` when the tensor has axes that no attention has, or numbers that cannot be read */
export function normalise(site: DetectedSite, tensor: Tensor): Weights {
  const { layout } = need(site.fetch, `a way to fetch ${site.id}`)
  const numbers = floats(site, tensor)
  const refuse = () =>
    fault(
      'unsupported',
      `The weights of "${site.name}" have the shape [${tensor.dims.join(', ')}], which is not attention's.`,
    )
  if (tensor.dims.length === 0) throw refuse()
  // A branch that did not run, or a loop without steps.
  if (numbers.length === 0) return { dims: [0, 1, 0, 0], data: numbers }
  const steps = sizeOf(tensor.dims.slice(0, layout.steps))
  const own = tensor.dims.slice(layout.steps)
  const axis = layout.keyAxis < 0 ? layout.keyAxis + own.length : layout.keyAxis
  if (own.length < 1 || axis < 0 || axis >= own.length) throw refuse()
  const { dims, data } =
    axis === own.length - 1 ? { dims: own, data: numbers } : moveLast(own, numbers, axis, steps)
  return queriesOf(fourAxes(dims, layout), data, steps)
}

/** Steps of loops are queries: [steps, batch, heads, query, key] → [batch, heads, steps × query, key]. */
function queriesOf(dims: Weights['dims'], data: Float32Array, steps: number): Weights {
  const [batch, heads, query, key] = dims
  if (steps === 1) return { dims, data }
  const moved = new Float32Array(data.length)
  const [block, rows] = [query * key, batch * heads]
  for (let step = 0; step < steps; step++)
    for (let row = 0; row < rows; row++) {
      const from = (step * rows + row) * block
      moved.set(data.subarray(from, from + block), (row * steps + step) * block)
    }
  return { dims: [batch, heads, steps * query, key], data: moved }
}

function fourAxes(dims: readonly number[], { folded, oneQuery }: Layout): Weights['dims'] {
  const key = need(dims.at(-1), 'an axis')
  const rows = dims.at(-2) ?? 1
  if (dims.length === 1) return [1, 1, 1, key]
  if (dims.length === 2) return oneQuery ? [rows, 1, 1, key] : [1, 1, rows, key]
  const [first = 1] = dims
  if (dims.length === 3)
    return first % folded === 0 ? [first / folded, folded, rows, key] : [first, 1, rows, key]
  return [sizeOf(dims.slice(0, -3)), need(dims.at(-3), 'an axis'), rows, key]
}

function moveLast(
  dims: readonly number[],
  data: Float32Array,
  axis: number,
  steps: number,
): { dims: number[]; data: Float32Array } {
  const size = need(dims[axis], 'an axis')
  const inner = sizeOf(dims.slice(axis + 1))
  const outer = steps * sizeOf(dims.slice(0, axis))
  const moved = new Float32Array(data.length)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (let k = 0; k < size; k++) moved[(o * inner + i) * size + k] = data[(o * size + k) * inner + i]!
  return { dims: [...dims.slice(0, axis), ...dims.slice(axis + 1), size], data: moved }
}

function floats(site: DetectedSite, { dtype, data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data
  if (data instanceof Float64Array) return Float32Array.from(data)
  if (dtype === 'float16' && data instanceof Uint16Array) return Float32Array.from(data, halfToNumber)
  if (dtype === 'bfloat16' && data instanceof Uint16Array)
    return new Float32Array(Uint32Array.from(data, (bits) => bits << 16).buffer)
  throw fault(
    'unsupported',
    `The weights of "${site.name}" are of the type ${dtype}, which Heed does not show.`,
  )
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
