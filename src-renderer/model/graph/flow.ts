/** A laid out level as React Flow wants it. Sizes and ends of wires are given, so that nothing is measured. */
import { type Edge, type Node, Position } from '@xyflow/react'
import type { TensorInfo } from '#shared/contract/model'
import { cardLabel } from '#shared/pictures/level/cards'
import type { Point } from '#shared/pictures/level/layout'
import type { LevelNode } from '#shared/pictures/level/repeats'
import type { ShownLevel } from './graphStore'

export type CardFlowNode = Node<{ readonly node: LevelNode }, 'card'>
export type WireFlowEdge = Edge<
  {
    readonly tensors: readonly TensorInfo[]
    readonly points: readonly Point[]
    readonly label: Point | undefined
    /** It carries what attention makes or takes. */
    readonly attends: boolean
  },
  'wire'
>

/** Cards that did not change keep their identity. */
export function flowNodes(
  before: readonly CardFlowNode[],
  { level, layout }: ShownLevel,
  selected: string | undefined,
): readonly CardFlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]))
  return level.nodes.map((node) => {
    const old = known.get(node.id)
    const is = node.id === selected
    const { x, y, width, height } = layout.cards.get(node.id) ?? { x: 0, y: 0, width: 80, height: 34 }
    if (old?.data.node === node && old.position.x === x && old.position.y === y)
      return old.selected === is ? old : { ...old, selected: is }
    const middle = { y: height / 2, width: 1, height: 1 }
    return {
      id: node.id,
      type: 'card',
      position: { x, y },
      width,
      height,
      measured: { width, height },
      handles: [
        { type: 'target', position: Position.Left, x: 0, ...middle },
        { type: 'source', position: Position.Right, x: width, ...middle },
      ],
      data: { node },
      selected: is,
      ariaLabel: cardLabel(node),
    }
  })
}

export function flowEdges({ level, layout }: ShownLevel): WireFlowEdge[] {
  const attends = new Set(level.nodes.filter(({ sites }) => sites.length > 0).map(({ id }) => id))
  return level.wires.map(({ from, to, tensors }, i) => ({
    id: `${i}`,
    type: 'wire',
    source: from,
    target: to,
    data: {
      tensors,
      points: layout.wires[i] ?? [],
      label: layout.labels[i],
      attends: attends.has(from),
    },
  }))
}
