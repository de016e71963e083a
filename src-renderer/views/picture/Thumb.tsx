import { memo, useLayoutEffect, useRef } from 'react'
import type { SiteInfo } from '#shared/contract/slice'
import type { Size } from '#shared/pictures/layout/pictureLayout'
import type { Layer } from '#shared/pictures/model/heads'
import type { RowArrival } from '#shared/pictures/model/history'
import { lampsOf } from '#shared/pictures/model/lamps'
import type { Theme } from '#shared/pictures/scale'
import { shine } from './shine'

interface ThumbProps {
  readonly site: SiteInfo
  readonly row: number
  readonly label: string
  readonly arrival: RowArrival | undefined
  readonly layers: readonly Layer[]
  readonly image: HTMLCanvasElement | undefined
  readonly size: Size
  readonly theme: Theme
  readonly patchwise: boolean
  readonly active: boolean
  readonly pinned: boolean
  readonly onHover: (row: number | undefined) => void
  readonly onPin: (row: number) => void
}

/** The picture in small, under the light of one word. */
export const Thumb = memo(function Thumb(props: ThumbProps) {
  const { site, row, label, arrival, layers, image, size, theme, patchwise, active, pinned } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const target = canvas.current
    const context = target?.getContext('2d')
    if (!target || !context || arrival === undefined) return
    const ratio = window.devicePixelRatio || 1
    target.width = Math.round(size.width * ratio)
    target.height = Math.round(size.height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    shine(context, image, image?.width ?? 1, lampsOf(site, layers, arrival, theme, patchwise), {
      ...size,
      patchwise,
    })
  }, [site, arrival, layers, image, size, theme, patchwise])
  const name = [
    'attention-thumb',
    active ? 'is-active' : '',
    pinned ? 'is-pinned' : '',
    arrival === undefined ? 'is-waiting' : '',
  ]
  return (
    // The sentence offers the same to keyboards and screen readers.
    <button
      type="button"
      tabIndex={-1}
      className={name.filter((part) => part !== '').join(' ')}
      style={{ width: size.width }}
      disabled={arrival === undefined}
      onPointerEnter={() => props.onHover(row)}
      onPointerLeave={() => props.onHover(undefined)}
      onClick={() => props.onPin(row)}
    >
      <span className="attention-thumb-frame" style={{ height: size.height }}>
        {arrival !== undefined && <canvas ref={canvas} />}
      </span>
      <span className="attention-thumb-word" title={label.length * 6.5 > size.width ? label : undefined}>
        {label}
      </span>
    </button>
  )
})
