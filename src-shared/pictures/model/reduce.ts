/** A head of a slice made small, for sites that come whole and bring no small picture of their own. */
import type { Thumbnail } from '../../contract/model'
import type { Slice } from '../../contract/slice'

/** Cells of a thumbnail each way, at the most. */
export const SMALL = 64

export function reduceSlice({ site, rows, columns, weights }: Slice, head: number): Thumbnail {
  const [tall, wide] = [Math.min(SMALL, rows), Math.min(SMALL, columns)]
  const blocks = new Float32Array(tall * wide)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = Math.floor((row * tall) / rows) * wide + Math.floor((column * wide) / columns)
      const weight = weights[(head * rows + row) * columns + column] ?? 0
      if (weight > blocks[at]!) blocks[at] = weight
    }
  const strongest = blocks.reduce((most, weight) => Math.max(most, weight), 0)
  const pixels = Uint8Array.from(blocks, (weight) =>
    strongest > 0 ? Math.round((weight / strongest) * 255) : 0,
  )
  return { site, head, rows: tall, columns: wide, pixels, strongest }
}
