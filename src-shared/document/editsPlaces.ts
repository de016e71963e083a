/** Where nodes lie: positions through loops, and what lies inside of what. Parents that are missing or go round end the way up. */
import type { HeedDocument } from './document'

export interface Point {
  readonly x: number
  readonly y: number
}

/** The loops and groups that a node lies in, innermost first. */
export function ancestors(document: HeedDocument, id: string): string[] {
  const found: string[] = []
  let parent = document.nodes[id]?.parent
  while (
    parent !== undefined &&
    document.nodes[parent] !== undefined &&
    !found.includes(parent) &&
    parent !== id
  ) {
    found.push(parent)
    parent = document.nodes[parent]!.parent
  }
  return found
}

/** Position on the canvas as a whole. */
export function absolutePosition(document: HeedDocument, id: string): Point {
  const own = document.nodes[id]?.position ?? { x: 0, y: 0 }
  return ancestors(document, id).reduce((at, loop) => {
    const { x, y } = document.nodes[loop]!.position
    return { x: at.x + x, y: at.y + y }
  }, own)
}

/** A point of the canvas as seen from inside of a loop. */
export function relativeTo(document: HeedDocument, at: Point, loop: string | undefined): Point {
  if (loop === undefined) return at
  const origin = absolutePosition(document, loop)
  return { x: at.x - origin.x, y: at.y - origin.y }
}

/** The given nodes and all that lies inside of them. */
export function descendants(document: HeedDocument, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set(ids)
  for (const id of Object.keys(document.nodes)) {
    if (!found.has(id) && ancestors(document, id).some((loop) => found.has(loop))) found.add(id)
  }
  return found
}
