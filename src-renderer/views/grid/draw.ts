/** A heat map on a 2D canvas, in units of its layout. */
import { inkOn, shortWeight } from '#shared/pictures/cellText'
import { type GridLayout, NUMBERED } from '#shared/pictures/layout/gridLayout'
import type { Focus } from '#shared/pictures/model/focus'
import { type Layer, layerWeight } from '#shared/pictures/model/heads'
import { type AttentionMatrix, arrivalOf } from '#shared/pictures/model/history'
import { css, type Theme, weightColor } from '#shared/pictures/scale'

export interface DrawnGrid {
  readonly layout: GridLayout
  readonly matrix: AttentionMatrix
  readonly shown: number
  readonly layer: Layer
  readonly theme: Theme
  /** The weight that is drawn as the strongest. */
  readonly top: number
}

/** Part of the layout that is seen; cells outside are not drawn. */
export interface Seen {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** @param grown 0 … 1: how far a row has come in */
export function drawGrid(
  context: CanvasRenderingContext2D,
  { layout, matrix, shown, layer, theme, top: most }: DrawnGrid,
  seen: Seen,
  grown: (row: number) => number,
): void {
  const { left, top, cellWidth, cellHeight } = layout
  const gap = Math.min(cellWidth, cellHeight) >= 18 ? 1 : 0
  const firstRow = Math.max(0, Math.floor((seen.y - top) / cellHeight))
  const endRow = Math.min(layout.rows, Math.ceil((seen.y + seen.height - top) / cellHeight))
  const firstColumn = Math.max(0, Math.floor((seen.x - left) / cellWidth))
  const endColumn = Math.min(layout.columns, Math.ceil((seen.x + seen.width - left) / cellWidth))
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (let row = firstRow; row < endRow; row++) {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) continue
    context.globalAlpha = grown(row)
    for (let column = firstColumn; column < endColumn; column++) {
      const weight = layerWeight(layer, arrival, column)
      const [x, y] = [left + column * cellWidth, top + row * cellHeight]
      const color = weightColor(weight / most, theme)
      context.fillStyle = css(color)
      // Without gaps, neighbours overlap a little so that no seam shows between them.
      const over = gap === 0 ? 0.6 : -gap
      context.fillRect(x, y, cellWidth + over, cellHeight + over)
      if (cellWidth < NUMBERED || cellHeight < 18) continue
      context.fillStyle = inkOn(color)
      context.fillText(shortWeight(weight), x + cellWidth / 2 - gap / 2, y + cellHeight / 2 + 0.5)
    }
  }
  context.globalAlpha = 1
}

/** Crosshair of a focus: what is not looked at is veiled, the cell is framed. */
export function drawCrosshair(
  context: CanvasRenderingContext2D,
  layout: GridLayout,
  focus: Focus,
  colors: { readonly veil: string; readonly frame: string },
): void {
  const { left, top, cellWidth, cellHeight } = layout
  const [wide, tall] = [cellWidth * layout.columns, cellHeight * layout.rows]
  context.fillStyle = colors.veil
  context.beginPath()
  context.rect(left, top, wide, tall)
  const hole = (x: number, y: number, w: number, h: number) => {
    context.moveTo(x, y)
    context.lineTo(x, y + h)
    context.lineTo(x + w, y + h)
    context.lineTo(x + w, y)
    context.closePath()
  }
  const x = left + (focus.column ?? 0) * cellWidth
  const y = top + (focus.row ?? 0) * cellHeight
  if (focus.row !== undefined) hole(left, y, wide, cellHeight)
  if (focus.column !== undefined) {
    if (focus.row === undefined) hole(x, top, cellWidth, tall)
    else {
      hole(x, top, cellWidth, y - top)
      hole(x, y + cellHeight, cellWidth, top + tall - y - cellHeight)
    }
  }
  context.fill()
  context.strokeStyle = colors.frame
  context.lineWidth = 1.5
  if (focus.row !== undefined && focus.column !== undefined) context.strokeRect(x, y, cellWidth, cellHeight)
  else if (focus.row !== undefined) context.strokeRect(left, y, wide, cellHeight)
  else if (focus.column !== undefined) context.strokeRect(x, top, cellWidth, tall)
}
