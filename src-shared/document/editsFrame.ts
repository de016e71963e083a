/** Nodes are put into a new frame, a group or a loop, where they are; and a frame is taken away from around its nodes: the exact inverse. */
import { err, ok, type Result } from '../base/result'
import type { Kind, Params } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { apply, type Change, type Diff, join, NO_CHANGE } from './diff'
import type { DocumentNode, HeedDocument } from './document'
import { addNode, growAround, LOOP_SIZE, roomIn, sizeAround } from './edits'
import { ancestors } from './editsPlaces'
import { isFrame, parentOf } from './structure'

export interface Framed {
  readonly diff: Diff
  /** The new frame. */
  readonly id: string
}

/** What a frame goes around: the given nodes that do not lie in another one of them. */
export function outermostOf(document: HeedDocument, ids: Iterable<string>): string[] {
  const given = new Set([...ids].filter((id) => document.nodes[id] !== undefined))
  return [...given].filter((id) => !ancestors(document, id).some((frame) => given.has(frame)))
}

/** Puts nodes into a new group. No wire changes: a group is nothing to them. */
export function putInGroup(document: HeedDocument, ids: Iterable<string>): Result<Framed, string> {
  const outer = outermostOf(document, ids)
  const refused = frameRefusal(document, outer, 'group')
  return refused === undefined ? ok(frameAround(document, outer, kindOf('group'))) : err(refused)
}

/** Why no frame can go around these nodes, or undefined. */
export function frameRefusal(
  document: HeedDocument,
  outer: readonly string[],
  what: 'loop' | 'group',
): string | undefined {
  if (outer.length === 0) return `Select the nodes that the ${what} goes around.`
  if (new Set(outer.map((id) => parentOf(document, id))).size > 1)
    return `The selected nodes lie in different loops: a ${what} goes around nodes of one.`
  if (new Set(outer.map((id) => document.nodes[id]!.parent)).size > 1)
    return `The selected nodes lie in different groups: a ${what} goes around nodes of one.`
  return undefined
}

/** Puts nodes that lie in one frame, or in none, into a new one, where they are; `params` differ from the kind's own. */
export function frameAround(
  document: HeedDocument,
  outer: readonly string[],
  kind: Kind,
  params: Params = {},
): Framed {
  const parent = document.nodes[outer[0]!]!.parent
  const corner = cornerOf(document, outer)
  const room = roomIn(kind)
  const added = addNode(document, kind, { x: corner.x - room.left, y: corner.y - room.top }, parent)
  const { id } = added
  const empty = added.diff.nodes[id]!.after!
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const child of outer) {
    const before = document.nodes[child]!
    const { x, y } = before.position
    const position = { x: x - empty.position.x, y: y - empty.position.y }
    nodes[child] = { before, after: { ...before, position, parent: id } }
  }
  const inside = outer.map((child) => nodes[child]!.after!)
  const size = sizeAround(kind, inside, kind.structural === 'loop' ? LOOP_SIZE : { width: 0, height: 0 })
  const frame: DocumentNode = { ...empty, params: { ...empty.params, ...params }, size }
  nodes[id] = { after: frame }

  const diff: Diff = { ...NO_CHANGE, nodes }
  const grown = growAround(apply(document, diff), id)
  // What the frames around were before is told, so that they are so again when this one goes.
  const around = Object.fromEntries(
    Object.entries(grown.nodes).flatMap(([other, { before, after }]) =>
      other === id || before?.size === undefined || after?.size === undefined
        ? []
        : [[other, { before: before.size, after: after.size }] as const],
    ),
  )
  if (Object.keys(around).length === 0) return { id, diff }
  const told: Diff = {
    ...NO_CHANGE,
    nodes: { [id]: { before: frame, after: { ...frame, madeRoom: around } } },
  }
  return { id, diff: join(join(diff, grown), told) }
}

/** Takes a frame away and leaves its nodes where they are, in what is around it. Wires stay as they are: those of a loop are `takeLoopAway`'s. */
export function takeFrameAway(document: HeedDocument, id: string): Diff {
  const frame = document.nodes[id]
  if (frame === undefined || !isFrame(frame)) return NO_CHANGE
  const nodes: Record<string, Change<DocumentNode>> = { [id]: { before: frame } }
  for (const before of Object.values(document.nodes)) {
    if (before.parent !== id) continue
    const { parent: _, ...rest } = before
    const position = { x: before.position.x + frame.position.x, y: before.position.y + frame.position.y }
    nodes[before.id] = {
      before,
      after: { ...rest, position, ...(frame.parent === undefined ? {} : { parent: frame.parent }) },
    }
  }
  for (const [outer, { before, after }] of Object.entries(frame.madeRoom ?? {})) {
    const now = document.nodes[outer]
    if (now?.size?.width === after.width && now.size.height === after.height)
      nodes[outer] = { before: now, after: { ...now, size: before } }
  }
  return { ...NO_CHANGE, nodes }
}

function cornerOf(document: HeedDocument, ids: readonly string[]): { x: number; y: number } {
  const places = ids.map((id) => document.nodes[id]!.position)
  // Whole units, so that nothing is rounded away when the frame goes again.
  return {
    x: Math.floor(Math.min(...places.map(({ x }) => x))),
    y: Math.floor(Math.min(...places.map(({ y }) => y))),
  }
}
