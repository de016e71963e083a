/** Room on the canvas for the parts of an opened node. */
import type { Inside } from '../kinds/inside'
import { type Diff, isEmpty, NO_CHANGE } from './diff'
import type { DocumentNode, HeedDocument } from './document'
import { move } from './edits'

/** Room of a card on the canvas. */
const CARD = { width: 230, height: 130 }

interface Size {
  readonly width: number
  readonly height: number
}

/** Room that the parts take beside the composite's own card. */
export function sizeOfInside({ nodes }: Inside): Size {
  const outer = Object.values(nodes).filter(({ parent }) => parent === undefined)
  return {
    width: Math.max(...outer.map(({ at, size }) => at[0] + (size ?? CARD).width)) - CARD.width,
    height: Math.max(...outer.map(({ at, size }) => at[1] + (size ?? CARD).height)) - CARD.height,
  }
}

/** What lies right of the node moves right. */
export function makeRoom(
  document: HeedDocument,
  node: DocumentNode,
  { width }: Size,
  ids: Readonly<Record<string, string>>,
): Diff {
  const own = new Set(Object.values(ids))
  return shift(document, node, width, (other) => !own.has(other.id) && other.position.x > node.position.x)
}

/** What moved right moves back. */
export function giveRoomBack(document: HeedDocument, node: DocumentNode, { width }: Size): Diff {
  return shift(document, node, -width, (other) => other.position.x > node.position.x + width)
}

function shift(
  document: HeedDocument,
  node: DocumentNode,
  by: number,
  which: (other: DocumentNode) => boolean,
): Diff {
  const moved = Object.values(document.nodes).filter(
    (other) => other.id !== node.id && other.parent === node.parent && which(other),
  )
  const diff = move(
    document,
    Object.fromEntries(moved.map(({ id, position }) => [id, { x: position.x + by, y: position.y }])),
  )
  return isEmpty(diff) ? NO_CHANGE : diff
}
