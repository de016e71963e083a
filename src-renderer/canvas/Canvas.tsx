/** The canvas: React Flow, fed from the document. What touches its store is here and in flowStore.ts. */
import {
  applyNodeChanges,
  Background,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useKeyPress,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Point } from '#shared/document/editsPlaces'
import { WatchNear } from '../activations/CardPicture'
import { offerView, page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { select } from '../stores/session'
import './canvas.css'
import './dragging.css'
import './far.css'
import './over.css'
import { canvasKeys } from './canvasKeys'
import { dragBegins, dragged, dragging } from './drag'
import { EmptyCanvas } from './EmptyCanvas'
import { Guides } from './Guides'
import {
  connected,
  draggedOver,
  drawingEnds,
  drawingStarts,
  dropKind,
  dropped,
  kindDragged,
  mayConnect,
  openAdd,
} from './gestures'
import { glide, nodesBetween } from './glide'
import { keepMarks } from './marks'
import { NodeCard } from './NodeCard'
import { leaveWires } from './overWire'
import { startPulse } from './pulse'
import { RefusalTip } from './RefusalTip'
import { RunEdge } from './RunEdge'
import { endDrawing } from './reach'
import { shiftNothing, shiftStore } from './shift'
import { type CardNode, toEdges, toNodes, type WireEdge } from './toFlow'
import { distances, FIT, firstView, type Glide, showDistance, viewOf } from './view'
import { WireLine } from './WireLine'
import { ZoomBar } from './ZoomBar'

const nodeTypes = { card: NodeCard }
const edgeTypes = { wire: WireLine }
const NO_EDGES: WireEdge[] = []
const PAN_KEY = 'Space'

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
  const [fits] = useState(nodes.length > 0)
  const [first] = useState(() => firstView(document))
  const zoomed = useRef(first.zoom)
  const flow = useReactFlow<CardNode, WireEdge>()
  const frame = useRef<HTMLElement>(null)
  const pointer = useRef<Point | undefined>(undefined)
  const edgesBefore = useRef(NO_EDGES)
  const panning = useKeyPress(PAN_KEY)
  const [placed, setPlaced] = useState(false)

  const glides = useRef<Glide | undefined>(undefined)
  useEffect(() => {
    const asked = glides.current
    glides.current = undefined
    if (asked === undefined) {
      setNodes((before) => toNodes(before, document, selectedNodes))
      return
    }
    return glide((at) => {
      setNodes((before) => nodesBetween(before, document, selectedNodes, at))
      if (at === 1 && asked.fit) requestAnimationFrame(() => void flow.fitView({ ...FIT, duration: 180 }))
    })
  }, [document, selectedNodes, flow])
  const edges = useMemo(
    () => toEdges(edgesBefore.current, document, selectedWires),
    [document, selectedWires],
  )
  useEffect(() => {
    edgesBefore.current = edges
  }, [edges])

  useEffect(() => startPulse(page), [])
  useEffect(() => (frame.current === null ? undefined : keepMarks(frame.current)), [])
  // Until the user moves the canvas, all of it stays in view however the frame's parts are sized.
  const moved = useRef(!fits)
  useEffect(() => {
    const box = frame.current
    if (box === null) return
    const watch = new ResizeObserver(() => {
      if (!moved.current) void flow.fitView(FIT)
    })
    watch.observe(box)
    return () => watch.disconnect()
  }, [flow])
  useEffect(() => offerView(viewOf(flow, frame, pointer, glides)), [flow])

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      dragged(flow, changes)
      const measured = changes.filter(({ type }) => type === 'dimensions')
      if (measured.length > 0) {
        setNodes((before) => applyNodeChanges(measured, before))
        setPlaced(true)
      }
      const picked = changes.filter((change) => change.type === 'select')
      if (picked.length > 0) {
        const { selectedNodes: now, selectedWires: wires } = page.session.getState()
        select(page.session, toggled(now, picked), wires)
      }
    },
    [flow],
  )
  const drop = useCallback((moved: readonly CardNode[]) => {
    const { dx, dy } = shiftStore.getState()
    if (!dropped(moved)) return shiftNothing()
    const ids = new Set(moved.map(({ id }) => id))
    setNodes((before) => before.map((node) => (ids.has(node.id) ? movedBy(node, dx, dy) : node)))
  }, [])
  // Only now do React Flow's nodes stand where they were drawn: both change before the next frame.
  useEffect(() => {
    if (nodes.length > 0 && !dragging()) shiftNothing()
  }, [nodes])
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
      className={`canvas ${distances(first.zoom)}`}
      aria-label="Canvas"
      data-testid="canvas"
      onDoubleClick={(event) => openAdd(event, flow.screenToFlowPosition)}
      onPointerMove={({ clientX: x, clientY: y }) => {
        pointer.current = { x, y }
      }}
      onPointerLeave={() => {
        pointer.current = undefined
      }}
      onDragOver={(event) => kindDragged(event, flow.screenToFlowPosition)}
      onDragLeave={leaveWires}
      onDrop={(event) => dropKind(event, flow.screenToFlowPosition)}
      onKeyDown={(event) => canvasKeys(page, event)}
      onFocus={({ target }) => focused(target)}
    >
      <ReactFlow<CardNode, WireEdge>
        nodes={nodes}
        // Before the first cards are measured there is nowhere for wires to end.
        edges={placed ? edges : NO_EDGES}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={(_, __, moved) => dragBegins(flow, moved)}
        onSelectionDragStart={(_, moved) => dragBegins(flow, moved)}
        onNodeDrag={(event, _, moved) => draggedOver(event, moved)}
        onSelectionDrag={(event, moved) => draggedOver(event.nativeEvent, moved)}
        onNodeDragStop={(_, __, moved) => drop(moved)}
        onSelectionDragStop={(_, moved) => drop(moved)}
        onConnect={connected}
        onConnectStart={drawingStarts}
        onConnectEnd={(event, state) => drawingEnds(event, state, flow.screenToFlowPosition)}
        onClickConnectStart={drawingStarts}
        onClickConnectEnd={endDrawing}
        isValidConnection={mayConnect}
        onMoveStart={(event) => {
          if (event !== null) moved.current = true
        }}
        onMoveEnd={() => frame.current?.classList.remove('panning')}
        onMove={(_, { zoom }) => {
          frame.current?.classList.toggle('panning', zoom === zoomed.current)
          zoomed.current = zoom
          showDistance(frame.current, zoom)
        }}
        onPaneClick={() => select(page.session, [])}
        connectionRadius={26}
        // An empty canvas has nothing to fit: its first node stays where it was put.
        defaultViewport={first}
        fitView={fits}
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2.5}
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={['Control', 'Meta']}
        panActivationKeyCode={PAN_KEY}
        // With the key held, what lies under the pointer is not dragged: the canvas is.
        nodesDraggable={!panning}
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
        <Guides />
        <WatchNear />
        <RefusalTip />
      </ReactFlow>
      <EmptyCanvas />
      <ZoomBar />
      <RunEdge />
    </main>
  )
}

function movedBy(node: CardNode, dx: number, dy: number): CardNode {
  const { x, y } = node.position
  return { ...node, position: { x: x + dx, y: y + dy } }
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

/** What Tab comes to is selected, so that keys and the panel mean it. */
function focused(target: EventTarget): void {
  if (!(target instanceof Element)) return
  const id = target.getAttribute('data-id')
  if (id === null) return
  if (target.matches('.react-flow__node:focus-visible')) {
    if (!page.session.getState().selectedNodes.has(id)) select(page.session, [id])
  } else if (target.matches('.react-flow__edge:focus-visible')) select(page.session, [], [id])
}
