/**
 * Lines on a 2D canvas that never holds up a frame: what is settled is an image; rows that grow are drawn over it; a whole new image
 * is made a few milliseconds at a time, while the one before is still shown.
 */
import { type DrawnLines, drawLines } from './draw'
import type { LinesRenderer, LinesViewport } from './renderer'

/** Milliseconds of drawing in one frame. */
const BUDGET = 9
/** While it scrolls, moving comes before drawing. */
const SCROLLING_BUDGET = 3
/** Lines between looks at the clock. */
const CHUNK = 200
/** Lines that may grow at the same time; the rows of more appear at once. */
const GROW_LIMIT = 1200

/** A whole image that is being made: of which picture, for which part of it, and how far it has come. */
interface Job {
  readonly picture: DrawnLines
  readonly view: LinesViewport
  /** Rows that were growing when it began; they are put on it when they are grown. */
  readonly without: ReadonlySet<number>
  next: number
}

export function canvasLines(canvas: HTMLCanvasElement): LinesRenderer {
  const context = canvas.getContext('2d')
  let front = document.createElement('canvas')
  let back = document.createElement('canvas')
  /** The part of the layout that `front` shows. */
  let frontView: LinesViewport | undefined
  let job: Job | undefined
  /** The part that was asked for last. */
  let shownAt: LinesViewport | undefined
  let drawn: DrawnLines | undefined
  let birth: (row: number) => number = () => 0
  let growing: ReadonlySet<number> = new Set()
  /** The image is out of date as a whole. */
  let stale = true
  /** Rows were put on the image over stronger lines of others: it is made once more when nothing grows. */
  let untidy = false

  function begin(picture: DrawnLines, view: LinesViewport): void {
    back.width = Math.max(1, Math.round(view.width * view.ratio))
    back.height = Math.max(1, Math.round(view.height * view.ratio))
    job = { picture, view, without: growing, next: 0 }
    stale = false
    untidy = false
  }
  function goOn(budget: number): void {
    if (job === undefined) return
    const { picture, view, without } = job
    const on = pen(back, view)
    const end = performance.now() + budget
    const chosen = without.size === 0 ? undefined : (row: number) => !without.has(row)
    while (on !== null && job.next < picture.lines.count && performance.now() < end) {
      const to = Math.min(picture.lines.count, job.next + CHUNK)
      drawLines(on, picture, whole, chosen, job.next, to, view)
      job.next = to
    }
    if (job.next < picture.lines.count) return
    ;[front, back] = [back, front]
    frontView = view
    job = undefined
  }
  function settle(picture: DrawnLines, view: LinesViewport): void {
    if (growing.size === 0) return
    let lines = 0
    for (let i = 0; i < picture.lines.count; i++) if (growing.has(picture.lines.row[i]!)) lines += 1
    const grown = [...growing].filter((row) => lines > GROW_LIMIT || view.now - birth(row) >= view.growth)
    if (grown.length === 0) return
    const rows = new Set(grown)
    const images =
      job === undefined
        ? [[front, frontView] as const]
        : [[front, frontView] as const, [back, job.view] as const]
    for (const [image, of] of images) {
      const on = of && pen(image, of)
      if (on) drawLines(on, picture, whole, (row) => rows.has(row))
    }
    growing = new Set([...growing].filter((row) => !rows.has(row)))
    untidy = true
  }
  return {
    way: 'canvas',
    load(loaded, births, added) {
      if (drawn !== undefined && added !== undefined && !stale) growing = new Set([...growing, ...added])
      else {
        growing = new Set()
        stale = true
      }
      drawn = loaded
      birth = births
    },
    draw(view) {
      if (context === null || drawn === undefined) return false
      const of = job?.view ?? frontView
      // While it scrolls, an image that is being made is ended first: begun anew at each frame, none would ever be.
      const other = of === undefined || (job === undefined ? !samePart(of, view) : !sameSize(of, view))
      if (stale || other) begin(drawn, view)
      else settle(drawn, view)
      if (untidy && growing.size === 0 && job === undefined) begin(drawn, view)
      const moved = shownAt !== undefined && !samePart(shownAt, view)
      shownAt = view
      goOn(moved ? SCROLLING_BUDGET : BUDGET)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (frontView !== undefined) {
        const { scrollX, scrollY, ratio } = frontView
        context.drawImage(front, (scrollX - view.scrollX) * ratio, (scrollY - view.scrollY) * ratio)
      }
      const on = growing.size === 0 ? null : pen(canvas, view)
      const part = (row: number) => grownPart(view.now, birth(row), view.growth)
      if (on !== null) drawLines(on, drawn, part, (row) => growing.has(row))
      const behind = frontView === undefined || !samePart(frontView, view)
      return job !== undefined || behind || growing.size > 0 || untidy
    },
    dispose() {
      drawn = undefined
      front.width = front.height = back.width = back.height = 1
    },
  }
}

function pen(
  on: HTMLCanvasElement,
  { ratio, scrollX, scrollY }: LinesViewport,
): CanvasRenderingContext2D | null {
  const context = on.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, -scrollX * ratio, -scrollY * ratio)
  return context
}

function samePart(a: LinesViewport, b: LinesViewport): boolean {
  return sameSize(a, b) && a.scrollX === b.scrollX && a.scrollY === b.scrollY
}

function sameSize(a: LinesViewport, b: LinesViewport): boolean {
  return a.width === b.width && a.height === b.height && a.ratio === b.ratio
}

function whole(): number {
  return 1
}

/** Milliseconds of a frame: a row is begun in the picture that it is born in. */
const FRAME = 16

/** Part of its way that a row born at `birth` has grown: fast at first. */
export function grownPart(now: number, birth: number, growth: number): number {
  if (growth <= 0) return 1
  const part = Math.min(1, Math.max(0, (now - birth + FRAME) / growth))
  return 1 - (1 - part) ** 2
}
