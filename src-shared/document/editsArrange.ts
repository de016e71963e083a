/** Lining boxes up and spacing them evenly. Boxes are in units of the whole canvas; what is given back are upper left corners. */
import type { Point } from './editsPlaces'

export interface PlacedBox extends Point {
  readonly width: number
  readonly height: number
}

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'
export type Axis = 'x' | 'y'

type Boxes = ReadonlyMap<string, PlacedBox>

const SIDES = { x: 'width', y: 'height' } as const

/** Lines boxes up along one of the edges, or the middle, of all of them together. */
export function aligned(boxes: Boxes, how: Alignment): Record<string, Point> {
  const all = [...boxes.values()]
  const axis: Axis = how === 'left' || how === 'centre' || how === 'right' ? 'x' : 'y'
  const side = SIDES[axis]
  const low = Math.min(...all.map((box) => box[axis]))
  const high = Math.max(...all.map((box) => box[axis] + box[side]))
  const at = (box: PlacedBox) => {
    if (how === 'left' || how === 'top') return low
    return how === 'right' || how === 'bottom' ? high - box[side] : (low + high - box[side]) / 2
  }
  return placed(boxes, axis, (_, box) => at(box))
}

/** Makes the gaps between boxes equal; the outermost two stay where they are. */
export function distributed(boxes: Boxes, axis: Axis): Record<string, Point> {
  const side = SIDES[axis]
  const order = [...boxes].sort(([, a], [, b]) => a[axis] + a[side] / 2 - (b[axis] + b[side] / 2))
  const [first, last] = [order[0]?.[1], order.at(-1)?.[1]]
  if (first === undefined || last === undefined) return {}
  const taken = order.slice(1, -1).reduce((sum, [, box]) => sum + box[side], 0)
  const gap = (last[axis] - first[axis] - first[side] - taken) / Math.max(1, order.length - 1)
  const places = new Map<string, number>()
  let next = first[axis]
  for (const [id, box] of order) {
    places.set(id, next)
    next += box[side] + gap
  }
  return placed(boxes, axis, (id, box) => (box === last ? box[axis] : places.get(id)!))
}

function placed(boxes: Boxes, axis: Axis, at: (id: string, box: PlacedBox) => number): Record<string, Point> {
  return Object.fromEntries(
    [...boxes].map(([id, box]) => [id, { x: box.x, y: box.y, [axis]: at(id, box) }] as const),
  )
}
