import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { signedText } from '#shared/pictures/diverging'
import { cellAt, HEAT_FONT, layoutHeat } from '#shared/pictures/layout/heatLayout'
import type { Heat } from '#shared/pictures/model/heat'
import type { Theme } from '#shared/pictures/scale'
import { fitCanvas, useMeasure, usePointer, useSize } from '../hooks'
import { drawCross, drawHeat, inksOf, pictureOf } from './paint'
import { unitName } from './StatesPanel'

/** A cell by its step and its place from the top. */
export interface Pointed {
  readonly step: number
  readonly place: number
}

interface HeatMapProps {
  readonly heat: Heat
  /** Units from top to bottom. */
  readonly order: readonly number[]
  readonly parts: readonly string[] | undefined
  /** Steps that are shown. */
  readonly shown: number
  readonly theme: Theme
  readonly title: string
  readonly pointed: Pointed | undefined
  readonly onPoint: (pointed: Pointed | undefined) => void
}

const MOVES: Readonly<Record<string, readonly [step: number, place: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Steps × units on a scale that is the same on both sides of 0. Arrow keys move the cell that is read out. */
export function HeatMap(props: HeatMapProps) {
  const { heat, order, parts, shown, theme, title, pointed, onPoint } = props
  const frame = useRef<HTMLButtonElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const size = useSize(frame)
  const measure = useMeasure(HEAT_FONT)
  const { width, height } = size
  const layout = useMemo(
    () => layoutHeat({ ...heat, width, height, measure }),
    [heat, width, height, measure],
  )
  const picture = useMemo(() => pictureOf(heat, order, theme), [heat, order, theme])
  const partCount = parts?.length ?? 1

  useLayoutEffect(() => {
    const context = cleared(base.current, size)
    if (!context || !layout || !frame.current) return
    const inks = inksOf(frame.current)
    drawHeat(context, { layout, heat, order, parts: partCount, shown, picture, inks })
  }, [layout, heat, order, partCount, shown, picture, size])
  useLayoutEffect(() => {
    const context = cleared(overlay.current, size)
    if (!context || !layout || !pointed || !frame.current || pointed.step >= shown) return
    drawCross(context, layout, pointed.step, pointed.place, inksOf(frame.current))
  }, [layout, pointed, shown, size])

  const onMove = (event: MouseEvent) => {
    const corner = frame.current?.getBoundingClientRect()
    if (!layout || !corner) return
    const cell = cellAt(layout, shown, heat.units, event.clientX - corner.left, event.clientY - corner.top)
    if (cell?.step !== pointed?.step || cell?.place !== pointed?.place) onPoint(cell)
  }
  usePointer(frame, { move: onMove, leave: () => onPoint(undefined), click: onMove })
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key]
    if (!move || shown === 0) return
    event.preventDefault()
    event.stopPropagation()
    const { step, place } = pointed ?? { step: -move[0], place: -move[1] }
    onPoint({
      step: Math.min(shown - 1, Math.max(0, step + move[0])),
      place: Math.min(heat.units - 1, Math.max(0, place + move[1])),
    })
  }
  const unit = pointed && order[pointed.place]
  const tip =
    pointed && layout && unit !== undefined && pointed.step < shown
      ? {
          x: layout.left + (pointed.step + 1) * layout.cellWidth,
          y: layout.top + (pointed.place + 1) * layout.cellHeight,
        }
      : undefined
  return (
    <button
      type="button"
      className="heat"
      ref={frame}
      aria-label={`${title}: ${heat.steps} steps of ${heat.units} units, from ${signedText(-heat.peak)} to ${signedText(heat.peak)}. Arrow keys read it cell by cell.`}
      onKeyDown={onKeyDown}
    >
      <canvas ref={base} />
      <canvas ref={overlay} />
      {tip && unit !== undefined && (
        <span
          className="attention-tip"
          style={{
            ...(tip.x > width * 0.6 ? { right: width - tip.x + layout!.cellWidth + 8 } : { left: tip.x + 8 }),
            ...(tip.y > height * 0.7
              ? { bottom: height - tip.y + layout!.cellHeight + 4 }
              : { top: tip.y + 4 }),
          }}
        >
          <span>{heat.labels[pointed!.step]}</span>
          <span className="attention-quiet">{unitName(unit, heat.units, parts)}</span>
          <strong>{signedText(heat.values[pointed!.step * heat.units + unit]!)}</strong>
        </span>
      )}
    </button>
  )
}

function cleared(
  canvas: HTMLCanvasElement | null,
  size: { readonly width: number; readonly height: number; readonly ratio: number },
): CanvasRenderingContext2D | undefined {
  const context = canvas?.getContext('2d')
  if (!canvas || !context || size.width === 0) return undefined
  fitCanvas(canvas, size)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0)
  return context
}
