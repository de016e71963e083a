/** Nodes between others: put into a wire, taken out with the neighbours wired to each other, or as the mend of a wire that is refused. */
import { apply, type Diff, join } from '#shared/document/diff'
import type { HeedDocument, PortRef, Wire } from '#shared/document/document'
import { addNode, growAround, move } from '#shared/document/edits'
import { absolutePosition, type Point, relativeTo } from '#shared/document/editsPlaces'
import { insertInto, removeAndHeal, wayThrough } from '#shared/document/editsWires'
import { applyMend, type Mend, mendsOf } from '#shared/document/mends'
import { framesBetween } from '#shared/document/structure'
import type { Kind } from '#shared/kinds/kind'
import { kindOf } from '#shared/kinds/registry'
import { change } from '../stores/document'
import { announce, type NoticeAction, notify, select } from '../stores/session'
import { nameOf } from './editing'
import type { Page } from './page'
import { CARD, freePlace, nearestPlace } from './places'

/** Room that is left on each side of a node between two others. */
const GAP = 40

/** Removes the selected nodes, and wires what they read to what read them. */
export function deleteAndHeal(page: Page): void {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  if (selectedNodes.size === 0) return
  const diff = removeAndHeal(document, selectedNodes)
  const drawn = Object.values(diff.wires).filter(({ before }) => before === undefined).length
  const [first] = selectedNodes
  const what =
    selectedNodes.size === 1 && first !== undefined ? nameOf(document, first) : `${selectedNodes.size} nodes`
  change(page.documents, `delete ${what} and heal`, diff)
  select(page.session, [])
  announce(page.session, `Deleted ${what}; ${drawn === 1 ? 'one wire' : `${drawn} wires`} drawn in its place`)
}

/** Whether a node may be put into a wire by dropping it there: nothing is wired to it yet, and exactly one pair of its ports fits. */
export function fitsInto(document: HeedDocument, wire: Wire, node: string): boolean {
  const wired = Object.values(document.wires).some(({ from, to }) => from.node === node || to.node === node)
  return !wired && wayThrough(document, wire, node) !== undefined
}

/** What a new node of a kind would do to a wire; undefined when it does not fit into it. */
export function kindIntoWire(
  document: HeedDocument,
  kind: Kind,
  wire: Wire,
  frame: string | undefined,
  at: Point,
): { readonly diff: Diff; readonly id: string } | undefined {
  const { diff, id } = addNode(document, kind, at, frame)
  const placed = apply(document, diff)
  const way = wayThrough(placed, wire, id)
  return way && { id, diff: join(diff, insertInto(placed, wire, id, way)) }
}

/** Places a node of a kind in the middle of a wire, with room made for it; gives its id, or says why it does not fit. */
export function addIntoWire(page: Page, kindId: string, wireId: string): string | undefined {
  const { document } = page.documents.getState()
  const wire = document.wires[wireId]
  const kind = kindOf(kindId)
  if (wire === undefined) return undefined
  for (const frame of framesBetween(document, wire.from, wire.to)) {
    const { at, room } = placeBetween(page, document, wire.from, wire.to, frame)
    const roomy = apply(document, room)
    const put = kindIntoWire(roomy, kind, wire, frame, at)
    if (put === undefined) continue
    finish(page, `insert ${kind.title}`, document, join(room, put.diff), put.id)
    return put.id
  }
  notify(
    page.session,
    'hint',
    `${kind.title} does not stand in this wire: exactly one pair of its ports would have to fit between ${nameOf(document, wire.from.node)} and ${nameOf(document, wire.to.node)}.`,
  )
  return undefined
}

/** What a refused wire offers: each mend as a button. */
export function offersFor(page: Page, from: PortRef, to: PortRef, wire?: string): NoticeAction[] {
  const { document } = page.documents.getState()
  return mendsOf(document, from, to, wire).map((mend) => ({
    label: mend.label,
    run: () => mendWire(page, mend),
  }))
}

/** Puts the mend's node between the two ends, with both wires, in one step. */
export function mendWire(page: Page, mend: Mend): void {
  const { document } = page.documents.getState()
  if (document.nodes[mend.from.node] === undefined || document.nodes[mend.to.node] === undefined) return
  const { at, room } = placeBetween(page, document, mend.from, mend.to, mend.frame)
  const { diff, id } = applyMend(apply(document, room), mend, at)
  finish(page, `insert ${kindOf(mend.kind).title}`, document, join(room, diff), id)
}

/** A node was let go in a wire: it stands behind what it reads, and what it covers moves to the right with all that lies behind. */
export function roomInWire(page: Page, document: HeedDocument, id: string, from: string, to: string): Diff {
  const none: Diff = { nodes: {}, wires: {}, fields: {} }
  const node = document.nodes[id]
  if (node === undefined) return none
  const boxOf = (of: string) => ({
    ...document.nodes[of]!.position,
    ...(page.view.sizeOf(of) ?? document.nodes[of]!.size ?? CARD),
  })
  const beside = (of: string) => document.nodes[of]?.parent === node.parent
  const own = boxOf(id)
  const covers = (other: typeof own) => own.y < other.y + other.height && other.y < own.y + own.height
  let diff = none
  if (beside(from)) {
    const source = boxOf(from)
    const least = source.x + source.width + GAP
    if (covers(source) && own.x < least) own.x = least
  }
  diff = join(diff, move(document, { [id]: { x: own.x, y: own.y } }))
  if (!beside(to)) return diff
  const target = boxOf(to)
  const missing = own.x + own.width + GAP - target.x
  if (!covers(target) || missing <= 0 || target.x + target.width < own.x) return diff
  const behind = Object.values(document.nodes).filter(
    (other) =>
      other.id !== id && other.id !== from && other.parent === node.parent && other.position.x >= target.x,
  )
  const shifted = behind.map(
    ({ id: other, position }) => [other, { x: position.x + missing, y: position.y }] as const,
  )
  return join(diff, move(apply(document, diff), Object.fromEntries(shifted)))
}

function finish(page: Page, step: string, document: HeedDocument, diff: Diff, id: string): void {
  change(page.documents, step, join(diff, growAround(apply(document, diff), id)))
  select(page.session, [id])
  announce(page.session, `Inserted ${nameOf(page.documents.getState().document, id)} with both wires`)
  page.view.reveal(id)
}

interface Between {
  /** Relative to the frame. */
  readonly at: Point
  /** What moves to the right so that there is room. */
  readonly room: Diff
}

function placeBetween(
  page: Page,
  document: HeedDocument,
  from: PortRef,
  to: PortRef,
  frame: string | undefined,
): Between {
  const none: Diff = { nodes: {}, wires: {}, fields: {} }
  const boxOf = (id: string) => ({
    ...absolutePosition(document, id),
    ...(page.view.sizeOf(id) ?? document.nodes[id]?.size ?? CARD),
  })
  const [a, b] = [boxOf(from.node), boxOf(to.node)]
  // A loop's own ports lie on its frame: what is inside begins or ends there.
  const left = frame === from.node ? a.x + GAP : a.x + a.width
  const right = frame === to.node ? b.x + b.width - GAP : b.x
  // Cards that stand in a row keep it.
  const y = (a.y + b.y) / 2
  if (right <= left) {
    const beside = relativeTo(document, { x: left + GAP, y }, frame)
    return { at: nearestPlace(document, frame, { ...beside, ...CARD }, page.view.sizeOf), room: none }
  }
  const missing = CARD.width + 2 * GAP - (right - left)
  const at = relativeTo(document, { x: missing > 0 ? left + GAP : (left + right - CARD.width) / 2, y }, frame)
  const target = document.nodes[to.node]
  if (missing <= 0 || target === undefined || target.parent !== frame)
    return { at: freePlace(document, frame, at), room: none }
  const moved = Object.values(document.nodes).filter(
    (node) => node.parent === frame && node.position.x >= target.position.x,
  )
  const room = move(
    document,
    Object.fromEntries(moved.map(({ id, position }) => [id, { x: position.x + missing, y: position.y }])),
  )
  return { at: freePlace(apply(document, room), frame, at), room }
}
