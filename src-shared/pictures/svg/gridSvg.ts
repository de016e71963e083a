/** The heat map on paper: cells as rectangles, or as one raster where there are too many. */
import { inkOn, shortWeight } from '../cellText'
import { GRID_FONT, type GridLayout, layoutGrid, NUMBERED } from '../layout/gridLayout'
import { layerWeight } from '../model/heads'
import { arrivalOf } from '../model/history'
import type { PaperAttention } from '../model/paper'
import { LONGEST_LABEL } from '../rooms'
import { weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import type { Room } from './linesSvg'
import { type Drawing, element, group, hex, label, points } from './svg'

/** Cells beyond which they are one raster. */
const MOST_CELLS = 20_000

export function gridSvg(picture: PaperAttention, room: Room): Drawing {
  const { matrix, shown, theme } = picture
  const { columnLabels, rowLabels } = matrix
  const layout = layoutGrid({
    columns: columnLabels,
    rows: rowLabels,
    ...room,
    measure: (text) => textWidth(text, GRID_FONT),
    longest: LONGEST_LABEL,
  })
  const { left, top, cellWidth, cellHeight, turned, font } = layout
  const lettering = { size: font, fill: INKS[theme].soft }
  const columns = columnLabels.map((text, i) => {
    const x = left + (i + 0.5) * cellWidth
    return turned
      ? label(text, x, top - 7, { ...lettering, turn: -90, room: top - 10 })
      : label(text, x, top / 2, { ...lettering, anchor: 'middle', room: cellWidth })
  })
  const rows = rowLabels.map((text, i) =>
    label(text, left - 6, top + (i + 0.5) * cellHeight, {
      ...lettering,
      anchor: 'end',
      room: left - 8,
      opacity: arrivalOf(matrix, i, shown) === undefined ? 0.28 : 1,
    }),
  )
  const cells = layout.rows * layout.columns > MOST_CELLS ? rasterCells : drawnCells
  return {
    width: left + cellWidth * layout.columns + 8,
    height: top + cellHeight * layout.rows + 8,
    body: [
      group(cells(picture, layout), { 'data-part': 'cells' }),
      group(columns, { 'data-part': 'columns' }),
      group(rows, { 'data-part': 'rows' }),
    ].join('\n'),
  }
}

function drawnCells(
  { matrix, shown, joined, theme, top: most }: PaperAttention,
  layout: GridLayout,
): string[] {
  const { left, top, cellWidth, cellHeight, font } = layout
  const gap = Math.min(cellWidth, cellHeight) >= 18 ? 1 : 0
  const numbered = cellWidth >= NUMBERED && cellHeight >= 18
  const parts: string[] = []
  for (let row = 0; row < layout.rows; row++) {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) continue
    for (let column = 0; column < layout.columns; column++) {
      const weight = layerWeight(joined, arrival, column)
      const [x, y] = [left + column * cellWidth, top + row * cellHeight]
      const color = weightColor(weight / most, theme)
      // Without gaps, neighbours overlap a little so that no seam shows between them.
      const over = gap === 0 ? 0.4 : -gap
      parts.push(
        element('rect', { x, y, width: cellWidth + over, height: cellHeight + over, fill: hex(color) }),
      )
      const text = numbered ? shortWeight(weight) : ''
      if (text !== '')
        parts.push(
          label(text, x + cellWidth / 2 - gap / 2, y + cellHeight / 2, {
            size: font - 1,
            weight: 500,
            anchor: 'middle',
            fill: inkOn(color).startsWith('rgb(0') ? '#000000' : '#ffffff',
            opacity: 0.82,
          }),
        )
    }
  }
  return parts
}

function rasterCells(
  { matrix, shown, joined, theme, top: most }: PaperAttention,
  layout: GridLayout,
): string[] {
  const { rows, columns, left, top, cellWidth, cellHeight } = layout
  const rgba = new Uint8Array(4 * rows * columns)
  for (let row = 0; row < rows; row++) {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) continue
    for (let column = 0; column < columns; column++)
      rgba.set(
        [...weightColor(layerWeight(joined, arrival, column) / most, theme), 255],
        4 * (row * columns + column),
      )
  }
  const place = { x: left, y: top, width: cellWidth * columns, height: cellHeight * rows }
  return [points(rgba, { width: columns, height: rows }, place)]
}
