/** The way of a wire: a curve to the right; where it must go back, around the cards between its ends and not behind them. */

export interface Ends {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface Route {
  readonly path: string
  /** Where the wire's label stands. */
  readonly x: number
  readonly y: number
}

/** How far a wire that goes back leads out of its port before it turns, and how far it stays from cards. */
const LEAD = 18
const CORNER = 9
const CLEAR = 12

export function goesBack({ sourceX, targetX }: Ends): boolean {
  return targetX < sourceX - 4
}

/** The height at which a wire that goes back passes the cards in its way, above, below or between them: the shortest way that is free. */
export function laneAround({ sourceX, sourceY, targetX, targetY }: Ends, boxes: Iterable<Box>): number {
  const near: Box[] = []
  for (const box of boxes) if (box.right >= targetX - LEAD && box.left <= sourceX + LEAD) near.push(box)
  const way = (lane: number) => Math.abs(sourceY - lane) + Math.abs(targetY - lane)
  // Asked for every wire that goes back in every frame of a drag: spans that are taken are found once, not for each height.
  const taken = takenSpans(near)
  let best: number | undefined
  for (const { top, bottom } of near) {
    for (const lane of [bottom + CLEAR, top - CLEAR]) {
      if ((best === undefined || way(lane) < way(best)) && isFree(lane, taken)) best = lane
    }
  }
  return best ?? (sourceY + targetY) / 2
}

type Span = readonly [from: number, to: number]

/** The heights, without their ends, at which a lane would come too near to a box; in order, none meeting another. */
function takenSpans(boxes: readonly Box[]): readonly Span[] {
  const spans: [number, number][] = []
  for (const { top, bottom } of [...boxes].sort((a, b) => a.top - b.top)) {
    const last = spans.at(-1)
    const [from, to] = [top - CLEAR / 2, bottom + CLEAR / 2]
    if (last === undefined || from >= last[1]) spans.push([from, to])
    else last[1] = Math.max(last[1], to)
  }
  return spans
}

function isFree(lane: number, taken: readonly Span[]): boolean {
  let [low, high] = [0, taken.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (taken[middle]![1] <= lane) low = middle + 1
    else high = middle
  }
  return low === taken.length || lane <= taken[low]![0]
}

export function route(ends: Ends, lane: number | undefined): Route {
  const { sourceX, sourceY, targetX, targetY } = ends
  if (lane === undefined) {
    const bend = bendOf(targetX - sourceX)
    const path = `M${sourceX},${sourceY} C${sourceX + bend},${sourceY} ${targetX - bend},${targetY} ${targetX},${targetY}`
    // Half-way along the curve; what it leads out and what it leads in are equal.
    return { path, x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 }
  }
  const [out, back] = [sourceX + LEAD, targetX - LEAD]
  const path = rounded([
    [sourceX, sourceY],
    [out, sourceY],
    [out, lane],
    [back, lane],
    [back, targetY],
    [targetX, targetY],
  ])
  return { path, x: (out + back) / 2, y: lane }
}

/** How far a curve leads straight out of a port before it bends: as React Flow's own does, at a curvature of 0.3. */
function bendOf(distance: number): number {
  return distance >= 0 ? distance / 2 : 0.3 * 25 * Math.sqrt(-distance)
}

/** A wire that is led through points. */
export function routeThrough(
  { sourceX, sourceY, targetX, targetY }: Ends,
  points: readonly { readonly x: number; readonly y: number }[],
): Route {
  const corners: Corner[] = [
    [sourceX, sourceY],
    [sourceX + LEAD, sourceY],
    ...points.map(({ x, y }): Corner => [x, y]),
    [targetX - LEAD, targetY],
    [targetX, targetY],
  ]
  // The label stands beside the point in the middle, not on it.
  const { x, y } = points[Math.floor((points.length - 1) / 2)]!
  return { path: rounded(corners), x, y: y - 18 }
}

/** The rank among a wire's points of a new one: it comes to lie in the part of the way that is nearest to it. */
export function rankOnWay(
  { sourceX, sourceY, targetX, targetY }: Ends,
  points: readonly { readonly x: number; readonly y: number }[],
  { x, y }: { readonly x: number; readonly y: number },
): number {
  const way: Corner[] = [
    [sourceX, sourceY],
    ...points.map((point): Corner => [point.x, point.y]),
    [targetX, targetY],
  ]
  const distances = way.slice(1).map((end, i) => distanceTo([x, y], way[i]!, end))
  return distances.indexOf(Math.min(...distances))
}

function distanceTo(point: Corner, start: Corner, end: Corner): number {
  const length = span(start, end)
  const along =
    length === 0
      ? 0
      : ((point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])) /
        length ** 2
  const part = Math.min(1, Math.max(0, along))
  return span(point, [start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part])
}

type Corner = readonly [x: number, y: number]

/** A line through points, its corners round. */
function rounded(points: readonly Corner[]): string {
  const parts = [`M${points[0]!.join(' ')}`]
  for (let i = 1; i < points.length - 1; i += 1) {
    const [before, at, after] = [points[i - 1]!, points[i]!, points[i + 1]!]
    const radius = Math.min(CORNER, span(before, at) / 2, span(at, after) / 2)
    parts.push(
      `L${towards(at, before, radius).join(' ')}`,
      `Q${at.join(' ')} ${towards(at, after, radius).join(' ')}`,
    )
  }
  parts.push(`L${points.at(-1)!.join(' ')}`)
  return parts.join('')
}

function span(a: Corner, b: Corner): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1])
}

function towards(from: Corner, to: Corner, distance: number): Corner {
  const whole = span(from, to)
  const part = whole === 0 ? 0 : distance / whole
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
}
