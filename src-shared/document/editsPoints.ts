/** The points that a user leads a wire through. */
import type { Change, Diff } from './diff'
import { apply, join, NO_CHANGE } from './diff'
import type { HeedDocument, Wire } from './document'
import { absolutePosition, type Point } from './editsPlaces'

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

/** The diff, and with it the points of wires both of whose ends it moves the same way. */
export function withPoints(document: HeedDocument, diff: Diff): Diff {
  const led = Object.values(document.wires).filter(({ points }) => points !== undefined)
  if (led.length === 0) return diff
  const after = apply(document, diff)
  const wires: Record<string, Change<Wire>> = {}
  for (const before of led) {
    if (after.wires[before.id] !== before) continue
    const moved = (node: string): Point => {
      const [was, is] = [absolutePosition(document, node), absolutePosition(after, node)]
      return { x: is.x - was.x, y: is.y - was.y }
    }
    const [from, to] = [moved(before.from.node), moved(before.to.node)]
    if (from.x !== to.x || from.y !== to.y || (from.x === 0 && from.y === 0)) continue
    const points = before.points!.map(({ x, y }) => ({ x: x + from.x, y: y + from.y }))
    wires[before.id] = { before, after: { ...before, points } }
  }
  return join(diff, { ...NO_CHANGE, wires })
}
