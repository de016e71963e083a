/** A value as a picture, one pixel a cell. */
import type { Activation } from '#shared/contract/activations'
import { signedColor } from '#shared/pictures/diverging'
import { type Rgb, type Theme, weightColor } from '#shared/pictures/scale'

/** Scores of what may never be chosen are as good as minus infinity: they do not set the scale. */
const AS_GOOD_AS_INFINITE = 1e8

const NO_NUMBER: Readonly<Record<Theme, Rgb>> = { light: [192, 39, 45], dark: [255, 130, 121] }

/** Where the scale ends: the size of the strongest cell. */
export function peakOf({ cells }: Pick<Activation, 'cells'>): number {
  let peak = 0
  for (const value of cells) {
    const size = Math.abs(value)
    if (size < AS_GOOD_AS_INFINITE && size > peak) peak = size
  }
  return peak
}

export interface Look {
  readonly theme: Theme
  /** They are weights, which have a scale of their own. */
  readonly weights: boolean
}

/** RGBA of each cell; one that is not there is clear, one that is no number has the colour of problems. */
export function pixelsOf(
  activation: Pick<Activation, 'cells' | 'there'>,
  { theme, weights }: Look,
): Uint8ClampedArray<ArrayBuffer> {
  const { cells, there } = activation
  const peak = peakOf(activation)
  const scale = peak === 0 ? 0 : 1 / peak
  const pixels = new Uint8ClampedArray(4 * cells.length)
  cells.forEach((value, i) => {
    if (there?.[i] === 0) return
    const part = value * scale
    const finite = Number.isFinite(value)
    const color = !finite ? NO_NUMBER[theme] : weights ? weightColor(part, theme) : signedColor(part, theme)
    pixels.set(color, 4 * i)
    pixels[4 * i + 3] = 255
  })
  return pixels
}

/** A still picture of these pixels, as the address of an image: hundreds of them cost panning less than canvases do. */
export function imageOf(width: number, height: number, rgba: ImageDataArray): string {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, width)
  canvas.height = Math.max(1, height)
  if (width > 0 && height > 0) canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  return canvas.toDataURL()
}
