/** What cards and tips need of React Flow's store beside the canvas itself. */
import {
  type ReactFlowState,
  useConnection,
  useStore as useFlowStore,
  useUpdateNodeInternals,
} from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Point } from '#shared/document/editsPlaces'
import { endKey } from './reach'
import { type Box, type Ends, goesBack, laneAround } from './route'
import { type Shift, STILL, shiftStore } from './shift'

/** Finds a card's ports again when other ones stand on it: React Flow looks by itself only when the card's size changes. */
export function useFreshHandles(node: string, ports: string): void {
  const update = useUpdateNodeInternals()
  const known = useRef(ports)
  useEffect(() => {
    if (known.current === ports) return
    known.current = ports
    update(node)
  }, [node, ports, update])
}

/** The port that a wire which is being drawn is over, as a key of the reach; empty when it is over none. */
export function usePortUnderWire(): string {
  return useConnection(({ inProgress, toHandle }) =>
    inProgress && toHandle
      ? endKey({
          side: toHandle.type === 'source' ? 'output' : 'input',
          node: toHandle.nodeId,
          port: toHandle.id ?? '',
        })
      : '',
  )
}

export function useZoom(): number {
  return useFlowStore(({ transform }) => transform[2])
}

/** Where a wire's ends are drawn, and its points: those of cards that are being dragged lie where these are drawn. */
export function useShifted<W extends Ends & { readonly source: string; readonly target: string }>(
  wire: W,
  points: readonly Point[],
): { readonly ends: W; readonly points: readonly Point[] } {
  const { source, target } = wire
  const shift = useStore(shiftStore, (now) => (now.moved.has(source) || now.moved.has(target) ? now : STILL))
  if (shift === STILL) return { ends: wire, points }
  const [from, to] = [shift.moved.has(source), shift.moved.has(target)]
  const { dx, dy } = shift
  return {
    ends: {
      ...wire,
      ...(from && { sourceX: wire.sourceX + dx, sourceY: wire.sourceY + dy }),
      ...(to && { targetX: wire.targetX + dx, targetY: wire.targetY + dy }),
    },
    points: from && to ? points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) : points,
  }
}

/** The height at which a wire passes the cards that it must go back over; undefined for one that goes forward. */
export function useLane(ends: Ends): number | undefined {
  return useFlowStore((state) => (goesBack(ends) ? laneAround(ends, cardBoxes(state)) : undefined))
}

/** The boxes of an array of nodes: every wire that goes back asks for them, at every change of the store. */
let boxed: {
  readonly nodes: ReactFlowState['nodes']
  readonly shift: Shift
  readonly boxes: readonly Box[]
} = { nodes: [], shift: STILL, boxes: [] }

/** Where the cards are drawn, without the frames of loops: wires may pass over those. */
function cardBoxes({ nodes, nodeLookup }: ReactFlowState): readonly Box[] {
  const shift = shiftStore.getState()
  // React Flow has a new array whenever a node was moved or measured; panning and zooming leave it.
  if (boxed.nodes === nodes && boxed.shift === shift) return boxed.boxes
  const boxes: Box[] = []
  for (const { id, internals, measured } of nodeLookup.values()) {
    // Only frames are given a width; cards take theirs from what they say.
    if (internals.userNode.width !== undefined) continue
    const { x, y } = internals.positionAbsolute
    const [left, top] = shift.moved.has(id) ? [x + shift.dx, y + shift.dy] : [x, y]
    boxes.push({ left, right: left + (measured.width ?? 0), top, bottom: top + (measured.height ?? 0) })
  }
  boxed = { nodes, shift, boxes }
  return boxes
}
