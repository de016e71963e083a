/** Where a picture, the sentence under it, and the strip of small pictures stand. Pure arithmetic over a text measure. */

export interface PictureRoom {
  readonly width: number
  readonly height: number
  /** Width of the picture for a height of 1. */
  readonly aspect: number
  /** The words under the picture. */
  readonly words: readonly string[]
  /** Each word has a small picture. */
  readonly strip: boolean
  /** Width of a text in px at {@link SENTENCE_FONT}. */
  readonly measure: (text: string) => number
}

export interface PictureLayout {
  /** The strip stands at the picture's side, or below its sentence. */
  readonly strip: 'beside' | 'below' | 'none'
  readonly picture: Size
  readonly thumb: Size
  /** Height of the sentence, px. */
  readonly sentence: number
  /** The strip's own room; it scrolls where its pictures need more. */
  readonly room: Size
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** px */
export const SENTENCE_FONT = 14
export const SENTENCE_LINE = 24
/** Around each word of the sentence. */
export const WORD_INSET = 8
export const THUMB_GAP = 8
/** The word under a small picture. */
export const THUMB_LABEL = 16
const PAD = 8
const GAP = 12
const LEAST_THUMB = 36
const LARGEST_THUMB = 112
const LARGEST_PICTURE = 440
/** A picture of this size is seen well; more of it is worth nothing. */
const ENOUGH = 340
/** Parts of the height that the picture may take. */
const PARTS = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4]

export function layoutPicture(room: PictureRoom): PictureLayout {
  const { aspect, words } = room
  const [width, height] = [Math.max(40, room.width - 2 * PAD), Math.max(40, room.height - 2 * PAD)]
  const sentence = words.length === 0 ? 0 : linesOf(words, width, room.measure) * SENTENCE_LINE
  const free = Math.max(40, height - sentence - GAP / 2)
  let best: { readonly layout: PictureLayout; readonly score: number } | undefined
  for (const strip of room.strip ? (['beside', 'below'] as const) : [])
    for (const part of PARTS) {
      const picture = within(width, Math.min(free * part, LARGEST_PICTURE), aspect)
      const space =
        strip === 'beside'
          ? { width: width - picture.width - GAP, height: free }
          : { width, height: free - picture.height - GAP }
      const found = thumbIn(space, words.length, aspect)
      if (found === undefined) continue
      const { thumb, fits } = found
      // The picture itself is what is looked at; the strip must be readable, and nothing else is worth its room.
      const seen = fits ? 1 : 0.3
      const score =
        Math.min(picture.width * picture.height, ENOUGH ** 2) +
        0.8 * seen * words.length * thumb.width * thumb.height
      if (best === undefined || score > best.score)
        best = { layout: { strip, picture, thumb, sentence, room: space }, score }
    }
  if (best !== undefined) return best.layout
  const picture = within(width, Math.min(free, LARGEST_PICTURE), aspect)
  return { strip: 'none', picture, thumb: { width: 0, height: 0 }, sentence, room: picture }
}

function within(width: number, height: number, aspect: number): Size {
  const tall = Math.max(1, Math.min(height, width / aspect))
  return { width: Math.round(tall * aspect), height: Math.round(tall) }
}

/** The largest small pictures of which `count` fit into the room, or the smallest where not all of them do. */
function thumbIn(
  { width, height }: Size,
  count: number,
  aspect: number,
): { readonly thumb: Size; readonly fits: boolean } | undefined {
  const least = { width: LEAST_THUMB, height: Math.round(LEAST_THUMB / aspect) }
  if (width < least.width || height < least.height + THUMB_LABEL) return undefined
  for (let wide = LARGEST_THUMB; wide >= LEAST_THUMB; wide -= 2) {
    const tall = Math.round(wide / aspect)
    const across = Math.floor((width + THUMB_GAP) / (wide + THUMB_GAP))
    const down = Math.ceil(count / Math.max(1, across))
    if (across > 0 && down * (tall + THUMB_LABEL + THUMB_GAP) - THUMB_GAP <= height)
      return { thumb: { width: wide, height: tall }, fits: true }
  }
  return { thumb: least, fits: false }
}

/** Lines that the words take when they run on. */
function linesOf(words: readonly string[], width: number, measure: (text: string) => number): number {
  let [lines, x] = [1, 0]
  for (const word of words) {
    const wide = measure(word) + WORD_INSET
    if (x > 0 && x + wide > width) {
      lines += 1
      x = 0
    }
    x += wide
  }
  return lines
}
