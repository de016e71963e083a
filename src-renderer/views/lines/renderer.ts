/** One canvas full of lines: by the graphics processor where there is one, by a 2D canvas where there is not. */
import { canvasLines } from './canvas'
import type { DrawnLines } from './draw'
import { glLines, hasFastGl } from './gl'

export interface LinesViewport {
  /** px of the page */
  readonly width: number
  readonly height: number
  readonly scrollX: number
  readonly scrollY: number
  /** Pixels of the device for one of the page. */
  readonly ratio: number
  /** Milliseconds, on the same clock as the births. */
  readonly now: number
  /** Milliseconds that a row takes to grow in; 0 for no motion. */
  readonly growth: number
}

export interface LinesRenderer {
  readonly way: 'webgl2' | 'canvas'
  /**
   * @param birth milliseconds at which a row's lines begin to grow
   * @param added rows that are all that is new since the picture before; undefined where anything else changed
   */
  load(drawn: DrawnLines, birth: (row: number) => number, added: ReadonlySet<number> | undefined): void
  /** Answers whether there is more to draw at the next frame. */
  draw(view: LinesViewport): boolean
  dispose(): void
}

export function linesRenderer(canvas: HTMLCanvasElement, way?: 'webgl2' | 'canvas'): LinesRenderer {
  if (way === 'canvas') return canvasLines(canvas)
  // A canvas that has had a context of one sort gives none of the other, so the processor is tried on another canvas.
  if (way === undefined && !fastGl()) return canvasLines(canvas)
  return glLines(canvas) ?? canvasLines(canvas)
}

let known: boolean | undefined

function fastGl(): boolean {
  known ??= hasFastGl(document.createElement('canvas'))
  return known
}
