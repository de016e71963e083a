/** A picture with what a reader needs beside it: its title above, the scale of its weights below. */
import { shortWeight } from '../cellText'
import { layerTitle } from '../model/heads'
import type { PaperAttention } from '../model/paper'
import { headColor, type Theme, weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import { type Drawing, element, hex, label, movedBy, svgFile } from './svg'

export interface Figure {
  readonly title: string
  /** Beside the title, quietly: which heads, how many per cent of the weight, what was hidden. */
  readonly about?: string | undefined
  readonly legend?: string | undefined
}

const PAD = 18
const TITLE = 28
const LEGEND = 30
const TITLE_SIZE = 14

/** The file. `style` may bring fonts along. */
export function figureFile(drawing: Drawing, figure: Figure, theme: Theme, style = ''): string {
  return svgFile(framed(drawing, figure, theme), { title: figure.title, ground: INKS[theme].ground, style })
}

export function framed(drawing: Drawing, { title, about = '', legend = '' }: Figure, theme: Theme): Drawing {
  const { ink, soft } = INKS[theme]
  const aboutLeft = PAD + textWidth(title, TITLE_SIZE, true) + 10
  const width = Math.max(
    drawing.width + 2 * PAD,
    about === '' ? aboutLeft + PAD : aboutLeft + textWidth(about, 12) + PAD,
  )
  const below = PAD + TITLE + drawing.height
  const parts = [
    label(title, PAD, PAD + 6, { size: TITLE_SIZE, weight: 600, fill: ink }),
    about === '' ? '' : label(about, aboutLeft, PAD + 6.5, { size: 12, fill: soft }),
    movedBy(PAD + (width - 2 * PAD - drawing.width) / 2, PAD + TITLE, drawing.body),
    legend === '' ? '' : movedBy(PAD, below + 6, legend),
  ]
  return {
    width,
    height: below + (legend === '' ? PAD : LEGEND + PAD / 2),
    body: parts.filter((part) => part !== '').join('\n'),
  }
}

/** The scale from 0 to the strongest weight; where heads have hues, which is whose. */
export function legendOf({ layers, matrix, theme, top }: PaperAttention): string {
  const { soft } = INKS[theme]
  const quiet = { size: 11, fill: soft }
  const hues = layers.filter(({ hue }) => hue !== undefined)
  if (hues.length > 0) {
    let x = 0
    const parts = hues.flatMap((layer) => {
      const text = layerTitle(layer, matrix.heads)
      const square = element('rect', {
        x,
        y: 6,
        width: 10,
        height: 10,
        rx: 2,
        fill: hex(headColor(layer.hue!, theme)),
      })
      const drawn = [square, label(text, x + 15, 11, quiet)]
      x += 15 + textWidth(text, 11) + 16
      return drawn
    })
    return parts.join('\n')
  }
  const stops = Array.from({ length: 30 }, (_, i) =>
    element('rect', {
      x: 14 + 4 * i,
      y: 7,
      width: 4.3,
      height: 8,
      fill: hex(weightColor((i + 0.5) / 30, theme)),
    }),
  )
  return [
    label('0', 0, 11, quiet),
    ...stops,
    label(top === 1 ? '1' : shortWeight(top), 14 + 120 + 6, 11, quiet),
    label('weight', 14 + 120 + 34, 11, quiet),
  ].join('\n')
}

/** Which heads a picture shows, in words. */
export function aboutHeads({ layers, joined, matrix }: PaperAttention): string {
  if (matrix.heads <= 1) return ''
  return layers.length > 1 ? `${layers.length} heads` : layerTitle(joined, matrix.heads)
}
