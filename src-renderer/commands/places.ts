/** Where a node is put that nobody has put somewhere. */
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { roomIn } from '#shared/document/edits'
import type { Point } from '#shared/document/editsPlaces'
import { kinds } from '#shared/kinds/registry'

/** Room that a card takes, for placing nodes without covering others. */
export const CARD = { width: 210, height: 110 } as const
const GAP = 30
/** So many cards stand beside each other before the next row begins. */
const ROW = 6

/** Where the inside of a frame begins. */
export function insideOf({ nodes }: HeedDocument, frame: string): Point {
  const { left, top } = roomIn(kinds.get(nodes[frame]?.kind ?? ''))
  return { x: left, y: top }
}

export function rightOf({ position, size }: DocumentNode): Point {
  return { x: position.x + (size ?? CARD).width + GAP, y: position.y }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** So many neighbours are looked at for a place beside them. */
const NEAR = 60

/** The place nearest to the wanted one where something of this size covers no other node; in the units of the frame it is in. */
export function nearestPlace(
  document: HeedDocument,
  frame: string | undefined,
  wanted: Point & Size,
  sizeOf: (id: string) => Size | undefined,
): Point {
  const { x, y, width, height } = wanted
  const far = (at: Point) => Math.hypot(at.x - x, at.y - y)
  const others = Object.values(document.nodes)
    .filter(({ parent }) => parent === frame)
    .map(({ id, position, size }) => ({ ...position, ...(sizeOf(id) ?? size ?? CARD) }))
    .sort((a, b) => far(a) - far(b))
  const free = (at: Point) =>
    !others.some(
      (other) =>
        at.x < other.x + other.width &&
        other.x < at.x + width &&
        at.y < other.y + other.height &&
        other.y < at.y + height,
    )
  if (free(wanted)) return { x, y }
  const near = others.slice(0, NEAR)
  const xs = [x, ...near.flatMap((other) => [other.x - width - GAP, other.x + other.width + GAP])]
  const ys = [y, ...near.flatMap((other) => [other.y - height - GAP, other.y + other.height + GAP])]
  const places = xs.flatMap((left) => ys.map((top) => ({ x: left, y: top })))
  return places.sort((a, b) => far(a) - far(b)).find(free) ?? { x, y }
}

/** The place nearest right of and below the wanted one that covers no other node; in the units of the frame it is in. */
export function freePlace(
  document: HeedDocument,
  frame: string | undefined,
  wanted: Point,
  except?: string,
): Point {
  const neighbours = Object.values(document.nodes).filter(
    (node) => node.parent === frame && node.id !== except,
  )
  let { x, y } = wanted
  const covers = () =>
    neighbours.some(({ position, size }) => {
      const { width, height } = size ?? CARD
      return (
        x < position.x + width &&
        position.x < x + CARD.width &&
        y < position.y + height &&
        position.y < y + CARD.height
      )
    })
  for (let tries = 0; covers() && tries < 400; tries += 1) {
    x += CARD.width + GAP
    if (x > wanted.x + ROW * CARD.width) {
      x = wanted.x
      y += CARD.height + GAP
    }
  }
  return { x, y }
}
