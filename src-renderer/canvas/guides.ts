/** While nodes are dragged they keep to the edges and middles of others that are near; lines show which. */
import { createStore } from 'zustand/vanilla'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line across the canvas: at `at` on its axis, from `from` to `to` on the other. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface Snap {
  readonly dx: number
  readonly dy: number
  readonly guides: readonly Guide[]
}

export const FREE: Snap = { dx: 0, dy: 0, guides: [] }

export const snapStore = createStore<Snap>(() => FREE)

const SIDES = { x: 'width', y: 'height' } as const

/** What moves a box onto the lines of others that are nearer than `reach`, along each axis by itself. */
export function snapTo(box: Box, others: readonly Box[], reach: number): Snap {
  const [x, y] = [nearest('x', box, others, reach), nearest('y', box, others, reach)]
  if (x === undefined && y === undefined) return FREE
  const [dx, dy] = [x?.by ?? 0, y?.by ?? 0]
  const there = { ...box, x: box.x + dx, y: box.y + dy }
  return {
    dx,
    dy,
    guides: [
      ...(x === undefined ? [] : [guide('x', x, there)]),
      ...(y === undefined ? [] : [guide('y', y, there)]),
    ],
  }
}

interface Near {
  readonly by: number
  readonly at: number
  readonly other: Box
}

function nearest(axis: 'x' | 'y', box: Box, others: readonly Box[], reach: number): Near | undefined {
  let best: Near | undefined
  let least = reach
  const own = lines(axis, box)
  for (const other of others) {
    const theirs = lines(axis, other)
    for (let i = 0; i < own.length; i += 1) {
      const by = theirs[i]! - own[i]!
      // Of two that are as near, the first edge is meant.
      if (Math.abs(by) >= least) continue
      least = Math.abs(by)
      best = { by, at: theirs[i]!, other }
    }
  }
  return best
}

/** First edge, middle, last edge. */
function lines(axis: 'x' | 'y', box: Box): readonly [number, number, number] {
  const size = box[SIDES[axis]]
  return [box[axis], box[axis] + size / 2, box[axis] + size]
}

function guide(axis: 'x' | 'y', { at, other }: Near, box: Box): Guide {
  const across = axis === 'x' ? 'y' : 'x'
  const end = (of: Box) => of[across] + of[SIDES[across]]
  return {
    axis,
    at,
    from: Math.min(other[across], box[across]),
    to: Math.max(end(other), end(box)),
  }
}
