/** Pictures one after the other as a GIF that plays again and again. */
/// <reference path="../gifenc.d.ts" />
import * as gifenc from 'gifenc'

// Bundlers take its ES module; Node takes its CommonJS one, whose exports are all in the default one.
const { applyPalette, GIFEncoder, quantize } =
  typeof gifenc.default === 'function' ? gifenc : (gifenc.default as typeof gifenc)

export interface GifFrame {
  readonly width: number
  readonly height: number
  /** width × height × 4, opaque. */
  readonly rgba: Uint8Array | Uint8ClampedArray
}

/** Milliseconds that a frame, and the last one, are seen. */
const FRAME = 450
const LAST = 2200
/** Frames beyond which only some are taken. */
export const MOST_FRAMES = 80

/** Frames are made one by one, so that only one is held. All must be of one size. */
export async function gifOf(
  count: number,
  frame: (at: number) => Promise<GifFrame> | GifFrame,
): Promise<Uint8Array> {
  const gif = GIFEncoder()
  for (let at = 0; at < count; at++) {
    const { width, height, rgba } = await frame(at)
    const palette = quantize(rgba, 256, { format: 'rgb565' })
    gif.writeFrame(applyPalette(rgba, palette, 'rgb565'), width, height, {
      palette,
      delay: at === count - 1 ? LAST : FRAME,
      repeat: 0,
    })
  }
  gif.finish()
  return gif.bytes()
}

/** Which of `steps` steps are frames: each, or evenly some of them with the last one. 1 is the first. */
export function frameSteps(steps: number, most = MOST_FRAMES): number[] {
  const count = Math.min(steps, most)
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * steps) / count))
}
