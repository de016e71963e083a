/** The canvas: React Flow, fed from the document. What touches its store is here and in flowStore.ts. */
import {
  applyNodeChanges,
  Background,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { HeedDocument } from '#shared/document/document'
import type { Point } from '#shared/document/editsPlaces'
import { WatchNear } from '../activations/CardPicture'
import type { View } from '../commands/page'
import { offerView, page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { select } from '../stores/session'
import './canvas.css'
import './dragging.css'
import './far.css'
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
import { around, centred, placeOf, revealing, type Viewport } from './reveal'
import { shiftNothing, shiftStore } from './shift'
import { type CardNode, toEdges, toNodes, type WireEdge } from './toFlow'
import { WireLine } from './WireLine'

const nodeTypes = { card: NodeCard }
const edgeTypes = { wire: WireLine }
const FIT = { padding: 0.06, maxZoom: 1 } as const
/** Below this zoom cards are drawn as simple boxes. */
const FAR = 0.6
/** Below this zoom names are as large as their cards let them be. */
const FARTHER = 0.4
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
  const [fits] = useState(nodes.length > 0)
  const [first] = useState(() => firstView(document))
  const zoomed = useRef(first.zoom)
  const flow = useReactFlow<CardNode, WireEdge>()
  const frame = useRef<HTMLElement>(null)
  const pointer = useRef<Point | undefined>(undefined)
  const edgesBefore = useRef(NO_EDGES)

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
      if (measured.length > 0) setNodes((before) => applyNodeChanges(measured, before))
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
        edges={edges}
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
        <Guides />
        <WatchNear />
        <RefusalTip />
      </ReactFlow>
      <EmptyCanvas />
      <RunEdge />
    </main>
  )
}

/** Where the canvas stands when all of it is fitted in, near enough: what is drawn first need not be styled anew when its size is known. */
function firstView(document: HeedDocument): Viewport {
  const places = Object.keys(document.nodes).map((id) => placeOf(document, id))
  if (places.length === 0) return { x: 0, y: 0, zoom: 1 }
  const whole = around(places)
  const room = { width: 0.66 * window.innerWidth, height: 0.57 * window.innerHeight }
  const zoom = Math.min(FIT.maxZoom, (0.94 * room.width) / whole.width, (0.94 * room.height) / whole.height)
  return centred(room, whole, zoom)
}

function distances(zoom: number): string {
  return [zoom < FAR && 'far', zoom < FARTHER && 'farther'].filter(Boolean).join(' ')
}

/**
 * From far away cards are boxes with a name. Steps are classes, which touch what they style: a size that all inherit would make each step
 * of a zoom style every element anew.
 */
function showDistance(frame: HTMLElement | null, zoom: number): void {
  frame?.classList.toggle('far', zoom < FAR)
  frame?.classList.toggle('farther', zoom < FARTHER)
}

function movedBy(node: CardNode, dx: number, dy: number): CardNode {
  const { x, y } = node.position
  return { ...node, position: { x: x + dx, y: y + dy } }
}

interface Glide {
  readonly fit: boolean
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
  glides: { current: Glide | undefined },
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
    reveal(id) {
      const box = frame.current?.getBoundingClientRect()
      const { document } = page.documents.getState()
      const boxes = new Map(
        Object.keys(document.nodes).map((node) => [node, placeOf(document, node)] as const),
      )
      const wanted = boxes.get(id)
      if (box === undefined || wanted === undefined) return
      const shown = revealing(flow.getViewport(), box, wanted, around([...boxes.values()]))
      if (shown !== undefined) void flow.setViewport(shown, { duration: 180 })
    },
    zoom(step) {
      if (step === 0) void flow.zoomTo(1, { duration: 160 })
      else if (step === 1) void flow.zoomIn({ duration: 160 })
      else void flow.zoomOut({ duration: 160 })
    },
    sizeOf(id) {
      const { width, height } = flow.getInternalNode(id)?.measured ?? {}
      return width === undefined || height === undefined ? undefined : { width, height }
    },
    glide(fit) {
      glides.current = { fit }
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
