/** A picture of any size → the size that a network takes. */
import type { Pixels } from './decode'

/** Weights of the red, green and blue that make a grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const

/**
 * The middle of the picture in the proportions asked for, each pixel the mean of what it covers. Row-major height × width × channels, from 0
 * to 1; one channel is grey, a fourth one is opacity and full.
 */
export function fitPicture(pixels: Pixels, width: number, height: number, channels: number): Float32Array {
  const scale = Math.min(pixels.width / width, pixels.height / height)
  const left = (pixels.width - width * scale) / 2
  const top = (pixels.height - height * scale) / 2
  const fitted = new Float32Array(width * height * channels)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const mean = meanOf(pixels, left + x * scale, top + y * scale, scale)
      const grey = GREY.reduce((sum, share, c) => sum + share * mean[c]!, 0)
      for (let c = 0; c < channels; c++)
        fitted[(y * width + x) * channels + c] = channels < 3 ? grey : (mean[c] ?? 1)
    }
  return fitted
}

/** Mean colour of a square with its corner at (x, y); pixels that it cuts count by the part that is inside. */
function meanOf({ width, height, data }: Pixels, x: number, y: number, side: number): number[] {
  const sums = [0, 0, 0]
  let whole = 0
  for (let row = Math.floor(y); row < Math.min(y + side, height); row++) {
    const down = Math.min(row + 1, y + side) - Math.max(row, y)
    for (let column = Math.floor(x); column < Math.min(x + side, width); column++) {
      const part = down * (Math.min(column + 1, x + side) - Math.max(column, x))
      if (part <= 0) continue
      whole += part
      for (let c = 0; c < 3; c++) sums[c]! += part * data[(row * width + column) * 3 + c]!
    }
  }
  return sums.map((sum) => Math.min(1, sum / whole))
}
