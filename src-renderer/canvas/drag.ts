/** Dragging nodes: they keep to the lines of others, and Escape brings them back. React Flow gives the pointer's places; these are ours. */
import type { NodeChange, ReactFlowInstance } from '@xyflow/react'
import { descendants } from '#shared/document/editsPlaces'
import { page } from '../page'
import { type Box, FREE, type Snap, snapStore, snapTo } from './guides'
import { leaveWires } from './overWire'
import type { CardNode, WireEdge } from './toFlow'

/** Pixels of the screen within which a line draws what is dragged to it. */
const REACH = 6

interface Drag {
  /** What may be kept to, as it stood when the drag began. */
  readonly others: readonly Box[]
  /** Draws what is dragged where the document has it. */
  readonly restore: () => void
  over: boolean
  free: boolean
}

let drag: Drag | undefined

type Flow = ReactFlowInstance<CardNode, WireEdge>

export function dragBegins(flow: Flow, moved: readonly CardNode[], restore: () => void): void {
  const ids = moved.map(({ id }) => id)
  const within = descendants(page.documents.getState().document, ids)
  const others = flow.getNodes().flatMap(({ id }) => (within.has(id) ? [] : (boxOf(flow, id) ?? [])))
  drag = { others, restore, over: false, free: false }
}

/** With Alt held, nodes go wherever they are dragged. */
export function dragFreely(free: boolean): void {
  if (drag !== undefined) drag.free = free
}

export function dragging(): boolean {
  return drag !== undefined && !drag.over
}

/** What is dragged goes back to where it was, and stays there however the pointer goes on. */
export function cancelDrag(): void {
  if (drag === undefined) return
  drag.over = true
  show(FREE)
  leaveWires()
  drag.restore()
}

/** Ends the drag: what was added to the pointer's places at last; undefined when it was cancelled. */
export function dragEnds(): Snap | undefined {
  const snap = snapStore.getState()
  const over = drag?.over === true
  drag = undefined
  show(FREE)
  return over ? undefined : snap
}

/** The places that nodes are given for those that React Flow says; none after the drag was cancelled. */
export function snapped(flow: Flow, changes: NodeChange<CardNode>[]): NodeChange<CardNode>[] {
  // Where things lie when a drag has ended, the document says.
  if (drag === undefined || drag.over) return changes.map(withoutPlace)
  const moving = changes.flatMap((change) =>
    change.type === 'position' && change.dragging === true && change.position !== undefined ? [change] : [],
  )
  if (moving.length === 0) return changes
  const snap = drag.free ? FREE : (snapFor(flow, moving, drag.others) ?? FREE)
  show(snap)
  if (snap === FREE) return changes
  return changes.map((change) =>
    change.type === 'position' && change.position !== undefined
      ? { ...change, position: { x: change.position.x + snap.dx, y: change.position.y + snap.dy } }
      : change,
  )
}

function withoutPlace(change: NodeChange<CardNode>): NodeChange<CardNode> {
  if (change.type !== 'position') return change
  const { id, type, dragging: still = false } = change
  return { id, type, dragging: still }
}

type Move = Extract<NodeChange<CardNode>, { type: 'position' }>

function snapFor(flow: Flow, moving: readonly Move[], others: readonly Box[]): Snap | undefined {
  const boxes = moving.flatMap(({ id, positionAbsolute, position }) => {
    const size = boxOf(flow, id)
    const at = positionAbsolute ?? position
    return size === undefined || at === undefined ? [] : [{ ...size, x: at.x, y: at.y }]
  })
  if (boxes.length === 0) return undefined
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y
  return snapTo({ x, y, width, height }, others, REACH / flow.getZoom())
}

function boxOf(flow: Flow, id: string): Box | undefined {
  const node = flow.getInternalNode(id)
  const { width, height } = node?.measured ?? {}
  if (node === undefined || width === undefined || height === undefined) return undefined
  return { ...node.internals.positionAbsolute, width, height }
}

function show(snap: Snap): void {
  if (snapStore.getState() !== snap) snapStore.setState(snap, true)
}
