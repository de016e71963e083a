/** Lines on a 2D canvas: the layer over the picture that shows a focus, and the whole picture where there is no WebGL2. */
import type { Lines } from '../model/lines'
import { thickness } from './curve'
import { endsOf, type LinesLayout, toPoint } from './layout'
import type { LinePaint } from './paint'

/** How far lines have grown: part of the way from the row's word, 0 … 1, by row. */
export type Grown = (row: number) => number

export interface DrawnLines {
  readonly layout: LinesLayout
  readonly lines: Lines
  readonly layers: number
  readonly paint: LinePaint
}

/** Draws the lines for which `chosen` holds, in their order, in units of the layout. */
export function drawLines(
  context: CanvasRenderingContext2D,
  { layout, lines, layers, paint }: DrawnLines,
  grown: Grown,
  chosen?: (row: number, column: number, layer: number) => boolean,
): void {
  context.lineCap = 'butt'
  for (let i = 0; i < lines.count; i++) {
    const [row, column, layer] = [lines.row[i]!, lines.column[i]!, lines.layer[i]!]
    if (chosen !== undefined && !chosen(row, column, layer)) continue
    const part = grown(row)
    if (part <= 0) continue
    const { along0, across0, along1, across1 } = endsOf(layout, row, column, layer, layers)
    const middle = (along0 + along1) / 2
    context.strokeStyle = paint.css(layer, lines.weight[i]!)
    context.lineWidth = thickness(lines.weight[i]!)
    context.beginPath()
    // From the row's word to the column's: what grows is the first part of the curve (de Casteljau).
    const along = split([along1, middle, middle, along0], part)
    const across = split([across1, across1, across0, across0], part)
    const point = (k: 0 | 1 | 2 | 3) => toPoint(layout, along[k], across[k])
    context.moveTo(...point(0))
    context.bezierCurveTo(...point(1), ...point(2), ...point(3))
    context.stroke()
  }
}

type Cubic = readonly [number, number, number, number]

/** The first part of a cubic, up to `t`. */
export function split([a, b, c, d]: Cubic, t: number): Cubic {
  if (t >= 1) return [a, b, c, d]
  const mix = (p: number, q: number) => p + (q - p) * t
  const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)]
  const [abc, bcd] = [mix(ab, bc), mix(bc, cd)]
  return [a, ab, abc, mix(abc, bcd)]
}
