/**
 * The document as React Flow wants it: an array of nodes, frames before what lies in them, and one of edges. What did not change keeps
 * its identity, so that React Flow and React leave it alone.
 */
import type { Edge, Node } from '@xyflow/react'
import type { DocumentNode, HeedDocument, Wire } from '#shared/document/document'
import { LOOP_SIZE } from '#shared/document/edits'
import { ancestors } from '#shared/document/editsPlaces'
import { isFrame, titleOf } from '#shared/document/structure'
import type { Group } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'

export type CardNode = Node<{ readonly node: DocumentNode }, 'card'>
export type WireEdge = Edge<{ readonly wire: Wire; readonly group: Group }, 'wire'>

/** Seen before it is measured: made visible afterwards, all that is in it would be styled twice. */
const CARD = { visibility: 'visible' } as const
const FRAME = { ...CARD, pointerEvents: 'none' } as const

export function toNodes(
  before: readonly CardNode[],
  document: HeedDocument,
  selected: ReadonlySet<string>,
): CardNode[] {
  const known = new Map(before.map((node) => [node.id, node] as const))
  const depth = new Map<string, number>()
  for (const id of Object.keys(document.nodes)) depth.set(id, ancestors(document, id).length)
  return Object.values(document.nodes)
    .sort((a, b) => depth.get(a.id)! - depth.get(b.id)!)
    .map((node) => toNode(known.get(node.id), document, node, selected.has(node.id)))
}

function toNode(
  before: CardNode | undefined,
  document: HeedDocument,
  node: DocumentNode,
  selected: boolean,
): CardNode {
  if (before !== undefined && before.data.node === node) {
    return before.selected === selected ? before : { ...before, selected }
  }
  const around = frameAround(document, node)
  const parent = around === undefined ? {} : { parentId: around }
  const frame = isFrame(node)
  const size = frame ? (node.size ?? LOOP_SIZE) : undefined
  return {
    ...(before?.measured === undefined || frame ? {} : { measured: before.measured }),
    id: node.id,
    type: 'card',
    position: node.position,
    data: { node },
    selected,
    ariaLabel: titleOf(node),
    ...parent,
    ...(size === undefined ? {} : { width: size.width, height: size.height }),
    // Between the things in a frame the canvas itself is meant; a frame is dragged by its head.
    ...(frame ? { dragHandle: '.frame-head', style: FRAME } : { style: CARD }),
  }
}

/** The frame around a node; none when the document names one that is missing or that lies in the node itself. */
function frameAround(document: HeedDocument, { id, parent }: DocumentNode): string | undefined {
  if (parent === undefined || parent === id || document.nodes[parent] === undefined) return undefined
  return ancestors(document, parent).includes(id) ? undefined : parent
}

export function toEdges(
  before: readonly WireEdge[],
  document: HeedDocument,
  selected: ReadonlySet<string>,
): WireEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge] as const))
  return Object.values(document.wires).map((wire) => {
    const old = known.get(wire.id)
    const is = selected.has(wire.id)
    if (old !== undefined && old.data?.wire === wire)
      return old.selected === is ? old : { ...old, selected: is }
    return {
      id: wire.id,
      type: 'wire',
      source: wire.from.node,
      sourceHandle: wire.from.port,
      target: wire.to.node,
      targetHandle: wire.to.port,
      data: { wire, group: kinds.get(document.nodes[wire.from.node]?.kind ?? '')?.group ?? 'loop' },
      selected: is,
    }
  })
}
