/** A wire in the colour of what it carries, with its shape on hover, and over it the pulse of attention. */
import { EdgeLabelRenderer, type EdgeProps, useReactFlow } from '@xyflow/react'
import { memo, useCallback, useState } from 'react'
import type { Point } from '#shared/document/editsPlaces'
import { setPoints } from '#shared/document/editsPoints'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument, useSession } from '../stores/hooks'
import { describeOutput } from '../stores/inference'
import { groupColor } from '../theme/groups'
import { useLane, useShifted } from './flowStore'
import { pulsePaths } from './pulse'
import { rankOnWay, route, routeThrough } from './route'
import type { WireEdge } from './toFlow'
import { WirePoints } from './WirePoints'

export const WireLine = memo(function WireLine(props: EdgeProps<WireEdge>) {
  const { id, source, sourceHandleId, selected } = props
  const [draft, setDraft] = useState<readonly Point[]>()
  const own = props.data?.wire.points ?? NO_POINTS
  const { ends, points } = useShifted(props, draft ?? own)
  const lane = useLane(ends)
  const { path, x, y } = points.length > 0 ? routeThrough(ends, points) : route(ends, lane)
  const { screenToFlowPosition } = useReactFlow()
  const [hovered, setHovered] = useState(false)
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
        className={`wire ${selected ? 'selected' : ''} ${hovered ? 'hovered' : ''}`}
        data-of={id}
        d={path}
        stroke={groupColor(props.data?.group ?? 'loop')}
        data-testid={`wire-${id}`}
      />
      {/* Takes its way from the wire before it when it pulses. */}
      <path ref={register} className="pulse" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the wire as a whole is reached, and each of its points */}
      <path
        className="react-flow__edge-interaction wire-hit"
        d={path}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onDoubleClick={({ clientX, clientY }) => {
          const at = screenToFlowPosition({ x: clientX, y: clientY })
          const rank = rankOnWay(props, own, at)
          lead(id, [...own.slice(0, rank), at, ...own.slice(rank)])
        }}
      />
      {points.length === 0 ? null : (
        <WirePoints points={points} onDraft={setDraft} onChange={(changed) => lead(id, changed)} />
      )}
      {always || hovered || selected ? (
        <WireLabel node={source} port={sourceHandleId ?? ''} x={x} y={y} />
      ) : null}
    </>
  )
})

const NO_POINTS: readonly Point[] = []

function lead(id: string, points: readonly Point[]): void {
  const { document } = page.documents.getState()
  change(page.documents, 'lead a wire', setPoints(document, id, points))
}

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
