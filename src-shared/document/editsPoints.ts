/** The points that a user leads a wire through. */
import type { Diff } from './diff'
import { NO_CHANGE } from './diff'
import type { HeedDocument } from './document'
import type { Point } from './editsPlaces'

/** As many as a wire keeps. */
export const MOST_POINTS = 64

/** Gives a wire these points, from its source on; none makes it find its own way again. */
export function setPoints(document: HeedDocument, id: string, points: readonly Point[]): Diff {
  const before = document.wires[id]
  if (before === undefined) return NO_CHANGE
  const whole = points.slice(0, MOST_POINTS).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
  if (JSON.stringify(before.points ?? []) === JSON.stringify(whole)) return NO_CHANGE
  const { points: _, ...rest } = before
  const after = whole.length === 0 ? rest : { ...rest, points: whole }
  return { ...NO_CHANGE, wires: { [id]: { before, after } } }
}
