/**
 * Weights of a site → slices, as the page draws them: one for each example of the batch.
 */
import type { Slice } from '#shared/contract/slice'
import type { Weights } from './normalise'

/** Examples after one another are told apart by their coordinate; rows and columns are numbered from 1. */
export function slicesOf(site: string, { dims, data }: Weights, firstOrder: number): Slice[] {
  const [batch, heads, rows, columns] = dims
  const size = heads * rows * columns
  const rowLabels = numbered(rows)
  const columnLabels = numbered(columns)
  return Array.from({ length: batch }, (_, example) => ({
    site,
    order: firstOrder + example,
    coordinates: batch > 1 ? [example] : [],
    firstRow: 0,
    heads,
    rows,
    columns,
    weights: data.slice(example * size, (example + 1) * size),
    rowLabels,
    columnLabels,
  }))
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i + 1))
}
