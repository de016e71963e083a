/** SVG as text: plain elements, colours and opacities as attributes, so that editors and typesetters read it as browsers do. */
import { encode } from 'fast-png'
import type { Rgb } from '../scale'
import { fitted, monoWidth, textWidth } from '../textWidth'

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** A part of a picture, in the units of the whole. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly body: string
}

export const FONT_FAMILY = "Inter, 'Inter Variable', 'Helvetica Neue', Helvetica, Arial, sans-serif"
export const MONO_FAMILY = "'JetBrains Mono', 'JetBrains Mono Variable', Menlo, Consolas, monospace"
/** From the middle of a line of text down to its base line, in parts of the font's size. */
const BASE = 0.36

export function element(tag: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? short(value) : escaped(value!)}"`)
    .join('')
  return content === '' ? `<${tag}${written}/>` : `<${tag}${written}>${content}</${tag}>`
}

/** Two digits behind the point are finer than any printer. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as XML takes it: control characters, which XML has no way to say, become a mark. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (letter) => ENTITIES[letter]!)
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
}

export function hex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

export interface Lettering {
  readonly size: number
  readonly fill: string
  readonly weight?: number | undefined
  readonly anchor?: 'start' | 'middle' | 'end' | undefined
  readonly opacity?: number | undefined
  readonly mono?: boolean | undefined
  /** Degrees clockwise around its point. */
  readonly turn?: number | undefined
  /** Widest that it may become, px: cut beyond, with the whole text as its title. */
  readonly room?: number | undefined
  /** Font size down to which it is made smaller before it is cut. */
  readonly least?: number | undefined
}

/** A text whose middle line is at `y`. */
export function label(text: string, x: number, y: number, lettering: Lettering): string {
  const { fill, weight = 400, anchor = 'start', opacity, mono, turn, room, least } = lettering
  const sized = (part: string, at: number) => (mono ? monoWidth(part, at) : textWidth(part, at, weight > 500))
  const size =
    room === undefined || least === undefined
      ? lettering.size
      : Math.max(
          least,
          Math.min(lettering.size, (0.999 * lettering.size * room) / sized(text, lettering.size)),
        )
  const width = (part: string) => sized(part, size)
  const seen = room === undefined ? text : fitted(text, room, width)
  const whole = seen === text ? '' : element('title', {}, escaped(text))
  return element(
    'text',
    {
      x,
      y: y + BASE * size,
      transform: turn === undefined ? undefined : `rotate(${short(turn)} ${short(x)} ${short(y)})`,
      'font-size': size,
      'font-family': mono ? MONO_FAMILY : undefined,
      'font-weight': weight === 400 ? undefined : weight,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      fill,
      'fill-opacity': opacity === undefined || opacity >= 1 ? undefined : opacity,
      'xml:space': /^\s|\s$|\s\s/.test(seen) ? 'preserve' : undefined,
    },
    escaped(seen) + whole,
  )
}

export function group(parts: readonly string[], attributes: Attributes = {}): string {
  return parts.length === 0 ? '' : element('g', attributes, parts.join('\n'))
}

export function movedBy(x: number, y: number, body: string): string {
  return element('g', { transform: `translate(${short(x)} ${short(y)})` }, body)
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Place extends Size {
  readonly x: number
  readonly y: number
}

/** Raster data as a PNG inside of the picture, smooth where it is enlarged. @param rgba width × height × 4 */
export function raster(rgba: ArrayLike<number>, { width, height }: Size, place: Place): string {
  const png = encode({ width, height, data: Uint8Array.from(rgba), channels: 4 })
  return element('image', {
    ...place,
    preserveAspectRatio: 'none',
    href: `data:image/png;base64,${base64(png)}`,
  })
}

/** Points beyond which they are no rectangles of their own. */
const MOST_POINTS = 12_000
/** Sides of an enlarged raster, px. */
const LARGEST = 2048

/** Raster data whose single points are meant to be seen: as rectangles, or enlarged, since not every reader keeps edges sharp. */
export function points(rgba: ArrayLike<number>, size: Size, place: Place): string {
  if (size.width * size.height <= MOST_POINTS) return rectangles(rgba, size, place)
  const times = (wide: number, count: number) =>
    Math.max(1, Math.min(Math.floor(LARGEST / count), Math.ceil((3 * wide) / count)))
  const [across, down] = [times(place.width, size.width), times(place.height, size.height)]
  const [wide, tall] = [size.width * across, size.height * down]
  const large = new Uint8Array(4 * wide * tall)
  for (let y = 0; y < tall; y++)
    for (let x = 0; x < wide; x++) {
      const from = 4 * (Math.floor(y / down) * size.width + Math.floor(x / across))
      const to = 4 * (y * wide + x)
      for (let channel = 0; channel < 4; channel++) large[to + channel] = rgba[from + channel]!
    }
  return raster(large, { width: wide, height: tall }, place)
}

/** Neighbours overlap a little, so that no seam shows between them. */
const OVER = 0.3

function rectangles(rgba: ArrayLike<number>, { width, height }: Size, place: Place): string {
  const [wide, tall] = [place.width / width, place.height / height]
  const parts: string[] = []
  for (let y = 0; y < height; y++)
    for (let x = 0, end = 0; x < width; x = end) {
      const at = (column: number) => 4 * (y * width + column)
      const same = (column: number) =>
        [0, 1, 2, 3].every((channel) => rgba[at(column) + channel] === rgba[at(x) + channel])
      for (end = x + 1; end < width && same(end); ) end += 1
      if (rgba[at(x) + 3] === 0) continue
      parts.push(
        element('rect', {
          x: place.x + x * wide,
          y: place.y + y * tall,
          width: (end - x) * wide + (end < width ? OVER : 0),
          height: tall + (y < height - 1 ? OVER : 0),
          fill: hex([rgba[at(x)]!, rgba[at(x) + 1]!, rgba[at(x) + 2]!]),
        }),
      )
    }
  return group(parts)
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    parts.push(
      LETTERS[three >> 18]! +
        LETTERS[(three >> 12) & 63]! +
        (left > 1 ? LETTERS[(three >> 6) & 63]! : '=') +
        (left > 2 ? LETTERS[three & 63]! : '='),
    )
  }
  return parts.join('')
}

/** The whole file. `style` may bring fonts along, for renderers that have none of their own. */
export function svgFile(
  { width, height, body }: Drawing,
  { title, ground, style = '' }: { readonly title: string; readonly ground: string; readonly style?: string },
): string {
  const [wide, tall] = [Math.ceil(width), Math.ceil(height)]
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-family="${escaped(FONT_FAMILY)}" role="img">
<title>${escaped(title)}</title>
${style}<rect data-part="ground" width="${wide}" height="${tall}" fill="${ground}"/>
${body}
</svg>
`
}
