/** All heads of a site as one small picture. */
import type { Thumbnail } from '../../contract/model'

/** What stands behind the heads of a row. */
export const JOINED_COLUMNS = ['mean', 'max'] as const
export type JoinedColumn = (typeof JOINED_COLUMNS)[number]

/** Undefined while heads are missing. Cells that stand for a block of weights hold the strongest of each head's block. */
export function joinThumbnails(
  heads: readonly (Thumbnail | undefined)[],
  how: JoinedColumn,
): Thumbnail | undefined {
  const [first] = heads
  if (first === undefined || heads.some((head) => head?.pixels.length !== first.pixels.length))
    return undefined
  const joined = new Float32Array(first.pixels.length)
  for (const head of heads) {
    const { pixels, strongest } = head!
    for (let i = 0; i < joined.length; i++) {
      const weight = (pixels[i]! / 255) * strongest
      if (how === 'mean') joined[i]! += weight / heads.length
      else if (weight > joined[i]!) joined[i] = weight
    }
  }
  const strongest = joined.reduce((most, weight) => Math.max(most, weight), 0)
  return {
    ...first,
    head: -1,
    pixels: Uint8Array.from(joined, (weight) => (strongest > 0 ? Math.round((weight / strongest) * 255) : 0)),
    strongest,
  }
}
