/**
 * Slices put together again: the whole attention of a run, one entry for each site (and for each place in loops around it). What the
 * command line prints as JSON.
 */
import type { SiteInfo, Slice } from './slice'

export interface AssembledAttention {
  readonly site: string
  readonly node: string
  readonly heads: number
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** [head][row][column]; a column that a row did not have is 0. */
  readonly weights: readonly (readonly (readonly number[])[])[]
  /** Steps of the loops around the site; absent where there are none. */
  readonly coordinates?: readonly number[]
}

/** In the order of `sites`, then of first appearance. A site without slices has no entry. */
export function assembleAttention(
  sites: readonly SiteInfo[],
  slices: readonly Slice[],
): AssembledAttention[] {
  return sites.flatMap((site) => {
    const places = new Map<string, Slice[]>()
    for (const slice of slices) {
      if (slice.site !== site.id) continue
      const place = slice.coordinates.join(' ')
      places.set(place, [...(places.get(place) ?? []), slice])
    }
    return [...places.values()].map((parts) => assemblePlace(site, parts))
  })
}

function assemblePlace(site: SiteInfo, slices: readonly Slice[]): AssembledAttention {
  const parts = slices.toSorted((a, b) => a.order - b.order)
  const last = parts.at(-1)!
  const height = Math.max(...parts.map((part) => part.firstRow + part.rows))
  const width = Math.max(...parts.map((part) => part.columns))
  const rows = Array.from({ length: height }, () => '')
  const weights = Array.from({ length: last.heads }, () =>
    Array.from({ length: height }, () => Array.from({ length: width }, () => 0)),
  )
  for (const part of parts) {
    for (let row = 0; row < part.rows; row++) {
      rows[part.firstRow + row] = part.rowLabels[row] ?? ''
      for (let head = 0; head < part.heads; head++) {
        const from = (head * part.rows + row) * part.columns
        part.weights.subarray(from, from + part.columns).forEach((weight, column) => {
          weights[head]![part.firstRow + row]![column] = weight
        })
      }
    }
  }
  return {
    site: site.id,
    node: site.node,
    heads: last.heads,
    rows,
    columns: last.columnLabels,
    weights,
    ...(last.coordinates.length > 0 && { coordinates: last.coordinates }),
  }
}
