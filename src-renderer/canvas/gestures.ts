/** What the canvas' gestures do to the document: dragging, dropping, drawing wires, asking for a node. */
import type { Connection, IsValidConnection, OnConnectEnd, OnConnectStart } from '@xyflow/react'
import type { DragEvent, MouseEvent } from 'react'
import { absolutePosition, descendants, type Point } from '#shared/document/editsPlaces'
import { isFrame } from '#shared/document/structure'
import { addKind, connectPorts, moveNodes } from '../commands/editing'
import { offersFor } from '../commands/inserting'
import { page } from '../page'
import { draggedKind, KIND_DRAG } from '../palette/drag'
import { notify, type PortEnd } from '../stores/session'
import { dragEnds, dragFreely, dragging } from './drag'
import { frameAt } from './frameAt'
import { kindOver, leaveWires, nodeOver, overWireStore } from './overWire'
import { beginDrawing, endDrawing, endKey, reachStore } from './reach'
import type { CardNode, WireEdge } from './toFlow'

type ToCanvas = (at: Point) => Point

/** A node is dragged: the wire under the pointer that it would stand in lights up. */
export function draggedOver(event: globalThis.MouseEvent | TouchEvent, moved: readonly CardNode[]): void {
  dragFreely(event.altKey)
  const [only] = moved
  if (!dragging() || moved.length !== 1 || only === undefined || isFrame(only.data.node)) {
    leaveWires()
    return
  }
  const at = 'changedTouches' in event ? event.changedTouches[0]! : event
  nodeOver(page.documents.getState().document, only.id, at)
}

/** Gives whether the document changed by it. */
export function dropped(moved: readonly CardNode[]): boolean {
  const snap = dragEnds()
  const into = overWireStore.getState().wire
  leaveWires()
  if (snap === undefined) return false
  const { document } = page.documents.getState()
  const ids = new Set(moved.map(({ id }) => id))
  const within = descendants(document, ids)
  const outer = moved.filter(({ data }) => data.node.parent === undefined || !ids.has(data.node.parent))
  moveNodes(
    page,
    outer.map(({ id, position, parentId, measured }) => {
      const origin = parentId === undefined ? { x: 0, y: 0 } : absolutePosition(document, parentId)
      const at = { x: position.x + origin.x + snap.dx, y: position.y + origin.y + snap.dy }
      const middle = { x: at.x + (measured?.width ?? 0) / 2, y: at.y + (measured?.height ?? 0) / 2 }
      return { id, at, frame: frameAt(document, middle, within) }
    }),
    into,
  )
  return page.documents.getState().document !== document
}

export function connected({ source, sourceHandle, target, targetHandle }: Connection): void {
  if (sourceHandle === null || targetHandle === null) return
  connectPorts(page, { node: source, port: sourceHandle }, { node: target, port: targetHandle })
}

export const drawingStarts: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
  if (nodeId === null || handleId === null || handleType === null) return
  const from: PortEnd = { node: nodeId, port: handleId, side: handleType === 'source' ? 'output' : 'input' }
  beginDrawing(page.documents.getState().document, from)
}

export const mayConnect: IsValidConnection<WireEdge> = ({ source, sourceHandle, target, targetHandle }) => {
  const { from, reasons } = reachStore.getState()
  if (from === undefined) return true
  const end: PortEnd =
    from.side === 'output'
      ? { side: 'input', node: target, port: targetHandle ?? '' }
      : { side: 'output', node: source, port: sourceHandle ?? '' }
  return !reasons.has(endKey(end))
}

export function drawingEnds(
  event: Parameters<OnConnectEnd>[0],
  { toHandle, isValid }: Parameters<OnConnectEnd>[1],
  toCanvas: ToCanvas,
): void {
  const { from, reasons } = reachStore.getState()
  endDrawing()
  if (from === undefined) return
  if (toHandle !== null) {
    if (isValid) return
    const side = toHandle.type === 'source' ? 'output' : 'input'
    const reason = reasons.get(endKey({ side, node: toHandle.nodeId, port: toHandle.id ?? '' }))
    if (reason === undefined) return
    const there = { node: toHandle.nodeId, port: toHandle.id ?? '' }
    const here = { node: from.node, port: from.port }
    const offers =
      from.side === side
        ? []
        : offersFor(page, ...(from.side === 'output' ? ([here, there] as const) : ([there, here] as const)))
    notify(page.session, 'hint', reason, undefined, offers)
    return
  }
  const { target } = event
  if (!(target instanceof Element) || !target.classList.contains('react-flow__pane')) return
  const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event
  page.session.setState({ popup: { type: 'add', at: toCanvas({ x, y }), from } })
}

export function openAdd(event: MouseEvent, toCanvas: ToCanvas): void {
  if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return
  page.session.setState({
    popup: { type: 'add', at: toCanvas({ x: event.clientX, y: event.clientY }) },
  })
}

/** A kind is dragged from the palette over the canvas. */
export function kindDragged(event: DragEvent, toCanvas: ToCanvas): void {
  if (!event.dataTransfer.types.includes(KIND_DRAG)) return
  event.preventDefault()
  const kind = draggedKind()
  const { clientX: x, clientY: y } = event
  if (kind !== undefined) kindOver(page.documents.getState().document, kind, event, toCanvas({ x, y }))
}

export function dropKind(event: DragEvent, toCanvas: ToCanvas): void {
  const kind = event.dataTransfer.getData(KIND_DRAG)
  if (kind === '') return
  event.preventDefault()
  const at = toCanvas({ x: event.clientX, y: event.clientY })
  const { document } = page.documents.getState()
  const { wire } = overWireStore.getState()
  leaveWires()
  addKind(page, kind, { at: { x: at.x - 80, y: at.y - 20 }, frame: frameAt(document, at), wire })
}
