/**
 * Colours of signed numbers, the same on both sides of 0: blue below, orange above, told apart also by those who see no red or no green.
 * Zero lies next to the ground's own lightness, so that little is quiet in both themes.
 */
import { oklch, type Rgb, type Theme } from './scale'

/** Lightness, chroma and hue, from 0 to the end of each side. */
type Stop = readonly [lightness: number, chroma: number, hue: number]

const STOPS: Readonly<Record<Theme, { readonly below: readonly Stop[]; readonly above: readonly Stop[] }>> = {
  light: {
    below: [
      [0.972, 0.004, 250],
      [0.86, 0.06, 240],
      [0.68, 0.13, 248],
      [0.46, 0.16, 260],
    ],
    above: [
      [0.972, 0.004, 60],
      [0.87, 0.075, 70],
      [0.7, 0.15, 55],
      [0.5, 0.16, 38],
    ],
  },
  dark: {
    below: [
      [0.265, 0.012, 260],
      [0.4, 0.08, 258],
      [0.6, 0.13, 245],
      [0.84, 0.1, 220],
    ],
    above: [
      [0.265, 0.012, 60],
      [0.42, 0.08, 48],
      [0.63, 0.15, 52],
      [0.87, 0.13, 80],
    ],
  },
}

const HALF = 128
const tables: Readonly<Record<Theme, readonly Rgb[]>> = { light: tabulate('light'), dark: tabulate('dark') }

/** The colour of a number between −1 and 1; those outside take the nearest end. */
export function signedColor(value: number, theme: Theme): Rgb {
  return tables[theme][Math.round((Math.min(1, Math.max(-1, value || 0)) + 1) * HALF)]!
}

function tabulate(theme: Theme): Rgb[] {
  const { below, above } = STOPS[theme]
  return Array.from({ length: 2 * HALF + 1 }, (_, i) => {
    const value = i / HALF - 1
    return along(value < 0 ? below : above, Math.abs(value))
  })
}

function along(stops: readonly Stop[], part: number): Rgb {
  const at = part * (stops.length - 1)
  const first = Math.min(Math.floor(at), stops.length - 2)
  const [from, to] = [stops[first]!, stops[first + 1]!]
  const mix = (k: 0 | 1 | 2) => from[k] + (to[k] - from[k]) * (at - first)
  return oklch(mix(0), mix(1), mix(2))
}

/** A signed number with a true minus, to so many places that 1 part in 1,000 shows. */
export function signedText(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text = size >= 1e4 || size < 1e-4 ? size.toExponential(2) : size.toPrecision(4)
  return `${value < 0 ? '−' : '+'}${text}`
}

/** To so many places that a hundredth of the strongest part shows; `most` is the strongest. */
export function onScale(value: number, most: number): string {
  const places = most === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(most))))
  const text = Math.abs(value).toFixed(places)
  return Number(text) === 0 ? '0' : `${value < 0 ? '−' : '+'}${text}`
}
