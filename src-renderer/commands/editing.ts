/** What a person does on the canvas, each as one undo step with a name. */
import { apply, type Diff, join } from '#shared/document/diff'
import type { HeedDocument, PortRef } from '#shared/document/document'
import { addNode, connect, growAround, LOOP_SIZE, move, putInto, remove } from '#shared/document/edits'
import { type Clip, clipText, copy, paste, readClip } from '#shared/document/editsClip'
import { absolutePosition, type Point, relativeTo } from '#shared/document/editsPlaces'
import { withPoints } from '#shared/document/editsPoints'
import { insertInto, wayThrough } from '#shared/document/editsWires'
import type { Inference } from '#shared/document/infer'
import { refusal } from '#shared/document/refusal'
import { isFrameKind, portsOf, titleOf } from '#shared/document/structure'
import { kindOf } from '#shared/kinds/registry'
import { change, redo, undo } from '../stores/document'
import { inferenceOf } from '../stores/inference'
import { announce, notify, type PortEnd, select } from '../stores/session'
import { addIntoWire, kindIntoWire, offersFor, roomInWire } from './inserting'
import type { Page } from './page'
import { CARD, freePlace, insideOf, nearestPlace, rightOf } from './places'

export interface Placing {
  /** A point of the canvas; the middle of what is seen when absent. */
  readonly at?: Point | undefined
  /** The loop or group that it lies in; the selected one, where no place is given. */
  readonly frame?: string | undefined
  /** A port that the new node is wired to, in the same step. */
  readonly from?: PortEnd | undefined
  /** A wire that the node is put into where it fits; without a place, the one that is selected. */
  readonly wire?: string | undefined
}

/** Places a node of a kind and selects it; gives its id. */
export function addKind(page: Page, kindId: string, placing: Placing = {}): string {
  const { document } = page.documents.getState()
  const into = placing.from === undefined && placing.at === undefined ? selectedWire(page) : undefined
  const inserted = into === undefined ? undefined : addIntoWire(page, kindId, into)
  if (inserted !== undefined) return inserted
  const kind = kindOf(kindId)
  const frame = placing.frame ?? (placing.at === undefined ? selectedFrame(page) : undefined)
  const at =
    placing.at === undefined
      ? freePlace(document, frame, wantedPlace(document, frame, page))
      : isFrameKind(kind)
        ? // It is large, and what lies below it would not lie in it.
          nearestPlace(
            document,
            frame,
            { ...relativeTo(document, placing.at, frame), ...LOOP_SIZE },
            page.view.sizeOf,
          )
        : relativeTo(document, placing.at, frame)
  const under = placing.wire === undefined ? undefined : document.wires[placing.wire]
  const put = under && kindIntoWire(document, kind, under, frame, at)
  const added = put ?? addNode(document, kind, at, frame)
  let diff = added.diff
  if (put !== undefined && under !== undefined)
    diff = join(diff, roomInWire(page, apply(document, diff), put.id, under.from.node, under.to.node))
  diff = withRoom(document, diff, [added.id])
  if (placing.from !== undefined) {
    const placed = apply(document, diff)
    const wire = firstFit(placed, placing.from, added.id)
    if (wire !== undefined) diff = join(diff, connect(placed, wire.from, wire.to))
  }
  change(page.documents, `${put === undefined ? 'add' : 'insert'} ${kind.title}`, diff)
  select(page.session, [added.id])
  announce(page.session, `Added ${kind.title}`)
  // Who points at a place sees it: the canvas does not move below the pointer.
  if (placing.at === undefined || isFrameKind(kind)) page.view.reveal(added.id)
  return added.id
}

function selectedWire(page: Page): string | undefined {
  const { selectedNodes, selectedWires } = page.session.getState()
  return selectedNodes.size === 0 && selectedWires.size === 1 ? [...selectedWires][0] : undefined
}

/** Networks are read from left to right: the next node stands beside the selected one. */
function wantedPlace(document: HeedDocument, frame: string | undefined, page: Page): Point {
  const { selectedNodes } = page.session.getState()
  const [id] = selectedNodes
  const beside = selectedNodes.size === 1 && id !== undefined ? document.nodes[id] : undefined
  if (beside !== undefined && beside.id !== frame && beside.parent === frame) return rightOf(beside)
  if (frame !== undefined) return insideOf(document, frame)
  const { x, y } = page.view.centre()
  return { x: x - CARD.width / 2, y: y - CARD.height / 2 }
}

/** The first port of a node that a wire from this end may go to. */
export function firstFit(
  document: HeedDocument,
  end: PortEnd,
  node: string,
  known: Inference = inferenceOf(document),
): { from: PortRef; to: PortRef } | undefined {
  const target = document.nodes[node]
  if (target === undefined) return undefined
  const ports = portsOf(target)
  const here = { node: end.node, port: end.port }
  for (const port of Object.keys(end.side === 'output' ? ports.inputs : ports.outputs)) {
    const there = { node, port }
    const pair = end.side === 'output' ? { from: here, to: there } : { from: there, to: here }
    if (refusal(document, pair.from, pair.to, known) === undefined) return pair
  }
  return undefined
}

/** Draws a wire, or says why it may not be. */
export function connectPorts(page: Page, from: PortRef, to: PortRef): string | undefined {
  const { document } = page.documents.getState()
  const reason = refusal(document, from, to, inferenceOf(document))
  if (reason !== undefined) {
    notify(page.session, 'hint', reason, undefined, offersFor(page, from, to))
    return reason
  }
  const [source, target] = [nameOf(document, from.node), nameOf(document, to.node)]
  change(page.documents, `wire ${source} to ${target}`, connect(document, from, to))
  announce(page.session, `Wired ${source} to ${target}`)
  return undefined
}

export function deleteSelection(page: Page): void {
  const { document } = page.documents.getState()
  const { selectedNodes, selectedWires } = page.session.getState()
  const what = nameOfMany(document, selectedNodes, selectedWires)
  const diff = remove(document, selectedNodes, selectedWires)
  change(page.documents, `delete ${what}`, diff)
  select(page.session, [])
  announce(page.session, `Deleted ${what}`)
}

export interface Moved {
  readonly id: string
  /** On the canvas as a whole. */
  readonly at: Point
  /** The loop or group it was let go over; undefined outside of all. */
  readonly frame: string | undefined
}

/**
 * Ends a drag: nodes lie where they were let go, in the frame they were let go over; a single one that was let go over a wire which it fits
 * into stands in it.
 */
export function moveNodes(page: Page, moved: readonly Moved[], into?: string): void {
  const { document } = page.documents.getState()
  let diff: Diff = { nodes: {}, wires: {}, fields: {} }
  let at = document
  for (const { id, frame } of moved) {
    const part = putInto(at, [id], frame)
    diff = join(diff, part)
    at = apply(at, part)
  }
  const positions = Object.fromEntries(
    moved.map(({ id, at: point }) => [id, relativeTo(at, point, at.nodes[id]?.parent)] as const),
  )
  diff = join(diff, move(at, positions))
  const ids = new Set(moved.map(({ id }) => id))
  const what = nameOfMany(document, ids, new Set())
  const wire = into === undefined ? undefined : document.wires[into]
  const [only] = moved
  if (wire !== undefined && only !== undefined && moved.length === 1) {
    const placed = apply(document, diff)
    const way = wayThrough(placed, wire, only.id)
    if (way !== undefined) {
      diff = join(diff, insertInto(placed, wire, only.id, way))
      diff = join(diff, roomInWire(page, apply(document, diff), only.id, wire.from.node, wire.to.node))
      change(page.documents, `insert ${what}`, withRoom(document, diff, ids))
      announce(page.session, `${what} stands in the wire`)
      return
    }
  }
  change(page.documents, `move ${what}`, withRoom(document, withPoints(document, diff), ids))
}

/** Moves by the keyboard; steps that follow each other are one. */
export function nudge(page: Page, ids: Iterable<string>, dx: number, dy: number): void {
  const { document } = page.documents.getState()
  const chosen = new Set(ids)
  const positions = Object.fromEntries(
    [...chosen].flatMap((id) => {
      const node = document.nodes[id]
      // What lies in a moved frame moves with it.
      if (node === undefined || (node.parent !== undefined && chosen.has(node.parent))) return []
      return [[id, { x: node.position.x + dx, y: node.position.y + dy }] as const]
    }),
  )
  const what = nameOfMany(document, chosen, new Set())
  change(
    page.documents,
    `move ${what}`,
    withPoints(document, move(document, positions)),
    `nudge ${[...chosen].sort().join(' ')}`,
  )
}

export function putNodesInto(page: Page, ids: Iterable<string>, frame: string | undefined): void {
  const { document } = page.documents.getState()
  const where = frame === undefined ? 'outside' : `into ${nameOf(document, frame)}`
  const what = nameOfMany(document, new Set(ids), new Set())
  let diff = putInto(document, ids, frame)
  if (frame !== undefined) {
    const inside = apply(document, diff)
    const first = insideOf(document, frame)
    const places = Object.fromEntries([...ids].map((id) => [id, freePlace(inside, frame, first, id)]))
    diff = withRoom(document, join(diff, move(inside, places)), ids)
  }
  change(page.documents, `put ${what} ${where}`, diff)
  announce(page.session, `Put ${what} ${where}`)
}

/** The diff, and room for the nodes in the frames that they come to lie in. */
function withRoom(document: HeedDocument, diff: Diff, ids: Iterable<string>): Diff {
  let whole = diff
  for (const id of ids) whole = join(whole, growAround(apply(document, whole), id))
  return whole
}

export function copySelection(page: Page): string | undefined {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  return selectedNodes.size === 0 ? undefined : clipText(copy(document, selectedNodes))
}

/** Pastes text that another copy gave; says so when it holds no nodes. */
export function pasteText(page: Page, text: string, at?: Point): void {
  const read = readClip(text)
  if (!read.ok) {
    notify(page.session, 'hint', read.error)
    return
  }
  pasteClip(page, read.value, 'paste', at ?? page.view.pointer() ?? page.view.centre())
}

export function duplicate(page: Page): void {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  if (selectedNodes.size === 0) return
  const clip = copy(document, selectedNodes)
  const corner = (axis: 'x' | 'y') =>
    Math.min(
      ...[...selectedNodes]
        .filter((id) => document.nodes[id])
        .map((id) => absolutePosition(document, id)[axis]),
    )
  pasteClip(page, clip, 'duplicate', { x: corner('x') + 32, y: corner('y') + 32 })
}

export function selectAll(page: Page): void {
  const { document } = page.documents.getState()
  select(page.session, Object.keys(document.nodes), Object.keys(document.wires))
}

export function undoStep(page: Page): void {
  const name = undo(page.documents)
  if (name !== undefined) announce(page.session, `Undone: ${name}`)
  forgetMissing(page)
}

export function redoStep(page: Page): void {
  const name = redo(page.documents)
  if (name !== undefined) announce(page.session, `Done again: ${name}`)
  forgetMissing(page)
}

export function nameOf(document: HeedDocument, id: string): string {
  const node = document.nodes[id]
  return node === undefined ? id : titleOf(node)
}

/** Selection is no part of history; what is gone is not selected. */
function forgetMissing(page: Page): void {
  const { document } = page.documents.getState()
  const { selectedNodes, selectedWires } = page.session.getState()
  select(
    page.session,
    [...selectedNodes].filter((id) => document.nodes[id]),
    [...selectedWires].filter((id) => document.wires[id]),
  )
}

function pasteClip(page: Page, clip: Clip, verb: string, at: Point): void {
  const { document } = page.documents.getState()
  const { diff, ids } = paste(document, clip, at)
  if (ids.length === 0) return
  const after = apply(document, diff)
  const what = nameOfMany(after, new Set(ids), new Set())
  change(page.documents, `${verb} ${what}`, diff)
  select(page.session, ids)
  announce(page.session, `${verb === 'paste' ? 'Pasted' : 'Duplicated'} ${what}`)
}

function nameOfMany(document: HeedDocument, nodes: ReadonlySet<string>, wires: ReadonlySet<string>): string {
  if (nodes.size === 1) return nameOf(document, [...nodes][0]!)
  if (nodes.size > 1) return `${nodes.size} nodes`
  return wires.size === 1 ? 'a wire' : `${wires.size} wires`
}

function selectedFrame(page: Page): string | undefined {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  const [id] = selectedNodes
  if (selectedNodes.size !== 1 || id === undefined) return undefined
  const node = document.nodes[id]
  if (node?.size !== undefined) return id
  return node?.parent
}
