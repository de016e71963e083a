/**
 * The colours of data. Weights lie on one sequential scale, computed in OKLCH so that equal steps of weight look like equal steps of
 * lightness: on a dark ground from deep violet up to yellow, on a light ground from pale yellow down to deep violet. The end next to
 * zero lies next to the ground's own lightness, so that little weight is quiet in both themes.
 */

export type Theme = 'light' | 'dark'
/** Red, green and blue, 0 … 255. */
export type Rgb = readonly [number, number, number]

/** Lightness, chroma and hue in degrees, at equal distances from weight 0 to weight 1. */
type Stop = readonly [lightness: number, chroma: number, hue: number]

const STOPS: Readonly<Record<Theme, readonly Stop[]>> = {
  dark: [
    [0.31, 0.08, 312],
    [0.45, 0.13, 288],
    [0.58, 0.12, 245],
    [0.7, 0.11, 190],
    [0.82, 0.16, 148],
    [0.94, 0.18, 106],
  ],
  light: [
    [0.965, 0.05, 106],
    [0.84, 0.13, 140],
    [0.71, 0.12, 178],
    [0.58, 0.11, 230],
    [0.45, 0.13, 282],
    [0.3, 0.13, 308],
  ],
}

const SIZE = 256
const table: Readonly<Record<Theme, readonly Rgb[]>> = { light: tabulate('light'), dark: tabulate('dark') }

/** The colour of a weight between 0 and 1; weights outside take the nearest end. */
export function weightColor(weight: number, theme: Theme): Rgb {
  const at = Math.round(Math.min(1, Math.max(0, weight || 0)) * (SIZE - 1))
  return table[theme][at]!
}

/** The whole scale from 0 to 1, for a legend or a texture. */
export function weightScale(theme: Theme): readonly Rgb[] {
  return table[theme]
}

/** Eight hues that are told apart, for heads; a ninth head starts again. */
export const headColors: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [255, 35, 150, 310, 80, 200, 5, 120].map((hue) => oklch(0.56, 0.15, hue)),
  dark: [255, 50, 155, 320, 95, 205, 15, 130].map((hue) => oklch(0.76, 0.13, hue)),
}

export function headColor(head: number, theme: Theme): Rgb {
  const colors = headColors[theme]
  return colors[head % colors.length]!
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${red} ${green} ${blue})` : `rgb(${red} ${green} ${blue} / ${alpha})`
}

function tabulate(theme: Theme): Rgb[] {
  const stops = STOPS[theme]
  return Array.from({ length: SIZE }, (_, i) => {
    const along = (i / (SIZE - 1)) * (stops.length - 1)
    const first = Math.min(Math.floor(along), stops.length - 2)
    const part = along - first
    const [from, to] = [stops[first]!, stops[first + 1]!]
    const mix = (k: 0 | 1 | 2) => from[k] + (to[k] - from[k]) * part
    return oklch(mix(0), mix(1), mix(2))
  })
}

/** OKLCH to sRGB by Björn Ottosson's matrices (bottosson.github.io/posts/oklab); outside of the gamut clipped. */
export function oklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    channel(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

function channel(linear: number): number {
  const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
  return Math.round(255 * Math.min(1, Math.max(0, encoded)))
}
