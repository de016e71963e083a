/** What cards and tips need of React Flow's store beside the canvas itself. */
import { useConnection, useUpdateNodeInternals } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { endKey } from './reach'

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
