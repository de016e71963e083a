/** What the driver does with tensors between steps: take a step of a sequence, put steps together. Batch is axis 0, steps are axis 1. */
import { assert, need } from '#shared/base/assert'
import { sizeOf, type Tensor, type TensorData } from '#shared/ir/graph'

type Numbers = Exclude<TensorData, readonly string[]>

function numbersOf(tensor: Tensor): Numbers {
  assert(!Array.isArray(tensor.data), 'a tensor of numbers')
  return tensor.data as Numbers
}

function emptyLike(data: Numbers, length: number): Numbers {
  return new (data.constructor as new (length: number) => Numbers)(length)
}

export function intScalar(value: number): Tensor {
  return { dtype: 'int64', dims: [], data: BigInt64Array.of(BigInt(value)) }
}

/** `[batch, steps, …]` at one step → `[batch, …]`. */
export function takeStep(tensor: Tensor, step: number): Tensor {
  const [batch = 0, steps = 0, ...rest] = tensor.dims
  const size = sizeOf(rest)
  const data = numbersOf(tensor)
  const taken = emptyLike(data, batch * size)
  for (let b = 0; b < batch; b++) {
    const from = (b * steps + step) * size
    taken.set(data.subarray(from, from + size) as never, b * size)
  }
  return { dtype: tensor.dtype, dims: [batch, ...rest], data: taken }
}

/** Steps `[batch, …]` → `[batch, steps, …]`; where they differ in size (they grew), shorter ones are filled with zeros. */
export function stackSteps(steps: readonly Tensor[]): Tensor {
  const first = need(steps[0], 'a step to stack')
  const rank = first.dims.length
  const dims = Array.from({ length: rank }, (_, i) => Math.max(...steps.map((step) => step.dims[i]!)))
  const [batch = 1, ...rest] = dims
  const size = sizeOf(rest)
  const data = emptyLike(numbersOf(first), batch * steps.length * size)
  steps.forEach((step, t) => {
    const from = numbersOf(step)
    for (let b = 0; b < batch; b++)
      copyBlock(from, step.dims.slice(1), b, data, rest, (b * steps.length + t) * size)
  })
  return { dtype: first.dtype, dims: [batch, steps.length, ...rest], data }
}

/** Copies one item of a batch into a block that may be longer along any axis. */
function copyBlock(
  from: Numbers,
  fromDims: readonly number[],
  item: number,
  to: Numbers,
  toDims: readonly number[],
  offset: number,
): void {
  const run = fromDims.at(-1) ?? 1
  const rows = sizeOf(fromDims) / Math.max(run, 1)
  const start = item * sizeOf(fromDims)
  for (let row = 0; row < rows; row++) {
    // The row's place in the longer block: its indices, read in the other dims.
    let left = row
    let at = 0
    let stride = toDims.at(-1) ?? 1
    for (let axis = fromDims.length - 2; axis >= 0; axis--) {
      const size = fromDims[axis]!
      at += (left % size) * stride
      left = Math.floor(left / size)
      stride *= toDims[axis]!
    }
    to.set(from.subarray(start + row * run, start + (row + 1) * run) as never, offset + at)
  }
}

/** The numbers of a tensor as they are, for reading. */
export function toNumbers(tensor: Tensor): number[] {
  return Array.from(numbersOf(tensor) as ArrayLike<number | bigint>, Number)
}

export function isTrue(tensor: Tensor): boolean {
  return Number((tensor.data as Uint8Array)[0]) !== 0
}
