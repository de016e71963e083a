/** One level of a model's hierarchy: cards and wires where the layout put them, entered and left. */
import { MiniMap, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { page } from '../../page'
import { Breadcrumbs } from './Breadcrumbs'
import { type CardFlowNode, flowEdges, flowNodes, type WireFlowEdge } from './flow'
import { cancelLayout, graphStore, leaveScope, openNode, selectNode } from './graphStore'
import './graph.css'
import { firstView } from './firstView'
import { ModelCard } from './ModelCard'
import { ModelWire } from './ModelWire'
import { type Arrow, neighbour } from './neighbours'

const nodeTypes = { card: ModelCard }
const edgeTypes = { wire: ModelWire }
const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
/** Cards beyond which a map of the level is shown beside it. */
const MAPPED = 25
const MAP = { width: 150, height: 84 }

export function ModelGraph() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  )
}

function Flow() {
  const shown = useStore(graphStore, (state) => state.shown)
  const scope = useStore(graphStore, (state) => state.scope?.scope)
  const selected = useStore(graphStore, (state) => state.selected)
  const reveal = useStore(graphStore, (state) => state.reveal)
  const flow = useReactFlow<CardFlowNode, WireFlowEdge>()
  const frame = useRef<HTMLElement>(null)
  const before = useRef<readonly CardFlowNode[]>([])
  const nodes = useMemo(() => {
    before.current = shown === undefined ? [] : flowNodes(before.current, shown, selected)
    return before.current as CardFlowNode[]
  }, [shown, selected])
  const edges = useMemo(() => (shown === undefined ? [] : flowEdges(shown)), [shown])

  // A level opens where it begins, as large as it can be read; one that was left opens at the card that was entered.
  useEffect(() => {
    const box = frame.current?.getBoundingClientRect()
    if (shown === undefined || box === undefined) return
    void flow.setViewport(firstView(shown.layout, box))
  }, [shown, flow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish to reveal the same card again counts
  useEffect(() => {
    const { selected: id, shown: level } = graphStore.getState()
    const card = id === undefined ? undefined : level?.layout.cards.get(id)
    if (card === undefined || reveal === 0) return
    const { zoom } = flow.getViewport()
    void flow.setCenter(card.x + card.width / 2, card.y + card.height / 2, { zoom: Math.max(zoom, 0.8) })
  }, [reveal, shown, flow])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || shown === undefined) return
    const { key } = event
    const node = shown.level.nodes.find(({ id }) => id === selected)
    if (ARROWS.includes(key)) {
      const next = neighbour(shown.layout, selected, key as Arrow)
      if (next !== undefined) selectNode(page, next, true)
    } else if (key === 'Enter') {
      if (node === undefined || !openNode(page, node)) return
    } else if (key === 'Backspace' || key === 'Escape') {
      if (key === 'Escape' && selected !== undefined) selectNode(page, undefined)
      else void leaveScope(page)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onNodeClick = useCallback((_: unknown, { id }: CardFlowNode) => selectNode(page, id), [])
  const onNodeDoubleClick = useCallback(
    (_: unknown, { data }: CardFlowNode) => void openNode(page, data.node),
    [],
  )
  return (
    <section
      className="model-graph"
      aria-label="Graph"
      ref={frame}
      data-testid="model-graph"
      data-scope={scope}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk over its cards, Enter opens, Backspace leaves
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Breadcrumbs />
      <ReactFlow<CardFlowNode, WireFlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={onNodeClick}
        onNodeDoubleClick={onNodeDoubleClick}
        onPaneClick={() => selectNode(page, undefined)}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        elevateEdgesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        minZoom={0.02}
        maxZoom={2}
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode={['Control', 'Meta']}
        proOptions={{ hideAttribution: true }}
      >
        {nodes.length > MAPPED ? (
          <MiniMap
            pannable
            zoomable
            className="model-map"
            style={MAP}
            nodeColor={mapColor}
            nodeStrokeWidth={0}
            ariaLabel="Map of this level"
          />
        ) : null}
      </ReactFlow>
      <Waiting />
    </section>
  )
}

function mapColor({ data }: CardFlowNode): string {
  return data.node.sites.length > 0 ? 'var(--group-attention)' : 'var(--line-strong)'
}

function Waiting() {
  const waits = useStore(graphStore, (state) => state.waits)
  const cards = useStore(graphStore, (state) => state.cards ?? 0)
  if (waits === undefined) return null
  return (
    <div className="model-waits" role="status">
      <span className="model-progress" aria-hidden="true" />
      {waits === 'level' ? 'Reading this level …' : `Laying out ${cards.toLocaleString('en')} cards …`}
      {waits === 'layout' ? (
        <button type="button" className="button" onClick={cancelLayout}>
          Cancel
        </button>
      ) : null}
    </div>
  )
}
