/** Colours of numbers with a sign: orange above zero, blue below, and the ground's own grey at zero. */
import { oklch, type Rgb, type Theme } from '#shared/pictures/scale'

const STEPS = 128

const ENDS = {
  light: { zero: [0.965, 0], below: [0.5, 0.16, 258], above: [0.6, 0.17, 48] },
  dark: { zero: [0.29, 0], below: [0.76, 0.13, 250], above: [0.8, 0.15, 62] },
} as const

const table: Readonly<Record<Theme, readonly Rgb[]>> = { light: tabulate('light'), dark: tabulate('dark') }

/** The colour of a number from −1 to 1; what lies outside takes the nearest end. */
export function signedColor(value: number, theme: Theme): Rgb {
  const clamped = Math.min(1, Math.max(-1, value || 0))
  return table[theme][Math.round((clamped + 1) * STEPS)]!
}

function tabulate(theme: Theme): Rgb[] {
  const { zero, below, above } = ENDS[theme]
  return Array.from({ length: 2 * STEPS + 1 }, (_, i) => {
    const value = i / STEPS - 1
    const [lightness, chroma, hue] = value < 0 ? below : above
    const part = Math.abs(value)
    return oklch(zero[0] + (lightness - zero[0]) * part, chroma * part, hue)
  })
}
