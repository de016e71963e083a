/** The canvas. Everything that touches React Flow's store and its events is in this file. */
import {
  applyNodeChanges,
  Background,
  type Connection,
  type IsValidConnection,
  type NodeChange,
  type OnConnectEnd,
  type OnConnectStart,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { HeedDocument } from '#shared/document/document'
import { absolutePosition, descendants, type Point } from '#shared/document/editsPlaces'
import { addKind, connectPorts, moveNodes } from '../commands/editing'
import type { View } from '../commands/page'
import { offerView, page } from '../page'
import { KIND_DRAG } from '../palette/drag'
import { useDocument, useSession } from '../stores/hooks'
import { notify, type PortEnd, select } from '../stores/session'
import './canvas.css'
import { canvasKeys } from './canvasKeys'
import { EmptyCanvas } from './EmptyCanvas'
import { NodeCard } from './NodeCard'
import { startPulse } from './pulse'
import { RefusalTip } from './RefusalTip'
import { RunEdge } from './RunEdge'
import { beginDrawing, endDrawing, endKey, reachStore } from './reach'
import { type CardNode, isLoop, toEdges, toNodes, type WireEdge } from './toFlow'
import { WireLine } from './WireLine'

const nodeTypes = { card: NodeCard }
const edgeTypes = { wire: WireLine }
const FIT = { padding: 0.06, maxZoom: 1 } as const
/** Below this zoom cards are drawn as simple boxes. */
const FAR = 0.6
const NO_EDGES: WireEdge[] = []

export function Canvas() {
  const opening = useDocument((state) => state.opening)
  return (
    <ReactFlowProvider key={opening}>
      <Flow />
    </ReactFlowProvider>
  )
}

function Flow() {
  const document = useDocument((state) => state.document)
  const selectedNodes = useSession((state) => state.selectedNodes)
  const selectedWires = useSession((state) => state.selectedWires)
  const [nodes, setNodes] = useState<CardNode[]>(() => toNodes([], document, selectedNodes))
  const flow = useReactFlow<CardNode, WireEdge>()
  const frame = useRef<HTMLElement>(null)
  const pointer = useRef<Point | undefined>(undefined)
  const edgesBefore = useRef(NO_EDGES)

  useEffect(() => setNodes((before) => toNodes(before, document, selectedNodes)), [document, selectedNodes])
  const edges = useMemo(
    () => toEdges(edgesBefore.current, document, selectedWires),
    [document, selectedWires],
  )
  useEffect(() => {
    edgesBefore.current = edges
  }, [edges])

  useEffect(() => startPulse(page), [])
  useEffect(() => offerView(viewOf(flow, frame, pointer)), [flow])

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    const moving = changes.filter(({ type }) => type === 'position' || type === 'dimensions')
    if (moving.length > 0) setNodes((before) => applyNodeChanges(moving, before))
    const picked = changes.filter((change) => change.type === 'select')
    if (picked.length > 0) {
      const { selectedNodes: now, selectedWires: wires } = page.session.getState()
      select(page.session, toggled(now, picked), wires)
    }
  }, [])
  const onEdgesChange = useCallback((changes: { type: string; id?: string; selected?: boolean }[]) => {
    const picked = changes.filter(
      (change): change is Picked => change.type === 'select' && change.id !== undefined,
    )
    if (picked.length === 0) return
    const { selectedNodes: now, selectedWires: wires } = page.session.getState()
    select(page.session, now, toggled(wires, picked))
  }, [])

  return (
    <main
      ref={frame}
      className="canvas"
      aria-label="Canvas"
      data-testid="canvas"
      onDoubleClick={(event) => openAdd(event, flow.screenToFlowPosition)}
      onPointerMove={({ clientX: x, clientY: y }) => {
        pointer.current = { x, y }
      }}
      onPointerLeave={() => {
        pointer.current = undefined
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(KIND_DRAG)) event.preventDefault()
      }}
      onDrop={(event) => dropKind(event, flow.screenToFlowPosition)}
      onKeyDown={(event) => canvasKeys(page, event)}
      onFocus={({ target }) => focused(target)}
    >
      <ReactFlow<CardNode, WireEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={(_, __, moved) => dropped(moved)}
        onSelectionDragStop={(_, moved) => dropped(moved)}
        onConnect={connected}
        onConnectStart={drawingStarts}
        onConnectEnd={(event, state) => drawingEnds(event, state, flow.screenToFlowPosition)}
        onClickConnectStart={drawingStarts}
        onClickConnectEnd={endDrawing}
        isValidConnection={mayConnect}
        onMove={(_, { zoom }) => frame.current?.classList.toggle('far', zoom < FAR)}
        onPaneClick={() => select(page.session, [])}
        connectionRadius={26}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2.5}
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={['Control', 'Meta']}
        panActivationKeyCode="Space"
        panOnDrag={[0, 1]}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Control', 'Meta']}
        deleteKeyCode={null}
        disableKeyboardA11y
        nodesFocusable
        edgesFocusable
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background color="var(--dots)" gap={20} size={1.4} />
        <RefusalTip />
      </ReactFlow>
      <EmptyCanvas />
      <RunEdge />
    </main>
  )
}

interface Picked {
  readonly type: 'select'
  readonly id: string
  readonly selected: boolean
}

function toggled(now: ReadonlySet<string>, picked: readonly Picked[]): Set<string> {
  const next = new Set(now)
  for (const { id, selected } of picked) {
    if (selected) next.add(id)
    else next.delete(id)
  }
  return next
}

function viewOf(
  flow: ReturnType<typeof useReactFlow<CardNode, WireEdge>>,
  frame: { readonly current: HTMLElement | null },
  pointer: { readonly current: Point | undefined },
): View {
  return {
    centre() {
      const box = frame.current?.getBoundingClientRect()
      if (box === undefined) return { x: 0, y: 0 }
      return flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    },
    pointer: () => (pointer.current === undefined ? undefined : flow.screenToFlowPosition(pointer.current)),
    fit(ids) {
      const nodes = ids === undefined ? {} : { nodes: [...ids].map((id) => ({ id })) }
      void flow.fitView({ ...FIT, ...nodes, duration: 180 })
    },
    zoom(step) {
      if (step === 0) void flow.zoomTo(1, { duration: 160 })
      else if (step === 1) void flow.zoomIn({ duration: 160 })
      else void flow.zoomOut({ duration: 160 })
    },
    focusNode: (id) => cardOf(frame.current, id)?.focus(),
    focusPanel: () =>
      window.document.querySelector<HTMLElement>('#panel input, #panel select, #panel textarea')?.focus(),
  }
}

function cardOf(frame: HTMLElement | null, id: string): HTMLElement | null | undefined {
  return frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
}

/** What Tab comes to is selected, so that keys and the panel mean it. */
function focused(target: EventTarget): void {
  if (!(target instanceof Element)) return
  const id = target.getAttribute('data-id')
  if (id === null) return
  if (target.matches('.react-flow__node:focus-visible')) {
    if (!page.session.getState().selectedNodes.has(id)) select(page.session, [id])
  } else if (target.matches('.react-flow__edge:focus-visible')) select(page.session, [], [id])
}

type ToCanvas = (at: Point) => Point

/** The innermost loop whose frame holds a point; `except` are nodes being moved. */
export function loopAt(
  document: HeedDocument,
  at: Point,
  except: ReadonlySet<string> = new Set(),
): string | undefined {
  let found: string | undefined
  let area = Number.POSITIVE_INFINITY
  for (const node of Object.values(document.nodes)) {
    if (!isLoop(node) || node.size === undefined || except.has(node.id)) continue
    const { x, y } = absolutePosition(document, node.id)
    const { width, height } = node.size
    const within = at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height
    if (within && width * height < area) {
      found = node.id
      area = width * height
    }
  }
  return found
}

function dropped(moved: readonly CardNode[]): void {
  const { document } = page.documents.getState()
  const ids = new Set(moved.map(({ id }) => id))
  const within = descendants(document, ids)
  const outer = moved.filter(({ data }) => data.node.parent === undefined || !ids.has(data.node.parent))
  moveNodes(
    page,
    outer.map(({ id, position, parentId, measured }) => {
      const origin = parentId === undefined ? { x: 0, y: 0 } : absolutePosition(document, parentId)
      const at = { x: position.x + origin.x, y: position.y + origin.y }
      const middle = { x: at.x + (measured?.width ?? 0) / 2, y: at.y + (measured?.height ?? 0) / 2 }
      return { id, at, loop: loopAt(document, middle, within) }
    }),
  )
}

function connected({ source, sourceHandle, target, targetHandle }: Connection): void {
  if (sourceHandle === null || targetHandle === null) return
  connectPorts(page, { node: source, port: sourceHandle }, { node: target, port: targetHandle })
}

const drawingStarts: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
  if (nodeId === null || handleId === null || handleType === null) return
  const from: PortEnd = { node: nodeId, port: handleId, side: handleType === 'source' ? 'output' : 'input' }
  beginDrawing(page.documents.getState().document, from)
}

const mayConnect: IsValidConnection<WireEdge> = ({ source, sourceHandle, target, targetHandle }) => {
  const { from, reasons } = reachStore.getState()
  if (from === undefined) return true
  const end: PortEnd =
    from.side === 'output'
      ? { side: 'input', node: target, port: targetHandle ?? '' }
      : { side: 'output', node: source, port: sourceHandle ?? '' }
  return !reasons.has(endKey(end))
}

function drawingEnds(
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
    if (reason !== undefined) notify(page.session, 'hint', reason)
    return
  }
  const { target } = event
  if (!(target instanceof Element) || !target.classList.contains('react-flow__pane')) return
  const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0]! : event
  page.session.setState({ popup: { type: 'add', at: toCanvas({ x, y }), from } })
}

function openAdd(event: MouseEvent, toCanvas: ToCanvas): void {
  if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return
  page.session.setState({
    popup: { type: 'add', at: toCanvas({ x: event.clientX, y: event.clientY }) },
  })
}

function dropKind(event: DragEvent, toCanvas: ToCanvas): void {
  const kind = event.dataTransfer.getData(KIND_DRAG)
  if (kind === '') return
  event.preventDefault()
  const at = toCanvas({ x: event.clientX, y: event.clientY })
  const { document } = page.documents.getState()
  addKind(page, kind, { at: { x: at.x - 80, y: at.y - 20 }, loop: loopAt(document, at) })
}
