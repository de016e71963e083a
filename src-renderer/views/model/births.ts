/** When rows came into view, so that they can be drawn growing in. */
import { type AttentionMatrix, arrivalOf, type RowArrival } from '#shared/pictures/model/history'

/** Milliseconds that a row takes to grow in. */
export const GROWTH = 180

export interface Births {
  /** Clock time at which a row came into view; long ago for one that is settled. */
  birth(row: number): number
  /** Rows that are the only difference to the picture before; undefined where more than that changed. */
  readonly added: ReadonlySet<number> | undefined
  /** When the last of them is settled. */
  readonly settled: number
}

export const LONG_AGO = -1e6

/**
 * Watches which arrivals are shown. A row whose arrival is new since the last call is born `now`; the first picture of a matrix and a
 * step back give no births.
 */
export function birthWatch() {
  let known: { readonly matrix: AttentionMatrix; readonly shown: number; readonly births: Births } | undefined
  let rows = new Map<number, { readonly arrival: RowArrival; readonly born: number }>()
  return (matrix: AttentionMatrix, shown: number, now: number): Births => {
    if (known?.matrix === matrix && known.shown === shown) return known.births
    const forward =
      known === undefined
        ? shown > 0 && isFirst(matrix, shown)
        : known.matrix === matrix && shown >= known.shown
    const next: typeof rows = new Map()
    let settled = LONG_AGO
    const added = new Set<number>()
    let only = known?.matrix === matrix && forward
    for (let row = 0; row < matrix.arrivals.length; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      const before = rows.get(row)
      const born = before?.arrival === arrival ? before.born : forward ? now : LONG_AGO
      if (before === undefined) added.add(row)
      else if (before.arrival !== arrival) only = false
      next.set(row, { arrival, born })
      settled = Math.max(settled, born + GROWTH)
    }
    rows = next
    const births = {
      birth: (row: number) => next.get(row)?.born ?? LONG_AGO,
      added: only ? added : undefined,
      settled,
    }
    known = { matrix, shown, births }
    return births
  }
}

/** Whether this picture shows the beginning of a run as it happens, rather than a run that is over. */
function isFirst(matrix: AttentionMatrix, shown: number): boolean {
  let rows = 0
  for (let row = 0; row < matrix.arrivals.length; row++)
    if (arrivalOf(matrix, row, shown) !== undefined) rows += 1
  return rows <= 1
}
