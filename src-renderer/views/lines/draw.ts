/** Lines on a 2D canvas: the layer over the picture that shows a focus, and the whole picture where there is no WebGL2. */
import { split } from '#shared/pictures/layout/curve'
import type { LinePaint } from '#shared/pictures/layout/linePaint'
import { anchorsOf, type LinesLayout } from '#shared/pictures/layout/linesLayout'
import type { Lines } from '#shared/pictures/model/lines'

/** How far lines have grown: part of the way from the row's word, 0 … 1, by row. */
export type Grown = (row: number) => number

export interface DrawnLines {
  readonly layout: LinesLayout
  readonly lines: Lines
  readonly layers: number
  readonly paint: LinePaint
}

/** Part of the layout that is seen. */
export interface Seen {
  readonly scrollX: number
  readonly scrollY: number
  readonly width: number
  readonly height: number
}

/** Half of the thickest line, px. */
const REACH = 6

/** Draws the lines `from` … `to` for which `chosen` holds and that come near to what is `seen`, in their order, in units of the layout. */
export function drawLines(
  context: CanvasRenderingContext2D,
  { layout, lines, layers, paint }: DrawnLines,
  grown: Grown,
  chosen?: (row: number, column: number, layer: number) => boolean,
  from = 0,
  to = lines.count,
  seen?: Seen,
): void {
  const { along0, across0, fan0, along1, across1, fan1 } = anchorsOf(layout, layers)
  const flat = layout.orientation === 'across'
  const first = (seen === undefined ? Number.NEGATIVE_INFINITY : flat ? seen.scrollX : seen.scrollY) - REACH
  const last =
    seen === undefined ? Number.POSITIVE_INFINITY : first + (flat ? seen.width : seen.height) + 2 * REACH
  context.lineCap = 'butt'
  for (let i = from; i < to; i++) {
    const [row, column, layer] = [lines.row[i]!, lines.column[i]!, lines.layer[i]!]
    if (chosen !== undefined && !chosen(row, column, layer)) continue
    const part = grown(row)
    if (part <= 0) continue
    const place = layer - (layers - 1) / 2
    const middle = (along0[column]! + along1[row]!) / 2
    const [start, end] = [across1[row]! + place * fan1[row]!, across0[column]! + place * fan0[column]!]
    // From the row's word to the column's: what grows is the first part of the curve.
    // A line lies between its ends: what begins and ends beside the picture is not in it.
    if (Math.max(start, end) < first || Math.min(start, end) > last) continue
    const along = split([along1[row]!, middle, middle, along0[column]!], part)
    const across = split([start, start, end, end], part)
    const [x, y] = flat ? [across, along] : [along, across]
    context.strokeStyle = paint.css(layer, lines.weight[i]!)
    context.lineWidth = paint.thickness(lines.weight[i]!)
    context.beginPath()
    context.moveTo(x[0], y[0])
    context.bezierCurveTo(x[1], y[1], x[2], y[2], x[3], y[3])
    context.stroke()
  }
}
