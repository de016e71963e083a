/** A matrix of a tensor on paper: a cell for each number, and the scale of its colours. */
import type { TensorView } from '../../contract/model'
import type { Theme } from '../scale'
import { valueColor } from '../tensor/colors'
import { numberText } from '../tensor/numberText'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import { type Drawing, element, hex, label, points } from './svg'

const LARGEST_CELL = 22
const WIDEST = 720
const TALLEST = 620
const SCALE = { width: 140, height: 8, stops: 35, top: 14 }
const LETTERS = 11

export function tensorSvg({ rows, columns, values, least, greatest }: TensorView, theme: Theme): Drawing {
  const { soft, line } = INKS[theme]
  if (rows === 0 || columns === 0) {
    const text = 'This tensor has no numbers.'
    const body = label(text, 0, 10, { size: LETTERS, fill: soft })
    return { width: textWidth(text, LETTERS), height: 20, body }
  }
  const wide = Math.min(LARGEST_CELL, WIDEST / columns)
  const tall = Math.min(LARGEST_CELL, TALLEST / rows)
  // Few cells stay square; of many, sides fill the room that there is.
  const square = Math.min(wide, tall)
  const [across, down] = square >= 4 ? [square, square] : [wide, tall]
  const place = { x: 0, y: 0, width: across * columns, height: down * rows }
  const rgba = new Uint8Array(4 * rows * columns)
  for (let i = 0; i < rows * columns; i++)
    rgba.set([...valueColor(values[i]!, least, greatest, theme), 255], 4 * i)
  const y = place.height + SCALE.top
  const [from, to] = [numberText(least), numberText(greatest)]
  const left = textWidth(from, LETTERS) + 6
  const lettering = { size: LETTERS, fill: soft }
  const stops = Array.from({ length: SCALE.stops }, (_, i) =>
    element('rect', {
      x: left + (i * SCALE.width) / SCALE.stops,
      y,
      width: SCALE.width / SCALE.stops + 0.3,
      height: SCALE.height,
      fill: hex(valueColor(least + ((i + 0.5) / SCALE.stops) * (greatest - least), least, greatest, theme)),
    }),
  )
  const middle = y + SCALE.height / 2
  return {
    width: Math.max(place.width, left + SCALE.width + 6 + textWidth(to, LETTERS)),
    height: y + SCALE.height + 4,
    body: [
      points(rgba, { width: columns, height: rows }, place),
      element('rect', { ...place, fill: 'none', stroke: line, 'stroke-width': 0.75 }),
      label(from, 0, middle, lettering),
      ...stops,
      label(to, left + SCALE.width + 6, middle, lettering),
    ].join('\n'),
  }
}
