/**
 * Everything that one site has reported in a run: one growing matrix (heads × rows × columns) for each pass of the loops around the
 * site, and the steps at which its rows came. Weights are never copied: a row points into the slice that brought it, so a new slice
 * costs its own number of rows.
 */
import type { Slice } from '#shared/contract/slice'

/** One arrival of a row. A row that comes again (a decoder that recomputes all rows at each step) has several. */
export interface RowArrival {
  readonly slice: Slice
  /** Row inside of the slice. */
  readonly at: number
  /** Rank among all rows of the site, from 0. */
  readonly step: number
}

export interface AttentionMatrix {
  /** Steps of the loops around the site, outermost first; empty where there are none. */
  readonly coordinates: readonly number[]
  readonly heads: number
  /** By row, oldest first; empty for a row that has not come. */
  readonly arrivals: readonly (readonly RowArrival[])[]
  readonly rowLabels: readonly string[]
  /** The longest list of columns so far: a history's columns grow from slice to slice. */
  readonly columnLabels: readonly string[]
}

/** One row that came, in the order of coming. */
export interface Step {
  readonly pass: string
  readonly row: number
}

export interface SiteHistory {
  /** By {@link passKey}, in order of appearance. */
  readonly passes: ReadonlyMap<string, AttentionMatrix>
  readonly steps: readonly Step[]
  /** Slices taken in, in order. */
  readonly slices: readonly Slice[]
}

interface GrowingMatrix extends AttentionMatrix {
  heads: number
  readonly arrivals: RowArrival[][]
  readonly rowLabels: string[]
  columnLabels: readonly string[]
}

interface GrowingHistory extends SiteHistory {
  readonly passes: Map<string, GrowingMatrix>
  readonly steps: Step[]
  readonly slices: Slice[]
}

export function passKey(coordinates: readonly number[]): string {
  return coordinates.join('.')
}

export function emptyHistory(): SiteHistory {
  return growing()
}

function growing(): GrowingHistory {
  return { passes: new Map(), steps: [], slices: [] }
}

/**
 * The history of a site's slices so far. Grows `before` in place when the slices only went on from where it ended, and starts anew
 * when they did not (another run, or a slice that came out of order).
 */
export function followSlices(before: SiteHistory, slices: readonly Slice[]): SiteHistory {
  const known = before.slices.length
  const continues = known <= slices.length && (known === 0 || before.slices[known - 1] === slices[known - 1])
  const history = (continues ? before : growing()) as GrowingHistory
  for (let i = history.slices.length; i < slices.length; i++) addSlice(history, slices[i]!)
  return history
}

function addSlice(history: GrowingHistory, slice: Slice): void {
  const pass = passKey(slice.coordinates)
  let matrix = history.passes.get(pass)
  if (matrix === undefined) {
    matrix = {
      coordinates: slice.coordinates,
      heads: slice.heads,
      arrivals: [],
      rowLabels: [],
      columnLabels: [],
    }
    history.passes.set(pass, matrix)
  }
  matrix.heads = Math.max(matrix.heads, slice.heads)
  const { columnLabels } = slice
  // The same words stay the same array, so that views see at a glance that nothing moved.
  if (columnLabels.length > matrix.columnLabels.length || differ(columnLabels, matrix.columnLabels)) {
    matrix.columnLabels = columnLabels
  }
  while (matrix.arrivals.length < slice.firstRow + slice.rows) {
    matrix.rowLabels.push(`${matrix.arrivals.length + 1}`)
    matrix.arrivals.push([])
  }
  for (let at = 0; at < slice.rows; at++) {
    const row = slice.firstRow + at
    matrix.arrivals[row]!.push({ slice, at, step: history.steps.length })
    matrix.rowLabels[row] = slice.rowLabels[at] ?? matrix.rowLabels[row]!
    history.steps.push({ pass, row })
  }
  history.slices.push(slice)
}

function differ(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.some((label, i) => label !== b[i])
}

/** The newest arrival of a row among the first `shown` steps. */
export function arrivalOf(matrix: AttentionMatrix, row: number, shown: number): RowArrival | undefined {
  const arrivals = matrix.arrivals[row]
  if (arrivals === undefined) return undefined
  for (let i = arrivals.length - 1; i >= 0; i--) if (arrivals[i]!.step < shown) return arrivals[i]
  return undefined
}

/** The row that came last among the first `shown` steps. */
export function newestArrival(
  matrix: AttentionMatrix,
  shown: number,
): { readonly row: number; readonly arrival: RowArrival } | undefined {
  let newest: { readonly row: number; readonly arrival: RowArrival } | undefined
  for (let row = 0; row < matrix.arrivals.length; row++) {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival !== undefined && (newest === undefined || arrival.step > newest.arrival.step))
      newest = { row, arrival }
  }
  return newest
}

/** The raw weight, untouched; 0 where the row had no such column or head yet. */
export function weightOf({ slice, at }: RowArrival, head: number, column: number): number {
  if (column >= slice.columns || head >= slice.heads) return 0
  return slice.weights[(head * slice.rows + at) * slice.columns + column] ?? 0
}
