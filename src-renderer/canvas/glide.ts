/** Nodes move to new places in sight of the user. */
import type { HeedDocument } from '#shared/document/document'
import { type CardNode, toNodes } from './toFlow'

const MILLISECONDS = 220

/** Calls back with what part of the way is behind, 1 at the end; gives what ends it at once. */
export function glide(show: (at: number) => void): () => void {
  const start = performance.now()
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  let frame = 0
  let over = false
  const step = (now: number) => {
    const part = still ? 1 : Math.min(1, Math.max(0, now - start) / MILLISECONDS)
    over = part === 1
    // Quick at first, and slowly to a stand.
    show(over ? 1 : 1 - (1 - part) ** 3)
    if (!over) frame = requestAnimationFrame(step)
  }
  frame = requestAnimationFrame(step)
  return () => {
    cancelAnimationFrame(frame)
    if (!over) show(1)
  }
}

let from = new Map<string, CardNode['position']>()

/** The nodes of a document on their way from where they are drawn. */
export function nodesBetween(
  before: readonly CardNode[],
  document: HeedDocument,
  selected: ReadonlySet<string>,
  at: number,
): CardNode[] {
  const after = toNodes(before, document, selected)
  if (at === 1) {
    from = new Map()
    // On the way positions were given to nodes that else keep their identity.
    return after.map((node) => {
      const { position } = node.data.node
      return node.position === position ? node : { ...node, position }
    })
  }
  for (const { id, position } of before) if (!from.has(id)) from.set(id, position)
  return after.map((node) => {
    const start = from.get(node.id)
    const end = node.data.node.position
    if (start === undefined || (start.x === end.x && start.y === end.y)) return node
    return {
      ...node,
      position: { x: start.x + (end.x - start.x) * at, y: start.y + (end.y - start.y) * at },
    }
  })
}
