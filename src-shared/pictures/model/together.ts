/** Several sites on one line of time, in the order in which the run made their rows: a memory is written by one and read by another. */
import type { SiteHistory } from './history'

export interface Told {
  readonly site: string
  readonly history: SiteHistory
  /** What the history was made of where it is not what came: the same thing while it grows. */
  readonly source?: unknown
}

export interface Together {
  /** Rows of all sites. */
  readonly steps: number
  /** How many rows of a site are among the first `shown` of all. */
  shownOf(site: string, shown: number): number
  /** Where playback stands when the site's row of this step has just come. */
  after(site: string, step: number): number
  /** The site whose row came at a step. */
  siteAt(step: number): string | undefined
}

export function together(told: readonly Told[]): Together {
  const rows = told.flatMap(({ site, history }) =>
    history.slices.flatMap(({ order, rows }) => Array.from({ length: rows }, () => ({ site, order }))),
  )
  if (told.length > 1) rows.sort((a, b) => a.order - b.order)
  return {
    steps: rows.length,
    shownOf(site, shown) {
      if (told.length === 1) return Math.min(shown, rows.length)
      let count = 0
      for (let at = 0; at < shown && at < rows.length; at++) if (rows[at]!.site === site) count += 1
      return count
    },
    after(site, step) {
      let count = 0
      for (let at = 0; at < rows.length; at++) {
        if (rows[at]!.site === site) count += 1
        if (count > step) return at + 1
      }
      return rows.length
    },
    siteAt: (step) => rows[step]?.site,
  }
}
