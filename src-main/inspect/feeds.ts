/**
 * Tensors that a person gives → what a model takes, or a sentence that says what does not fit.
 */
import type { Model } from '#main/onnx/decode'
import { fault } from '#shared/base/fault'
import type { Dim, DType, Tensor, Value } from '#shared/ir/graph'

type Feeds = Readonly<Record<string, Tensor>>

/**
 * One tensor for each input of the model. NumPy's usual types are converted where the numbers stay the same (float64 to float32, int64
 * to int32 and back, integers to bool). Inputs that the model has defaults for keep these.
 * @throws FaultError `bad-input`
 */
export function fitFeeds(model: Model, feeds: Feeds): Feeds {
  const { inputs } = model.graph
  const wanted = inputs.map(({ name }) => name)
  const missing = inputs.filter(({ name }) => !Object.hasOwn(feeds, name))
  if (missing.length > 0)
    throw fault('bad-input', `The model needs ${missing.map(describe).join(', ')}${found(feeds)}.`)
  const known = new Set(wanted)
  const unknown = Object.keys(feeds).find((name) => !known.has(name))
  if (unknown !== undefined)
    throw fault(
      'bad-input',
      `The model has no input "${unknown}"; its inputs are ${wanted.join(', ') || 'none'}.`,
    )
  const sizes = new Map<string, { readonly size: number; readonly input: string }>()
  return Object.fromEntries(
    inputs.map((input) => {
      const tensor = feeds[input.name]!
      checkShape(input, tensor, sizes)
      return [input.name, input.dtype === tensor.dtype ? tensor : converted(input, tensor)]
    }),
  )
}

function found(feeds: Feeds): string {
  const names = Object.keys(feeds)
  return names.length === 0 ? '' : `; given were ${names.map((name) => `"${name}"`).join(', ')}`
}

function describe({ name, dtype, shape }: Value): string {
  return `"${name}" (${dtype}${shape === undefined ? '' : ` ${list(shape)}`})`
}

function list(dims: readonly Dim[]): string {
  return `[${dims.map((dim) => (typeof dim === 'string' && dim.startsWith('?') ? '?' : dim)).join(', ')}]`
}

function checkShape(
  { name, shape }: Value,
  { dims }: Tensor,
  sizes: Map<string, { readonly size: number; readonly input: string }>,
): void {
  if (shape === undefined) return
  const misfit = `"${name}" should have the shape ${list(shape)}, but has ${list(dims)}`
  if (shape.length !== dims.length) throw fault('bad-input', `${misfit}.`)
  shape.forEach((dim, axis) => {
    const size = dims[axis]!
    if (typeof dim === 'number') {
      if (dim !== size) throw fault('bad-input', `${misfit}.`)
      return
    }
    const other = sizes.get(dim)
    if (other !== undefined && other.size !== size)
      throw fault('bad-input', `${misfit}: "${dim}" is ${other.size} in "${other.input}" and ${size} here.`)
    sizes.set(dim, { size, input: name })
  })
}

type Numbers = ArrayLike<number | bigint>

/** Only what keeps every number: a fraction is never cut off, a large integer never wrapped. */
const CONVERSIONS: Readonly<Partial<Record<DType, (data: Numbers) => Tensor['data'] | undefined>>> = {
  float32: (data) => Float32Array.from(data as ArrayLike<number>),
  float64: (data) => Float64Array.from(data as ArrayLike<number>),
  int64: (data) => BigInt64Array.from(Array.from(data, BigInt)),
  int32: (data) => within(data, -(2 ** 31), 2 ** 31 - 1) && Int32Array.from(data, Number),
  bool: (data) => within(data, 0, 1) && Uint8Array.from(data, Number),
}
const FLOATS: readonly DType[] = ['float32', 'float64']
const INTEGERS: readonly DType[] = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'bool']

function within(data: Numbers, low: number, high: number): true | undefined {
  for (let i = 0; i < data.length; i++) if (Number(data[i]) < low || Number(data[i]) > high) return undefined
  return true
}

function converted({ name, dtype }: Value, tensor: Tensor): Tensor {
  const alike = [FLOATS, INTEGERS].some((kinds) => kinds.includes(dtype) && kinds.includes(tensor.dtype))
  const data = alike ? CONVERSIONS[dtype]?.(tensor.data as Numbers) : undefined
  if (data === undefined)
    throw fault('bad-input', `"${name}" should hold ${dtype}, but holds ${tensor.dtype}.`)
  return { dtype, dims: tensor.dims, data }
}
