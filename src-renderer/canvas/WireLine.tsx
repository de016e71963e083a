/** A wire in the colour of what it carries, with its shape on hover, and over it the pulse of attention. */
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useCallback, useState } from 'react'
import { useStore } from 'zustand'
import { kinds } from '#shared/kinds/registry'
import { useDocument, useSession } from '../stores/hooks'
import { describeOutput } from '../stores/inference'
import { groupColor } from '../theme/groups'
import { useLane } from './flowStore'
import { overWireStore } from './overWire'
import { pulsePaths } from './pulse'
import { route } from './route'
import type { WireEdge } from './toFlow'

export const WireLine = memo(function WireLine(props: EdgeProps<WireEdge>) {
  const { id, source, sourceHandleId, selected } = props
  const { path, x, y } = route(props, useLane(props))
  const [hovered, setHovered] = useState(false)
  const group = useDocument(({ document }) => kinds.get(document.nodes[source]?.kind ?? '')?.group ?? 'loop')
  const waiting = useStore(overWireStore, ({ wire }) => wire === id)
  const always = useSession(({ showShapes }) => showShapes)
  const register = useCallback(
    (element: SVGPathElement | null) => {
      if (element === null) return
      pulsePaths.set(id, element)
      return () => {
        pulsePaths.delete(id)
      }
    },
    [id],
  )
  return (
    <>
      <path
        className={`wire ${selected ? 'selected' : ''} ${hovered ? 'hovered' : ''} ${waiting ? 'waiting' : ''}`}
        d={path}
        stroke={groupColor(group)}
        data-testid={`wire-${id}`}
      />
      <path ref={register} className="pulse" d={path} />
      <path
        className="react-flow__edge-interaction wire-hit"
        d={path}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      />
      {always || hovered || selected ? (
        <WireLabel node={source} port={sourceHandleId ?? ''} x={x} y={y} />
      ) : null}
    </>
  )
})

interface LabelProps {
  readonly node: string
  readonly port: string
  readonly x: number
  readonly y: number
}

function WireLabel({ node, port, x, y }: LabelProps) {
  const type = useDocument(({ document }) => describeOutput(document, node, port))
  return (
    <EdgeLabelRenderer>
      <div
        className="wire-label mono"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {type ?? 'not known yet'}
      </div>
    </EdgeLabelRenderer>
  )
}
