/** What cards and tips need of React Flow's store beside the canvas itself. */
import { type ReactFlowState, useConnection, useStore, useUpdateNodeInternals } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { endKey } from './reach'
import { type Box, type Ends, goesBack, laneAround } from './route'

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

/** The height at which a wire passes the cards that it must go back over; undefined for one that goes forward. */
export function useLane(ends: Ends): number | undefined {
  return useStore((state) => (goesBack(ends) ? laneAround(ends, cardBoxes(state)) : undefined))
}

/** The boxes of an array of nodes: every wire that goes back asks for them, at every change of the store. */
let boxed: { readonly nodes: ReactFlowState['nodes']; readonly boxes: readonly Box[] } = {
  nodes: [],
  boxes: [],
}

/** Where the cards are, without the frames of loops: wires may pass over those. */
function cardBoxes({ nodes, nodeLookup }: ReactFlowState): readonly Box[] {
  // React Flow has a new array whenever a node was moved or measured; panning and zooming leave it.
  if (boxed.nodes === nodes) return boxed.boxes
  const boxes: Box[] = []
  for (const { internals, measured } of nodeLookup.values()) {
    // Only frames are given a width; cards take theirs from what they say.
    if (internals.userNode.width !== undefined) continue
    const { x, y } = internals.positionAbsolute
    boxes.push({ left: x, right: x + (measured.width ?? 0), top: y, bottom: y + (measured.height ?? 0) })
  }
  boxed = { nodes, boxes }
  return boxes
}
