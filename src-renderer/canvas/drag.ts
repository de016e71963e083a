/** Dragging nodes: they keep to the lines of others, and Escape brings them back. React Flow gives the pointer's places; these are ours. */
import type { NodeChange, ReactFlowInstance } from '@xyflow/react'
import { descendants } from '#shared/document/editsPlaces'
import { page } from '../page'
import { type Box, FREE, type Snap, snapStore, snapTo } from './guides'
import { leaveWires } from './overWire'
import { shiftNodes, shiftNothing } from './shift'
import type { CardNode, WireEdge } from './toFlow'

/** Pixels of the screen within which a line draws what is dragged to it. */
const REACH = 6

interface Drag {
  /** What moves, with all that lies in it. */
  readonly moved: ReadonlySet<string>
  /** What may be kept to, as it stood when the drag began. */
  readonly others: readonly Box[]
  over: boolean
  free: boolean
}

let drag: Drag | undefined

type Flow = ReactFlowInstance<CardNode, WireEdge>

export function dragBegins(flow: Flow, moved: readonly CardNode[]): void {
  const within = descendants(
    page.documents.getState().document,
    moved.map(({ id }) => id),
  )
  const others = flow.getNodes().flatMap(({ id }) => (within.has(id) ? [] : (boxOf(flow, id) ?? [])))
  drag = { moved: within, others, over: false, free: false }
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
  shiftNothing()
}

/** Ends the drag: what was added to the pointer's places at last; undefined when it was cancelled. */
export function dragEnds(): Snap | undefined {
  const snap = snapStore.getState()
  const over = drag?.over === true
  drag = undefined
  show(FREE)
  return over ? undefined : snap
}

/** Draws what is dragged where the pointer, and lines that are near, bring it. */
export function dragged(flow: Flow, changes: readonly NodeChange<CardNode>[]): void {
  if (drag === undefined || drag.over) return
  const moving = changes.filter(isMove)
  const [first] = moving
  const start = first && flow.getNode(first.id)?.position
  if (first?.position === undefined || start === undefined) return
  const snap = drag.free ? FREE : (snapFor(flow, moving, drag.others) ?? FREE)
  show(snap)
  // All that is dragged moves alike.
  shiftNodes(drag.moved, first.position.x - start.x + snap.dx, first.position.y - start.y + snap.dy)
}

type Move = Extract<NodeChange<CardNode>, { type: 'position' }>

function isMove(change: NodeChange<CardNode>): change is Move {
  return change.type === 'position' && change.dragging === true && change.position !== undefined
}

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
