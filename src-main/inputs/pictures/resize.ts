/**
 * Pictures made smaller or larger as PIL does it: a filter over all pixels that a new one covers, rows first, each pass rounded to 8 bits.
 */
import type { Picture } from '#shared/contract/model'
import type { Filter } from './rule'

/** Weights are whole numbers of 22 bits behind the point, as Pillow's are: so its roundings are met. */
const ONE = 2 ** 22

interface Kernel {
  readonly reach: number
  at(x: number): number
}

const KERNELS: Readonly<Record<Exclude<Filter, 'nearest'>, Kernel>> = {
  bilinear: { reach: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { reach: 2, at: (x) => cubic(Math.abs(x), -0.5) },
  lanczos: { reach: 3, at: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
}

/** Keys' cubic convolution. */
function cubic(x: number, a: number): number {
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

export function resize(
  { width, height, rgba }: Picture,
  toWidth: number,
  toHeight: number,
  filter: Filter,
): Picture {
  if (width === toWidth && height === toHeight) return { width, height, rgba }
  const across = along(rgba, { lines: height, length: width, next: 4, line: width * 4 }, toWidth, filter)
  const down = along(across, { lines: toWidth, length: height, next: toWidth * 4, line: 4 }, toHeight, filter)
  return { width: toWidth, height: toHeight, rgba: transposed(down, toWidth, toHeight) }
}

interface Walk {
  readonly lines: number
  readonly length: number
  /** From one pixel of a line to the next, and from one line to the next, in bytes. */
  readonly next: number
  readonly line: number
}

/** Every line of `length` pixels → `size` pixels; lines follow one another in the result. */
function along(
  from: Uint8Array,
  { lines, length, next, line }: Walk,
  size: number,
  filter: Filter,
): Uint8Array {
  const to = new Uint8Array(lines * size * 4)
  for (let i = 0; i < size; i++) {
    const { first, weights } = weightsOf(length, size, i, filter)
    for (let l = 0; l < lines; l++)
      for (let c = 0; c < 4; c++) {
        let sum = 0
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * from[l * line + (first + k) * next + c]!
        to[(l * size + i) * 4 + c] = Math.min(255, Math.max(0, Math.floor((sum + ONE / 2) / ONE)))
      }
  }
  return to
}

function weightsOf(
  length: number,
  size: number,
  i: number,
  filter: Filter,
): { first: number; weights: number[] } {
  const scale = length / size
  const center = (i + 0.5) * scale
  if (filter === 'nearest') return { first: Math.min(length - 1, Math.floor(center)), weights: [ONE] }
  const kernel = KERNELS[filter]
  const stretch = Math.max(1, scale)
  const reach = kernel.reach * stretch
  const first = Math.max(0, Math.trunc(center - reach + 0.5))
  const end = Math.min(length, Math.trunc(center + reach + 0.5))
  const weights = Array.from({ length: end - first }, (_, k) =>
    kernel.at((first + k - center + 0.5) / stretch),
  )
  const sum = weights.reduce((a, b) => a + b, 0)
  return { first, weights: weights.map((weight) => Math.round((weight / sum) * ONE)) }
}

/** Columns that follow one another → rows that do. */
function transposed(columns: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array(columns.length)
  for (let x = 0; x < width; x++)
    for (let y = 0; y < height; y++)
      for (let c = 0; c < 4; c++) rows[(y * width + x) * 4 + c] = columns[(x * height + y) * 4 + c]!
  return rows
}
