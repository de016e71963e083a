/** Slices of a model made elsewhere, as one array for each site: float32 [batch, heads, query, key]. */
import type { Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'

/** Slices that follow each other in rows are joined; a first coordinate counts the batch. */
export function siteTensors(slices: readonly Slice[]): Record<string, Tensor> {
  const bySite = new Map<string, Slice[]>()
  for (const slice of slices) bySite.set(slice.site, [...(bySite.get(slice.site) ?? []), slice])
  return Object.fromEntries([...bySite].map(([site, parts]) => [site, siteTensor(parts)]))
}

function siteTensor(slices: readonly Slice[]): Tensor {
  const batchOf = (slice: Slice) => slice.coordinates[0] ?? 0
  const batch = 1 + Math.max(...slices.map(batchOf))
  const heads = Math.max(...slices.map((slice) => slice.heads))
  const rows = Math.max(...slices.map((slice) => slice.firstRow + slice.rows))
  const columns = Math.max(...slices.map((slice) => slice.columns))
  const data = new Float32Array(batch * heads * rows * columns)
  for (const slice of slices) {
    for (let head = 0; head < slice.heads; head++) {
      for (let row = 0; row < slice.rows; row++) {
        const from = (head * slice.rows + row) * slice.columns
        const to = ((batchOf(slice) * heads + head) * rows + slice.firstRow + row) * columns
        data.set(slice.weights.subarray(from, from + slice.columns), to)
      }
    }
  }
  return { dtype: 'float32', dims: [batch, heads, rows, columns], data }
}
