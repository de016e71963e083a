/** A path through points that goes around its corners. */
import type { Point } from './layout'

const RADIUS = 6

export function rounded(points: readonly Point[], radius = RADIUS): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  const parts = [`M${first.x} ${first.y}`]
  rest.forEach((point, i) => {
    const before = points[i]!
    const after = rest[i + 1]
    if (after === undefined) {
      parts.push(`L${point.x} ${point.y}`)
      return
    }
    const into = towards(point, before, radius)
    const out = towards(point, after, radius)
    parts.push(`L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`)
  })
  return parts.join('')
}

/** From a corner towards a neighbour, at most half of the way. */
function towards(corner: Point, other: Point, radius: number): Point {
  const [dx, dy] = [other.x - corner.x, other.y - corner.y]
  const length = Math.hypot(dx, dy)
  if (length === 0) return corner
  const part = Math.min(radius, length / 2) / length
  return { x: corner.x + dx * part, y: corner.y + dy * part }
}
