/** Which line lies under the pointer. */

import { acrossAt, alongAt, thickness, timeAlong } from '#shared/pictures/layout/curve'
import { anchorsOf, endsOf, type LinesLayout, toPoint } from '#shared/pictures/layout/linesLayout'
import type { Lines } from '#shared/pictures/model/lines'

export interface LineHit {
  /** Index into the lines. */
  readonly line: number
  readonly layer: number
  readonly row: number
  readonly column: number
}

/** Distance from a line's edge that still counts, px. */
const REACH = 4

/**
 * The line whose edge is nearest to a point of the layout, the strongest of equals; undefined where none is within reach. A line is
 * crossed at one place on its way along, so each line costs a few operations.
 * @param top the weight that is drawn as the strongest
 */
export function hitLine(
  layout: LinesLayout,
  lines: Lines,
  layers: number,
  x: number,
  y: number,
  top = 1,
): LineHit | undefined {
  const anchors = anchorsOf(layout, layers)
  const [along, across] = layout.orientation === 'across' ? [y, x] : [x, y]
  let best = -1
  let nearest = REACH
  let knownPart = -1
  let t = 0
  for (let i = lines.count - 1; i >= 0; i--) {
    const ends = endsOf(anchors, lines.row[i]!, lines.column[i]!, lines.layer[i]!)
    const part = (along - ends.along0) / (ends.along1 - ends.along0)
    if (!(part >= 0 && part <= 1)) continue
    if (part !== knownPart) {
      t = timeAlong(part)
      knownPart = part
    }
    const at = ends.across0 + (ends.across1 - ends.across0) * acrossAt(t)
    const slope = ((ends.across1 - ends.across0) * slopeAt(t)) / (ends.along1 - ends.along0)
    const distance = Math.abs(across - at) / Math.hypot(1, slope) - thickness(lines.weight[i]! / top) / 2
    if (distance < nearest) {
      nearest = Math.max(distance, 0)
      best = i
      if (distance <= 0) break
    }
  }
  if (best < 0) return undefined
  return { line: best, layer: lines.layer[best]!, row: lines.row[best]!, column: lines.column[best]! }
}

/** Change across for each change along. */
function slopeAt(t: number): number {
  const step = 1e-3
  const [low, high] = [Math.max(0, t - step), Math.min(1, t + step)]
  return (acrossAt(high) - acrossAt(low)) / (alongAt(high) - alongAt(low))
}

/** The middle of a line, where a note on it may stand. */
export function middleOf(layout: LinesLayout, hit: LineHit, layers: number): readonly [x: number, y: number] {
  const ends = endsOf(anchorsOf(layout, layers), hit.row, hit.column, hit.layer)
  return toPoint(layout, (ends.along0 + ends.along1) / 2, (ends.across0 + ends.across1) / 2)
}
