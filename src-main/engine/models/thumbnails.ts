/** Heads made small. */
import type { Thumbnail } from '#shared/contract/model'
import type { Weights } from '../../inspect/normalise'

const SIDE = 64

/** One for each head of the first example: a pixel is the strongest weight of the block that it stands for. */
export function thumbnailsOf(site: string, { dims, data }: Weights): Thumbnail[] {
  const [batch, heads, queries, keys] = dims
  if (batch === 0 || queries === 0 || keys === 0) return []
  const rows = Math.min(SIDE, queries)
  const columns = Math.min(SIDE, keys)
  const columnOf = Uint16Array.from({ length: keys }, (_, key) => Math.floor((key * columns) / keys))
  return Array.from({ length: heads }, (_, head) => {
    const blocks = new Float32Array(rows * columns)
    for (let query = 0; query < queries; query++) {
      const to = Math.floor((query * rows) / queries) * columns
      const from = (head * queries + query) * keys
      for (let key = 0; key < keys; key++) {
        const at = to + columnOf[key]!
        const weight = data[from + key]!
        if (weight > blocks[at]!) blocks[at] = weight
      }
    }
    const strongest = blocks.reduce((a, b) => Math.max(a, b), 0)
    const scale = strongest > 0 ? 255 / strongest : 0
    return {
      site,
      head,
      rows,
      columns,
      pixels: Uint8Array.from(blocks, (weight) => Math.round(weight * scale)),
      strongest,
    }
  })
}
