/** Pictures of the input form: the text that an input reads, and the pixels that a person sees. */
import { parseNumbers } from '../kinds/inputText'
import type { Params } from '../kinds/kind'

export interface PictureSize {
  readonly width: number
  readonly height: number
  readonly channels: number
}

/** Size in pixels of the picture that a picture input reads. */
export function pictureSize({ rows, columns, patch, channels }: Params): PictureSize {
  return {
    width: Number(columns) * Number(patch),
    height: Number(rows) * Number(patch),
    channels: Number(channels),
  }
}

/** RGBA, 0 to 255, as the text of an input: `channels` numbers for each pixel, row by row, from 0 to 1. */
export function textOfPixels(rgba: ArrayLike<number>, { width, height, channels }: PictureSize): string {
  const lines = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const at = 4 * (row * width + column)
      return channelsOf(rgba, at, channels).map(short).join(' ')
    }).join(' '),
  )
  return lines.join('\n')
}

/** The text of an input as RGBA; what is missing or no number is black. */
export function pixelsOfText(
  text: string,
  { width, height, channels }: PictureSize,
): Uint8ClampedArray<ArrayBuffer> {
  const { numbers } = parseNumbers(text)
  const rgba = new Uint8ClampedArray(4 * width * height)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const own = numbers.slice(pixel * channels, (pixel + 1) * channels)
    const grey = channels < 3
    for (let i = 0; i < 3; i += 1) rgba[4 * pixel + i] = 255 * (own[grey ? 0 : i] ?? 0)
    rgba[4 * pixel + 3] = 255
  }
  return rgba
}

/** Grey by what the eye sees (ITU-R BT.601); a second or fourth number is opacity. */
function channelsOf(rgba: ArrayLike<number>, at: number, channels: number): number[] {
  const [red, green, blue, alpha] = [0, 1, 2, 3].map((i) => (rgba[at + i] ?? 0) / 255) as [
    number,
    number,
    number,
    number,
  ]
  const grey = 0.299 * red + 0.587 * green + 0.114 * blue
  const all = channels < 3 ? [grey, alpha] : [red, green, blue, alpha]
  return all.slice(0, channels)
}

function short(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
