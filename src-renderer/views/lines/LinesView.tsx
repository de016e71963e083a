import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { FONT, layoutLines } from '#shared/pictures/layout/linesLayout'
import type { Focus } from '#shared/pictures/model/focus'
import { arrivalOf } from '#shared/pictures/model/history'
import { CellTip, type Tip } from '../CellTip'
import { useMeasure, usePointer, useSize } from '../hooks'
import type { Picture } from '../picture'
import { type Scroll, Stage, UNSCROLLED } from '../Stage'
import { hitLine } from './hit'
import { lights, patchHeat } from './lights'
import { usePainting } from './use-painting'
import { type Side, Words } from './Words'

/** What is left of other lines while something is looked at closely. */
const FADED = 0.08

/** Rows and columns as words, weights as lines between them. */
export function LinesView({ picture }: { readonly picture: Picture }) {
  const { site, matrix, shown, layers, lines, focus, pinned, onHover, onPin } = picture
  const view = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const scroll = useRef<Scroll>(UNSCROLLED)
  const [seen, setSeen] = useState<Scroll>(UNSCROLLED)
  const [tip, setTip] = useState<Tip>()
  const size = useSize(frame)
  const measure = useMeasure(FONT)
  const { width, height } = size
  const [columns, rows] = [matrix.columnLabels, matrix.rowLabels]
  const [columnCount, rowCount] = [columns.length, rows.length]
  // Row labels grow in place, so their number says that there are more.
  const layout = useMemo(
    () =>
      layoutLines({
        columns,
        rows: rows.slice(0, rowCount),
        width,
        height,
        measure,
        columnGrid: site.columnGrid,
      }),
    [columns, rowCount, rows, width, height, measure, site.columnGrid],
  )
  const paintSoon = usePainting(picture, layout, size, scroll, base, overlay)

  const across = layout.orientation === 'across'
  const onScroll = (next: Scroll) => {
    scroll.current = next
    paintSoon()
    const [before, after] = across ? [seen.x, next.x] : [seen.y, next.y]
    if (Math.abs(after - before) > 320) setSeen(next)
  }
  const pointed = (event: MouseEvent): Focus | undefined => {
    if (event.target instanceof Element && event.target.closest('.attention-word')) return undefined
    const corner = frame.current?.getBoundingClientRect()
    if (corner === undefined) return undefined
    const x = event.clientX - corner.left + scroll.current.x
    const y = event.clientY - corner.top + scroll.current.y
    const hit = hitLine(layout, lines, layers.length, x, y, picture.top)
    return hit && { row: hit.row, column: hit.column, layer: layers.length > 1 ? hit.layer : undefined }
  }
  const onMove = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('.attention-word')) return setTip(undefined)
    const hit = pointed(event)
    const corner = frame.current?.getBoundingClientRect()
    if (hit === undefined || corner === undefined) {
      if (tip !== undefined) {
        setTip(undefined)
        onHover(undefined)
      }
      return
    }
    setTip({ x: event.clientX - corner.left, y: event.clientY - corner.top, focus: hit })
    onHover(hit)
  }
  const onLeave = () => {
    setTip(undefined)
    onHover(undefined)
  }
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('.attention-word')) return
    onPin(pointed(event))
  }
  usePointer(view, { move: onMove, leave: onLeave, click: onClick })

  const onKey = useCallback(
    (event: KeyboardEvent, side: Side, index: number) => {
      const [next, previous, other] = across
        ? ['ArrowRight', 'ArrowLeft', side === 'row' ? 'ArrowUp' : 'ArrowDown']
        : ['ArrowDown', 'ArrowUp', side === 'row' ? 'ArrowLeft' : 'ArrowRight']
      const count = side === 'row' ? rowCount : columnCount
      const opposite = side === 'row' ? columnCount : rowCount
      const to = (target: Side, at: number) => {
        event.preventDefault()
        event.stopPropagation()
        const name = `#attention-${target}-${at}`
        frame.current?.querySelector<HTMLElement>(name)?.focus()
      }
      if (event.key === next) to(side, Math.min(count - 1, index + 1))
      else if (event.key === previous) to(side, Math.max(0, index - 1))
      else if (event.key === 'Home') to(side, 0)
      else if (event.key === 'End') to(side, count - 1)
      else if (event.key === other && opposite > 0)
        to(side === 'row' ? 'column' : 'row', Math.round((index / Math.max(1, count - 1)) * (opposite - 1)))
      else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault()
        event.stopPropagation()
        const same = side === 'row' ? pinned?.row === index : pinned?.column === index
        onPin(same ? undefined : side === 'row' ? { row: index } : { column: index })
      }
    },
    [across, rowCount, columnCount, pinned, onPin],
  )

  const light = useMemo(() => lights(picture), [picture])
  const heat = useMemo(() => (layout.patches ? patchHeat(picture) : undefined), [layout.patches, picture])
  const waiting = useCallback((row: number) => arrivalOf(matrix, row, shown) === undefined, [matrix, shown])
  const [from, to] = across ? [seen.x, seen.x + width] : [seen.y, seen.y + height]
  const words = { layout, from, to, onHover, onPin, onKey }
  return (
    <div className="attention-view" ref={view}>
      <Stage
        name="Lines"
        frame={frame}
        size={size}
        width={layout.width}
        height={layout.height}
        onScroll={onScroll}
        fixed={
          <>
            <canvas
              ref={base}
              className="attention-canvas"
              style={{ opacity: focus === undefined ? 1 : FADED }}
            />
            <canvas ref={overlay} className="attention-canvas" />
          </>
        }
      >
        <Words
          {...words}
          side="column"
          name={`Columns: ${site.columnAxis}`}
          labels={columns}
          light={light?.column}
          waiting={undefined}
          heat={heat}
          active={focus?.column}
          pinned={pinned?.column}
          tabStop={Math.min(focus?.column ?? 0, columnCount - 1)}
        />
        <Words
          {...words}
          side="row"
          name={`Rows: ${site.rowAxis}`}
          labels={rows}
          light={light?.row}
          waiting={waiting}
          heat={undefined}
          active={focus?.row}
          pinned={pinned?.row}
          tabStop={Math.min(focus?.row ?? 0, rowCount - 1)}
        />
      </Stage>
      {tip !== undefined && <CellTip picture={picture} tip={tip} width={width} />}
    </div>
  )
}
