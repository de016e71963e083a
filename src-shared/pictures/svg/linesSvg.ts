/** The lines view on paper: words as text, each line a curve as thick as its weight. */

import { linePaint } from '../layout/linePaint'
import { anchorsOf, type Box, FONT, layoutLines } from '../layout/linesLayout'
import { inFocus } from '../model/focus'
import { layerWeight } from '../model/heads'
import { arrivalOf, newestArrival } from '../model/history'
import type { PaperAttention } from '../model/paper'
import { LONGEST_LABEL } from '../rooms'
import { weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import { type Drawing, element, group, hex, label, short } from './svg'

export interface Room {
  readonly width: number
  readonly height: number
}

/** What is left of other lines while something is looked at closely. */
const FADED = 0.08
/** Room between a word's box and its text. */
const INSET = 5

export function linesSvg(picture: PaperAttention, { width, height }: Room): Drawing {
  const { site, matrix, shown, layers, lines, theme, top, focus } = picture
  const { columnLabels, rowLabels } = matrix
  const layout = layoutLines({
    columns: columnLabels,
    rows: rowLabels,
    width,
    height,
    measure: (text) => textWidth(text, FONT),
    columnGrid: site.columnGrid,
    longest: LONGEST_LABEL,
  })
  const paint = linePaint(layers, theme, lines.count, top)
  const { along0, across0, fan0, along1, across1, fan1 } = anchorsOf(layout, layers.length)
  const flat = layout.orientation === 'across'
  const curves: string[] = []
  for (let i = 0; i < lines.count; i++) {
    const [row, column, layer] = [lines.row[i]!, lines.column[i]!, lines.layer[i]!]
    const weight = lines.weight[i]!
    const place = layer - (layers.length - 1) / 2
    const middle = (along0[column]! + along1[row]!) / 2
    const start = across0[column]! + place * fan0[column]!
    const end = across1[row]! + place * fan1[row]!
    const at = (along: number, across: number) =>
      flat ? `${short(across)} ${short(along)}` : `${short(along)} ${short(across)}`
    const seen = focus === undefined || inFocus(focus, row, column, layer)
    curves.push(
      element('path', {
        d: `M${at(along0[column]!, start)}C${at(middle, start)} ${at(middle, end)} ${at(along1[row]!, end)}`,
        stroke: hex(paint.rgb(layer, weight)),
        'stroke-width': paint.thickness(weight),
        'stroke-opacity': Math.round(1000 * paint.alpha(weight) * (seen ? 1 : FADED)) / 1000,
      }),
    )
  }
  const { ink, line } = INKS[theme]
  const word = (text: string, box: Box, side: 'row' | 'column', opacity: number) => {
    const turned = side === 'row' ? layout.turnedRows : layout.turnedColumns
    const lettering = { size: layout.font, fill: ink, opacity, weight: 450 }
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    // Turned words are read from below; their ends meet the lines.
    if (turned) {
      const y = side === 'column' ? box.y + box.height - INSET : box.y + INSET
      const anchor = side === 'column' ? 'start' : 'end'
      return label(text, middle.x, y, { ...lettering, turn: -90, anchor, room: box.height - 2 * INSET + 1 })
    }
    const room = box.width - INSET + 2
    if (flat) return label(text, middle.x, middle.y, { ...lettering, anchor: 'middle', room })
    return side === 'column'
      ? label(text, box.x + box.width - INSET, middle.y, { ...lettering, anchor: 'end', room })
      : label(text, box.x + INSET, middle.y, { ...lettering, room })
  }
  const newest =
    focus?.row === undefined ? newestArrival(matrix, shown)?.arrival : arrivalOf(matrix, focus.row, shown)
  const patch = (column: number, box: Box) =>
    element('rect', {
      ...box,
      fill: hex(
        weightColor(newest === undefined ? 0 : layerWeight(picture.joined, newest, column) / top, theme),
      ),
      stroke: line,
      'stroke-width': 0.5,
    })
  const columns = layout.columns.map((box, i) =>
    layout.patches ? patch(i, box) : word(columnLabels[i]!, box, 'column', 1),
  )
  const rows = layout.rows.map((box, i) =>
    word(rowLabels[i]!, box, 'row', arrivalOf(matrix, i, shown) === undefined ? 0.28 : 1),
  )
  return {
    width: layout.width,
    height: layout.height,
    body: [
      layout.patches ? group(columns, { 'data-part': 'columns' }) : '',
      group(curves, { fill: 'none', 'data-part': 'lines' }),
      layout.patches ? '' : group(columns, { 'data-part': 'columns' }),
      group(rows, { 'data-part': 'rows' }),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  }
}
