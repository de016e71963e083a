/**
 * Light laid over a picture, as one picture of its own that only has to be drawn over it: where no light falls the picture is darkened,
 * and where it falls, it shines.
 */
import type { Rgb } from '../scale'
import type { Light } from './light'

/** How much of the picture is left where no light falls. */
const LEFT = 0.2
/** What is dark is not quite black. */
const DARK: Rgb = [10, 12, 18]
/** How much of the light's own colour is seen: white only hints, hues of heads must be told apart. */
const WHITE_GLOW = 0.16
const HUE_GLOW = 0.5
const WHITE: Rgb = [255, 255, 255]

export interface Lamp {
  readonly light: Light
  /** Absent for white light. */
  readonly color?: Rgb | undefined
}

/** RGBA of the size of the lights, which all have one size. */
export function shadeOf(lamps: readonly Lamp[]): Uint8ClampedArray<ArrayBuffer> {
  const first = lamps[0]?.light
  if (first === undefined) return new Uint8ClampedArray(0)
  const count = first.width * first.height
  const rgba = new Uint8ClampedArray(4 * count)
  for (let point = 0; point < count; point++) {
    let [bright, total, glow] = [0, 0, 0]
    let [red, green, blue] = [0, 0, 0]
    for (const { light, color } of lamps) {
      const amount = light.points[point]!
      const own = color ?? WHITE
      bright = Math.max(bright, amount)
      glow = Math.max(glow, amount * (color === undefined ? WHITE_GLOW : HUE_GLOW))
      total += amount
      red += amount * own[0]
      green += amount * own[1]
      blue += amount * own[2]
    }
    const dark = (1 - LEFT) * (1 - bright)
    const alpha = 1 - (1 - dark) * (1 - glow)
    const mix = (channel: number, base: number) =>
      alpha === 0 ? 0 : (base * dark * (1 - glow) + (total > 0 ? channel / total : 0) * glow) / alpha
    rgba[4 * point] = mix(red, DARK[0])
    rgba[4 * point + 1] = mix(green, DARK[1])
    rgba[4 * point + 2] = mix(blue, DARK[2])
    rgba[4 * point + 3] = 255 * alpha
  }
  return rgba
}
