/** Numbers of one tensor, to be looked at. */
import { fault } from '#shared/base/fault'
import { TENSOR_VIEW, type TensorView } from '#shared/contract/model'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { numbersOf } from '../../inputs/numbers'

const BARS = 48

/** @throws FaultError `bad-input` when `at` names a matrix that is not there; `unsupported` for text */
export function tensorView(name: string, tensor: Tensor, at: readonly number[] = []): TensorView {
  const { dims, dtype } = tensor
  const numbers = numbersOf(tensor)
  const width = dims.at(-1) ?? 1
  const height = dims.at(-2) ?? 1
  const outer = dims.slice(0, -2)
  const place = outer.map((_, axis) => at[axis] ?? 0)
  if (at.length > outer.length || place.some((index, axis) => index >= Math.max(1, outer[axis]!)))
    throw fault(
      'bad-input',
      `“${name}” has the shape [${dims.join(', ')}]: there is no matrix at [${at.join(', ')}].`,
    )
  const matrix = place.reduce((index, each, axis) => index * outer[axis]! + each, 0)
  const empty = sizeOf(dims) === 0
  const columns = empty ? 0 : Math.min(width, TENSOR_VIEW)
  const rows = empty ? 0 : Math.min(height, Math.max(1, Math.floor(TENSOR_VIEW / columns)))
  const values = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const from = (matrix * height + row) * width
    values.set(numbers.subarray(from, from + columns), row * columns)
  }
  return { name, dtype, dims, values, rows, columns, at: place, ...statistics(numbers) }
}

type Statistics = Pick<
  TensorView,
  'least' | 'greatest' | 'mean' | 'deviation' | 'zeros' | 'notNumbers' | 'histogram'
>

/** Of all numbers that are finite; the histogram has equal bars from the least to the greatest. */
function statistics(numbers: Float32Array): Statistics {
  let [least, greatest, sum, squares, zeros, notNumbers] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
    0,
  ]
  for (const number of numbers) {
    if (!Number.isFinite(number)) {
      notNumbers++
      continue
    }
    if (number === 0) zeros++
    if (number < least) least = number
    if (number > greatest) greatest = number
    sum += number
  }
  const count = numbers.length - notNumbers
  if (count === 0) return { least: 0, greatest: 0, mean: 0, deviation: 0, zeros, notNumbers, histogram: [] }
  const mean = sum / count
  const histogram = Array.from({ length: greatest > least ? BARS : 1 }, () => 0)
  const scale = greatest > least ? BARS / (greatest - least) : 0
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue
    squares += (number - mean) ** 2
    histogram[Math.min(histogram.length - 1, Math.floor((number - least) * scale))]!++
  }
  return { least, greatest, mean, deviation: Math.sqrt(squares / count), zeros, notNumbers, histogram }
}
