/** A memory that is read in hops: each hop is one look over all that is stored. */
import { type AttentionMatrix, arrivalOf, passKey, type RowArrival, type SiteHistory } from './history'

export interface Hop {
  readonly key: string
  readonly label: string
  /** Row of the shown pass that it is; undefined where it belongs to another pass. */
  readonly row: number | undefined
  /** Undefined while it has not been made. */
  readonly arrival: RowArrival | undefined
}

/**
 * Hops of a site. Where each pass of the loops around it has one row, passes are hops (a memory read once in each of several layers);
 * otherwise rows are: the steps of the innermost loop, or the words of a question.
 */
export function hopsOf(
  history: SiteHistory,
  matrix: AttentionMatrix,
  shown: number,
  rowAxis: string,
): readonly Hop[] {
  const passes = [...history.passes.values()]
  const byPass = passes.length > 1 && passes.every(({ arrivals }) => arrivals.length === 1)
  if (byPass)
    return passes.map((pass, i) => ({
      key: passKey(pass.coordinates),
      label: `hop ${i + 1}`,
      row: pass === matrix ? 0 : undefined,
      arrival: arrivalOf(pass, 0, shown),
    }))
  const counted = /(^|\s)repeats$/.test(rowAxis)
  return matrix.rowLabels.map((label, row) => ({
    key: String(row),
    label: counted ? `hop ${label}` : label,
    row,
    arrival: arrivalOf(matrix, row, shown),
  }))
}
