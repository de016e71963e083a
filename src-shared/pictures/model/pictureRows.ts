/** What of a site over a picture is shown: which row's light lies on it, and which weights are its patches'. */
import type { SiteInfo } from '#shared/contract/slice'
import type { Focus } from './focus'
import { type Layer, layerWeight } from './heads'
import { type AttentionMatrix, arrivalOf, newestArrival, type RowArrival } from './history'
import type { Patches } from './light'

export interface LookedAt {
  readonly row: number
  readonly arrival: RowArrival
}

/**
 * The row whose light is shown: the one looked at closely, or else the newest. Where rows are patches too, it is the first one: all came
 * at once, and the newest is none more than the others.
 */
export function lookedAt(
  site: SiteInfo,
  matrix: AttentionMatrix,
  shown: number,
  focus: Focus | undefined,
): LookedAt | undefined {
  if (focus?.row !== undefined) {
    const arrival = arrivalOf(matrix, focus.row, shown)
    if (arrival !== undefined) return { row: focus.row, arrival }
  }
  if (site.rowGrid === undefined) return newestArrival(matrix, shown)
  const arrival = arrivalOf(matrix, 0, shown)
  return arrival && { row: 0, arrival }
}

/** The grid that the picture is cut into: that of the columns, or of the rows where only those are patches. */
export function patchesOf({ columnGrid, rowGrid }: SiteInfo): Patches {
  return columnGrid ?? rowGrid ?? [1, 1]
}

/** Weights of the patches, without the tokens before them. */
export function patchWeights(
  { leading = 0, columnGrid }: SiteInfo,
  layer: Layer,
  arrival: RowArrival,
): Float32Array {
  const [rows, columns] = columnGrid ?? [0, 0]
  return Float32Array.from({ length: rows * columns }, (_, patch) =>
    layerWeight(layer, arrival, leading + patch),
  )
}

/** How much each patch, as a row, looks at one column. */
export function patchRowWeights(
  { leading = 0, rowGrid }: SiteInfo,
  matrix: AttentionMatrix,
  shown: number,
  layer: Layer,
  column: number,
): Float32Array {
  const [rows, columns] = rowGrid ?? [0, 0]
  return Float32Array.from({ length: rows * columns }, (_, patch) => {
    const arrival = arrivalOf(matrix, leading + patch, shown)
    return arrival === undefined ? 0 : layerWeight(layer, arrival, column)
  })
}
