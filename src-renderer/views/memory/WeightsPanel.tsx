import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react'
import type { PanelPlace, WrittenLayout } from '#shared/pictures/layout/writtenLayout'
import { weightText } from '#shared/pictures/model/focus'
import { layerWeight } from '#shared/pictures/model/heads'
import { arrivalOf } from '#shared/pictures/model/history'
import { css, weightColor } from '#shared/pictures/scale'
import { fitCanvas } from '../hooks'
import type { Picture } from '../picture'
import type { WrittenSite } from './WrittenView'

interface WeightsPanelProps {
  readonly picture: Picture
  readonly part: WrittenSite
  readonly place: PanelPlace
  readonly layout: WrittenLayout
  readonly measure: (text: string) => number
  readonly slot: number | undefined
  readonly onSlot: (slot: number | undefined) => void
  /** The newest row of all is one of its rows. */
  readonly live: boolean
}

/** Weights of one site over the slots, one column for each step. */
export function WeightsPanel({
  picture,
  part,
  place,
  layout,
  measure,
  slot,
  onSlot,
  live,
}: WeightsPanelProps) {
  const { theme, joined, top: most, onStep } = picture
  const { site, matrix, shown, now } = part
  const canvas = useRef<HTMLCanvasElement>(null)
  const [at, setAt] = useState<number>()
  const slots = matrix.columnLabels.length
  const [width, height] = [place.count * place.step, slots * layout.cell]
  useLayoutEffect(() => {
    const target = canvas.current
    const context = target?.getContext('2d')
    if (!target || !context || width === 0 || height === 0) return
    const ratio = window.devicePixelRatio || 1
    fitCanvas(target, { width, height, ratio })
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const gap = Math.min(layout.cell, place.step) >= 12 ? 1 : 0
    for (let row = 0; row < place.count; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      for (let column = 0; column < slots; column++) {
        context.fillStyle = css(weightColor(layerWeight(joined, arrival, column) / most, theme))
        const over = gap === 0 ? 0.6 : -gap
        context.fillRect(row * place.step, column * layout.cell, place.step + over, layout.cell + over)
      }
    }
  })
  const point = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    setAt(Math.min(place.count - 1, Math.floor((event.clientX - box.x) / place.step)))
    onSlot(Math.min(slots - 1, Math.floor((event.clientY - box.y) / layout.cell)))
  }
  const go = (row: number) => {
    const arrivals = matrix.arrivals[Math.min(place.count - 1, Math.max(0, row))]
    if (arrivals?.[0] !== undefined) onStep(site.id, arrivals[0].step)
  }
  const press = (event: KeyboardEvent) => {
    const to = { ArrowLeft: (now ?? 1) - 1, ArrowRight: (now ?? -1) + 1, Home: 0, End: place.count - 1 }[
      event.key
    ]
    if (to === undefined) return
    go(to)
    event.preventDefault()
    event.stopPropagation()
  }
  const leave = () => {
    setAt(undefined)
    onSlot(undefined)
  }
  const places = matrix.rowLabels.map((_, row) => row)
  const pointed = at === undefined ? undefined : arrivalOf(matrix, at, shown)
  // One long word must not silence the short ones: the longest of most of them counts.
  const widths = matrix.rowLabels.map(measure).sort((a, b) => a - b)
  const usual = widths[Math.floor(widths.length * 0.8)] ?? 0
  const every = Math.max(1, Math.ceil(Math.min(usual, 40) / place.step))
  return (
    <>
      <div
        className={`attention-panel-title${live ? ' is-live' : ''}`}
        style={{ left: place.left, top: layout.top - 42, minWidth: width }}
      >
        {site.title}
        {now !== undefined && live && <span className="attention-quiet"> at “{matrix.rowLabels[now]}”</span>}
      </div>
      {places.map((row) => {
        const current = row === now && live
        const near =
          now !== undefined &&
          live &&
          Math.abs(row - now) * place.step < measure(matrix.rowLabels[now] ?? '') / 2 + 4
        if (!current && (row % every !== 0 || near)) return null
        const spare = Math.max(0, measure(matrix.rowLabels[row] ?? '') + 2 - place.step) / 2
        return (
          <span
            key={row}
            className={`attention-step-name${current ? ' is-active' : ''}`}
            style={{
              left: place.left + row * place.step - spare,
              width: place.step + 2 * spare,
              top: layout.top - 18,
              opacity: arrivalOf(matrix, row, shown) === undefined ? 0.35 : undefined,
            }}
          >
            {matrix.rowLabels[row]}
          </span>
        )
      })}
      <div
        className="attention-panel"
        style={{ left: place.left, top: layout.top, width, height }}
        role="slider"
        aria-label={`${site.title}: weights of ${slots} slots over ${place.count} steps`}
        aria-valuemin={0}
        aria-valuemax={place.count}
        aria-valuenow={now === undefined ? 0 : now + 1}
        aria-valuetext={said(part, joined)}
        tabIndex={0}
        onKeyDown={press}
        onMouseMove={point}
        onMouseLeave={leave}
        onClick={() => at !== undefined && go(at)}
      >
        <canvas ref={canvas} />
        {now !== undefined && live && (
          <i className="attention-now" style={{ left: now * place.step, width: place.step, height }} />
        )}
        {slot !== undefined && (
          <i className="attention-slot-band" style={{ top: slot * layout.cell, height: layout.cell }} />
        )}
        {pointed !== undefined && at !== undefined && slot !== undefined && (
          <div
            className="attention-tip"
            style={{
              [at > place.count / 2 ? 'right' : 'left']:
                at > place.count / 2 ? width - at * place.step + 8 : (at + 1) * place.step + 8,
              top: Math.min(slot * layout.cell, height - 24),
            }}
          >
            <span>{matrix.rowLabels[at]}</span>
            <span className="attention-quiet">slot {matrix.columnLabels[slot]}</span>
            <strong>{weightText(layerWeight(joined, pointed, slot))}</strong>
          </div>
        )}
      </div>
    </>
  )
}

/** "c: slot 13 1.0000". */
function said({ matrix, shown, now }: WrittenSite, joined: Picture['joined']): string {
  const arrival = now === undefined ? undefined : arrivalOf(matrix, now, shown)
  if (now === undefined || arrival === undefined) return 'no step yet'
  const weights = Float32Array.from({ length: arrival.slice.columns }, (_, slot) =>
    layerWeight(joined, arrival, slot),
  )
  const best = weights.reduce((best, weight, slot) => (weight > weights[best]! ? slot : best), 0)
  return `${matrix.rowLabels[now]}: slot ${matrix.columnLabels[best]} ${weightText(weights[best] ?? 0)}`
}
