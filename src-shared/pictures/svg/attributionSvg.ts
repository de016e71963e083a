/** What each input did for an answer: words on their colours, features as bars, pixels as a picture. */
import type { Attribution, FieldAttribution } from '../../contract/states'
import { inkOn } from '../cellText'
import { onScale, signedColor, signedText } from '../diverging'
import type { Theme } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import { type Drawing, element, hex, label, points } from './svg'

/** Words go on in a new line beyond this. */
const WIDTH = 720
const LEAST = 240
const TITLE = 26
const WORD = 48
const BAR = 22
const PIXELS = 320
const FIELD_GAP = 16
const SIZE = 13
const LABELS_GAP = 12

export function attributionSvg(attribution: Attribution, theme: Theme): Drawing {
  const most = Math.max(
    1e-12,
    ...attribution.fields.flatMap(({ values }) => Array.from(values, (value) => Math.abs(value))),
  )
  const parts: string[] = []
  let [y, wide] = [0, 0]
  for (const field of attribution.fields) {
    parts.push(label(field.title, 0, y + TITLE / 2 - 2, { size: 12, weight: 600, fill: INKS[theme].soft }))
    y += TITLE
    const draw = field.grid !== undefined ? pixelParts : field.given !== undefined ? barParts : wordParts
    const { body, width, height } = draw(field, most, theme, y)
    parts.push(body)
    wide = Math.max(wide, width, textWidth(field.title, 12, true))
    y += height + FIELD_GAP
  }
  return { width: Math.max(LEAST, wide), height: y - FIELD_GAP, body: parts.join('\n') }
}

interface Part {
  readonly body: string
  readonly width: number
  readonly height: number
}

function wordParts({ labels, values }: FieldAttribution, most: number, theme: Theme, top: number): Part {
  const parts: string[] = []
  let [x, y, wide] = [0, top, 0]
  labels.forEach((text, i) => {
    const part = values[i]! / most
    const number = onScale(values[i]!, most)
    const width = Math.max(textWidth(text, SIZE) + 12, textWidth(number, 10) + 6)
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + WORD]
    const color = signedColor(part * 0.8, theme)
    const dark = inkOn(color).startsWith('rgb(0')
    parts.push(
      element('rect', { x, y, width, height: 24, rx: 4, fill: hex(color) }),
      label(text, x + width / 2, y + 12, {
        size: SIZE,
        fill: dark ? '#14171d' : '#f4f6fa',
        anchor: 'middle',
      }),
      element('rect', {
        x: x + (width * (1 - Math.abs(part))) / 2,
        y: y + 26,
        width: width * Math.abs(part),
        height: 3,
        fill: hex(signedColor(Math.sign(part) * 0.85, theme)),
      }),
      label(number, x + width / 2, y + 37, { size: 10, fill: INKS[theme].faint, anchor: 'middle' }),
    )
    x += width + 5
    wide = Math.max(wide, x - 5)
  })
  return { body: parts.join('\n'), width: wide, height: y + WORD - top }
}

function barParts({ labels, values }: FieldAttribution, most: number, theme: Theme, top: number): Part {
  const { ink, soft, line } = INKS[theme]
  const names = Math.min(220, Math.max(...labels.map((text) => textWidth(text, 12)))) + LABELS_GAP
  const track = { left: names, width: 340 }
  const middle = track.left + track.width / 2
  const parts = labels.map((text, i) => {
    const part = values[i]! / most
    const wide = (Math.abs(part) * track.width) / 2
    const y = top + (i + 0.5) * BAR
    return [
      label(text, names - LABELS_GAP, y, {
        size: 12,
        fill: ink,
        anchor: 'end',
        room: names - LABELS_GAP + 1,
      }),
      element('rect', {
        x: part < 0 ? middle - wide : middle,
        y: y - 6,
        width: wide,
        height: 12,
        rx: 2,
        fill: hex(signedColor(Math.sign(part) * (0.45 + 0.4 * Math.abs(part)), theme)),
      }),
      label(signedText(values[i]!), track.left + track.width + 76, y, {
        size: 11,
        fill: soft,
        anchor: 'end',
      }),
    ].join('\n')
  })
  const height = labels.length * BAR
  parts.push(element('rect', { x: middle - 0.5, y: top, width: 1, height, fill: line }))
  return { body: parts.join('\n'), width: track.left + track.width + 76, height }
}

function pixelParts(
  { grid = [1, 1], values }: FieldAttribution,
  most: number,
  theme: Theme,
  top: number,
): Part {
  const [rows, columns] = grid
  const cell = PIXELS / Math.max(rows, columns)
  const place = { x: 0, y: top, width: columns * cell, height: rows * cell }
  const rgba = new Uint8Array(4 * rows * columns)
  values.forEach((value, at) => {
    rgba.set([...signedColor(value / most, theme), 255], 4 * at)
  })
  const frame = element('rect', { ...place, fill: 'none', stroke: INKS[theme].line })
  return {
    body: points(rgba, { width: columns, height: rows }, place) + frame,
    width: place.width,
    height: place.height,
  }
}
