/** A wire along the corners that the layout gave it; what it carries is said at its middle. */
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useState } from 'react'
import { rounded } from '#shared/pictures/level/corners'
import { labelWidth, tensorText, wireText } from '#shared/pictures/level/words'
import type { WireFlowEdge } from './flow'

/** Tensors that are named on a wire; further ones are counted. */
const NAMED = 6

export const ModelWire = memo(function ModelWire({ id, data }: EdgeProps<WireFlowEdge>) {
  const [hovered, setHovered] = useState(false)
  if (data === undefined || data.points.length === 0) return null
  const { points, label, tensors, attends } = data
  const path = rounded(points)
  const middle = label ?? points[Math.floor(points.length / 2)]!
  const text = wireText(tensors)
  const wide = labelWidth(text)
  return (
    <>
      <path className={`model-wire ${hovered ? 'hovered' : ''} ${attends ? 'attends' : ''}`} d={path} />
      <path
        className="react-flow__edge-interaction model-wire-hit"
        d={path}
        data-testid={`model-wire-${id}`}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      />
      {hovered ? (
        <EdgeLabelRenderer>
          <div className="model-wire-card mono" style={{ transform: place(middle) }}>
            {tensors.slice(0, NAMED).map((tensor) => (
              <span key={tensor.name}>{tensorText(tensor)}</span>
            ))}
            {tensors.length > NAMED ? <span>and {tensors.length - NAMED} more</span> : null}
          </div>
        </EdgeLabelRenderer>
      ) : label !== undefined && text !== '' ? (
        <g className="model-wire-text">
          <rect x={label.x - wide / 2} y={label.y - 7} width={wide} height={14} />
          <text x={label.x} y={label.y}>
            {text}
          </text>
        </g>
      ) : null}
    </>
  )
})

function place({ x, y }: { readonly x: number; readonly y: number }): string {
  return `translate(-50%, -50%) translate(${x}px, ${y}px)`
}
