/** The points that a wire is led through: dragged, moved by arrows, taken out by a double-click or Delete. */
import { useReactFlow } from '@xyflow/react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { Point } from '#shared/document/editsPlaces'

interface WirePointsProps {
  readonly points: readonly Point[]
  /** While one is dragged. */
  readonly onDraft: (points: readonly Point[] | undefined) => void
  readonly onChange: (points: readonly Point[]) => void
}

/** Canvas units that one press of an arrow moves a point. */
const STEP = 8
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
}

export function WirePoints({ points, onDraft, onChange }: WirePointsProps) {
  const { screenToFlowPosition } = useReactFlow()
  const moved = (rank: number, to: Point) => points.map((point, i) => (i === rank ? to : point))
  const without = (rank: number) => points.filter((_, i) => i !== rank)
  const at = ({ clientX: x, clientY: y }: PointerEvent) => screenToFlowPosition({ x, y })
  const keys = (event: KeyboardEvent, rank: number) => {
    const step = ARROWS[event.key]
    if (event.key !== 'Delete' && event.key !== 'Backspace' && step === undefined) return
    // What is meant is the point, not the wire that is selected with it.
    event.preventDefault()
    event.stopPropagation()
    const { x, y } = points[rank]!
    onChange(step === undefined ? without(rank) : moved(rank, { x: x + step[0], y: y + step[1] }))
  }
  return points.map(({ x, y }, rank) => (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
    <circle
      // biome-ignore lint/suspicious/noArrayIndexKey: a point is what it is by its rank
      key={rank}
      className="wire-point nopan nodrag"
      data-testid="wire-point"
      cx={x}
      cy={y}
      r={5}
      role="button"
      tabIndex={0}
      aria-label={`Point ${rank + 1} of ${points.length} of this wire: arrows move it, Delete takes it out`}
      onKeyDown={(event) => keys(event, rank)}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) onDraft(moved(rank, at(event)))
      }}
      onPointerUp={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        event.currentTarget.releasePointerCapture(event.pointerId)
        onDraft(undefined)
        onChange(moved(rank, points[rank]!))
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        onChange(without(rank))
      }}
    />
  ))
}
