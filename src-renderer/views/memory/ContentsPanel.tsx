import { type MouseEvent, useLayoutEffect, useRef, useState } from 'react'
import type { StateFrame } from '#shared/contract/states'
import type { PanelPlace, WrittenLayout } from '#shared/pictures/layout/writtenLayout'
import { greatestAmount } from '#shared/pictures/model/memoryFrames'
import { css, type Theme } from '#shared/pictures/scale'
import { stateLog } from '../../stores/states'
import { fitCanvas } from '../hooks'
import { signedColor } from '../signed'

interface ContentsPanelProps {
  readonly frame: StateFrame
  readonly title: string
  readonly place: PanelPlace
  readonly layout: WrittenLayout
  readonly theme: Theme
  readonly slot: number | undefined
  readonly onSlot: (slot: number | undefined) => void
}

/** What the memory holds: slots down, features across; colours on one scale for the whole run. */
export function ContentsPanel({ frame, title, place, layout, theme, slot, onSlot }: ContentsPanelProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [feature, setFeature] = useState<number>()
  const [width, height] = [place.count * place.step, frame.rows * layout.cell]
  const most = greatestAmount(stateLog.frames(frame.state))
  useLayoutEffect(() => {
    const target = canvas.current
    const context = target?.getContext('2d')
    if (!target || !context || width === 0 || height === 0) return
    const ratio = window.devicePixelRatio || 1
    fitCanvas(target, { width, height, ratio })
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    for (let row = 0; row < frame.rows; row++)
      for (let column = 0; column < frame.columns; column++) {
        const value = frame.values[row * frame.columns + column]!
        context.fillStyle = css(signedColor(value / most, theme))
        context.fillRect(column * place.step, row * layout.cell, place.step + 0.6, layout.cell + 0.6)
      }
  })
  const point = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    setFeature(Math.min(frame.columns - 1, Math.floor((event.clientX - box.x) / place.step)))
    onSlot(Math.min(frame.rows - 1, Math.floor((event.clientY - box.y) / layout.cell)))
  }
  const leave = () => {
    setFeature(undefined)
    onSlot(undefined)
  }
  return (
    <>
      <div
        className="attention-panel-title"
        style={{ left: place.left, top: layout.top - 42, minWidth: width }}
      >
        {title}
      </div>
      <div
        className="attention-panel"
        style={{ left: place.left, top: layout.top, width, height }}
        role="img"
        aria-label={`${title}: ${frame.rows} slots of ${frame.columns} features`}
        onMouseMove={point}
        onMouseLeave={leave}
      >
        <canvas ref={canvas} />
        {slot !== undefined && (
          <i className="attention-slot-band" style={{ top: slot * layout.cell, height: layout.cell }} />
        )}
        {feature !== undefined && slot !== undefined && (
          <div
            className="attention-tip"
            style={{ left: width + 8, top: Math.min(slot * layout.cell, height - 24) }}
          >
            <span className="attention-quiet">
              slot {frame.rowLabels[slot]}, feature {feature + 1}
            </span>
            <strong>{frame.values[slot * frame.columns + feature]!.toFixed(4)}</strong>
          </div>
        )}
      </div>
    </>
  )
}
