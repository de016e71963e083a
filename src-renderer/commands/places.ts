/** Where a node is put that nobody has put somewhere. */
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { LOOP_SIZE } from '#shared/document/edits'
import type { Point } from '#shared/document/editsPlaces'

/** Room that a card takes, for placing nodes without covering others. */
export const CARD = { width: 210, height: 110 } as const
/** Where the inside of a loop begins. */
export const LOOP_INSIDE: Point = { x: 130, y: 60 }
const GAP = 30
/** So many cards stand beside each other before the next row begins. */
const ROW = 6

export function rightOf({ position, size }: DocumentNode): Point {
  return { x: position.x + (size ?? CARD).width + GAP, y: position.y }
}

interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A loop is large: it is put where it covers nothing, for what lies below it would not lie in it. */
export function placeOfLoop(
  document: HeedDocument,
  loop: string | undefined,
  wanted: Point,
  sizeOf: (id: string) => { readonly width: number; readonly height: number } | undefined,
): Point {
  const others = Object.values(document.nodes)
    .filter(({ parent }) => parent === loop)
    .map(({ id, position, size }) => ({ ...position, ...(sizeOf(id) ?? size ?? CARD) }))
  return nearestFree({ ...wanted, ...LOOP_SIZE }, others)
}

/** The place nearest to the wanted one where a box covers none of the others. */
function nearestFree(wanted: Box, others: readonly Box[]): Point {
  const { width, height } = wanted
  const covers = ({ x, y }: Point) =>
    others.some(
      (other) =>
        x < other.x + other.width &&
        other.x < x + width &&
        y < other.y + other.height &&
        other.y < y + height,
    )
  const near = (at: Point) => Math.hypot(at.x - wanted.x, at.y - wanted.y)
  // Beside, above or below one of them, or of two.
  const xs = [wanted.x, ...others.flatMap((other) => [other.x - width - GAP, other.x + other.width + GAP])]
  const ys = [wanted.y, ...others.flatMap((other) => [other.y - height - GAP, other.y + other.height + GAP])]
  const sorted = xs.flatMap((x) => ys.map((y) => ({ x, y }))).sort((a, b) => near(a) - near(b))
  return sorted.find((at) => !covers(at)) ?? wanted
}

/** The place nearest right of and below the wanted one that covers no other node; in the units of the loop it is in. */
export function freePlace(
  document: HeedDocument,
  loop: string | undefined,
  wanted: Point,
  except?: string,
): Point {
  const neighbours = Object.values(document.nodes).filter(
    (node) => node.parent === loop && node.id !== except,
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
