/** One canvas full of lines: WebGL2 where there is one, a 2D canvas where there is not. */
import { type DrawnLines, drawLines } from './draw'
import { type GlView, glLines } from './gl'

export interface LinesRenderer {
  readonly way: 'webgl2' | 'canvas'
  load(drawn: DrawnLines, birth: (row: number) => number): void
  draw(view: GlView): void
  dispose(): void
}

/** Lines that a 2D canvas still lets grow; more of them appear at once. */
const GROW_LIMIT = 3000

export function linesRenderer(canvas: HTMLCanvasElement, way: 'webgl2' | 'canvas' = 'webgl2'): LinesRenderer {
  const gl = way === 'webgl2' ? glLines(canvas) : undefined
  if (gl !== undefined) return { way: 'webgl2', ...gl }
  const context = canvas.getContext('2d')
  let drawn: DrawnLines | undefined
  let birthOf: (row: number) => number = () => 0
  return {
    way: 'canvas',
    load(next, birth) {
      drawn = next
      birthOf = birth
    },
    draw({ ratio, scrollX, scrollY, now, growth }) {
      if (context === null) return
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (drawn === undefined) return
      context.setTransform(ratio, 0, 0, ratio, -scrollX * ratio, -scrollY * ratio)
      const still = drawn.lines.count > GROW_LIMIT
      drawLines(context, drawn, (row) => (still ? 1 : grownPart(now, birthOf(row), growth)))
    },
    dispose() {
      drawn = undefined
    },
  }
}

/** Part of its way that a row born at `birth` has grown: fast at first. */
export function grownPart(now: number, birth: number, growth: number): number {
  if (growth <= 0) return 1
  const part = Math.min(1, Math.max(0, (now - birth) / growth))
  return 1 - (1 - part) ** 2
}
