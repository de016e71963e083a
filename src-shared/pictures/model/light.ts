/** Weights over the patches of a picture as light: smooth, as attention is drawn over pictures, or patch by patch. */

/** Rows and columns of patches. */
export type Patches = readonly [rows: number, columns: number]

/** Light on a raster of `width` × `height` points, row-major; the brightest point is 1, and no light at all is 0 everywhere. */
export interface Light {
  readonly width: number
  readonly height: number
  readonly points: Float32Array
  /** The weight at the brightest patch. */
  readonly most: number
}

/** Width of the Gaussian that each patch shines with, in patches: neighbours run into each other without a seam. */
const SPREAD = 0.55

/**
 * Each point is the mean of all patches, weighed by a Gaussian of their distance (Nadaraya-Watson), so that even light stays even up to
 * the edges.
 */
export function smoothLight(
  weights: ArrayLike<number>,
  [rows, columns]: Patches,
  width: number,
  height: number,
): Light {
  const across = kernel(columns, width)
  const down = kernel(rows, height)
  // Columns first, then rows: the Gaussian is separable.
  const wide = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let column = 0; column < columns; column++)
        sum += across[x * columns + column]! * positive(weights[row * columns + column])
      wide[row * width + x] = sum
    }
  const points = new Float32Array(width * height)
  let brightest = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let row = 0; row < rows; row++) sum += down[y * rows + row]! * wide[row * width + x]!
      points[y * width + x] = sum
      if (sum > brightest) brightest = sum
    }
  if (brightest > 0) for (let i = 0; i < points.length; i++) points[i]! /= brightest
  return { width, height, points, most: greatest(weights) }
}

/** One point for each patch. */
export function patchLight(weights: ArrayLike<number>, [rows, columns]: Patches): Light {
  const most = greatest(weights)
  const points = Float32Array.from({ length: rows * columns }, (_, patch) =>
    most > 0 ? positive(weights[patch]) / most : 0,
  )
  return { width: columns, height: rows, points, most }
}

/** For each of `points` places along an axis, how much each of `patches` adds; each place's parts sum to 1. */
function kernel(patches: number, points: number): Float32Array {
  const parts = new Float32Array(points * patches)
  for (let point = 0; point < points; point++) {
    const at = ((point + 0.5) / points) * patches - 0.5
    let total = 0
    for (let patch = 0; patch < patches; patch++) {
      const part = Math.exp(-((at - patch) ** 2) / (2 * SPREAD ** 2))
      parts[point * patches + patch] = part
      total += part
    }
    for (let patch = 0; patch < patches; patch++) parts[point * patches + patch]! /= total
  }
  return parts
}

function greatest(weights: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < weights.length; i++) most = Math.max(most, positive(weights[i]))
  return most
}

function positive(weight: number | undefined): number {
  return weight !== undefined && weight > 0 && weight < Number.POSITIVE_INFINITY ? weight : 0
}

/** The patch at a point of the picture, both from 0 to 1; undefined beside it. */
export function patchAt([rows, columns]: Patches, x: number, y: number): number | undefined {
  if (!(x >= 0 && x < 1 && y >= 0 && y < 1)) return undefined
  return Math.floor(y * rows) * columns + Math.floor(x * columns)
}

/** The patch that an arrow key leads to; the edges hold. */
export function patchBeside([rows, columns]: Patches, patch: number, key: string): number | undefined {
  const [row, column] = [Math.floor(patch / columns), patch % columns]
  if (key === 'ArrowLeft') return row * columns + Math.max(0, column - 1)
  if (key === 'ArrowRight') return row * columns + Math.min(columns - 1, column + 1)
  if (key === 'ArrowUp') return Math.max(0, row - 1) * columns + column
  if (key === 'ArrowDown') return Math.min(rows - 1, row + 1) * columns + column
  if (key === 'Home') return 0
  return key === 'End' ? rows * columns - 1 : undefined
}
