import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { cellAt, GRID_FONT, layoutGrid } from '#shared/pictures/layout/gridLayout'
import { type Focus, sameFocus } from '#shared/pictures/model/focus'
import { arrivalOf } from '#shared/pictures/model/history'
import { CellTip, type Tip } from '../CellTip'
import { fitCanvas, useFrames, useMeasure, usePointer, useSize } from '../hooks'
import { grownPart } from '../lines/canvas'
import { GROWTH } from '../model/births'
import type { Picture } from '../picture'
import { type Scroll, Stage, UNSCROLLED } from '../Stage'
import { drawCrosshair, drawGrid } from './draw'
import { GridLabels } from './GridLabels'

/** The labelled heat map: rows, columns, and the weight of each cell as its colour. */
export function GridView({ picture }: { readonly picture: Picture }) {
  const { matrix, shown, joined, births, theme, top, still, focus, pinned, onHover, onPin } = picture
  const view = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLElement>(null)
  const base = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const scroll = useRef<Scroll>(UNSCROLLED)
  const [seen, setSeen] = useState<Scroll>(UNSCROLLED)
  const [tip, setTip] = useState<Tip>()
  const size = useSize(frame)
  const measure = useMeasure(GRID_FONT)
  const { width, height } = size
  const [columns, rows] = [matrix.columnLabels, matrix.rowLabels]
  const rowCount = rows.length
  // Row labels grow in place, so their number says that there are more.
  const layout = useMemo(
    () => layoutGrid({ columns, rows: rows.slice(0, rowCount), width, height, measure }),
    [columns, rows, rowCount, width, height, measure],
  )

  const context = useCallback(
    (canvas: HTMLCanvasElement | null) => {
      const context = canvas?.getContext('2d')
      if (canvas === null || context === null || context === undefined || size.width === 0) return undefined
      fitCanvas(canvas, size)
      const { x, y } = scroll.current
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      // Cells that scroll away must not run under the labels.
      context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0)
      context.save()
      context.beginPath()
      context.rect(layout.left - 1, layout.top - 1, size.width, size.height)
      context.clip()
      context.translate(-x, -y)
      return context
    },
    [size, layout],
  )
  const paintBase = useCallback(
    (now: number) => {
      const on = context(base.current)
      if (on === undefined) return
      on.font = `500 ${layout.font - 1}px ${getComputedStyle(document.body).fontFamily}`
      const { x, y } = scroll.current
      drawGrid(
        on,
        { layout, matrix, shown, layer: joined, theme, top },
        { x, y, width: size.width, height: size.height },
        (row) => (still ? 1 : grownPart(now, births.birth(row), GROWTH)),
      )
      on.restore()
    },
    [context, layout, matrix, shown, joined, theme, top, births, still, size],
  )
  const paintOverlay = useCallback(() => {
    const on = context(overlay.current)
    if (on === undefined) return
    if (focus !== undefined) {
      const dark = theme === 'dark'
      drawCrosshair(on, layout, focus, {
        veil: dark ? 'rgb(12 13 16 / 0.62)' : 'rgb(255 255 255 / 0.68)',
        frame: dark ? 'rgb(255 255 255 / 0.9)' : 'rgb(20 22 28 / 0.85)',
      })
    }
    on.restore()
  }, [context, layout, focus, theme])
  const grow = useFrames((now) => {
    paintBase(now)
    paintOverlay()
    return !still && now < births.settled + 50
  })
  useLayoutEffect(() => {
    paintBase(performance.now())
    grow()
  }, [paintBase, grow])
  useLayoutEffect(paintOverlay, [paintOverlay])

  const pointed = (event: MouseEvent): Focus | undefined => {
    const corner = frame.current?.getBoundingClientRect()
    if (corner === undefined) return undefined
    const [x, y] = [event.clientX - corner.left, event.clientY - corner.top]
    if (x < layout.left && y < layout.top) return undefined
    const cell = cellAt(
      layout,
      Math.max(x + scroll.current.x, layout.left),
      Math.max(y + scroll.current.y, layout.top),
    )
    if (cell === undefined) return undefined
    // Over a label the whole row or column is meant.
    if (x < layout.left) return { row: cell.row }
    if (y < layout.top) return { column: cell.column }
    return arrivalOf(matrix, cell.row, shown) === undefined ? undefined : cell
  }
  const onMove = (event: MouseEvent) => {
    const hit = pointed(event)
    if (!sameFocus(hit, focus) || (hit === undefined && tip !== undefined)) onHover(hit)
    const corner = frame.current?.getBoundingClientRect()
    if (hit?.row === undefined || hit.column === undefined || corner === undefined) setTip(undefined)
    else setTip({ x: event.clientX - corner.left, y: event.clientY - corner.top, focus: hit })
  }
  const onLeave = () => {
    setTip(undefined)
    onHover(undefined)
  }
  const onClick = (event: MouseEvent) => {
    const hit = pointed(event)
    onPin(hit === undefined || sameFocus(hit, pinned) ? undefined : hit)
  }
  usePointer(view, { move: onMove, leave: onLeave, click: onClick })
  return (
    <div className="attention-view is-grid" ref={view}>
      <Stage
        name="Grid"
        frame={frame}
        size={size}
        width={layout.width}
        height={layout.height}
        onScroll={(next) => {
          scroll.current = next
          setSeen(next)
          grow()
        }}
        fixed={
          <>
            <canvas ref={base} className="attention-canvas" />
            <canvas ref={overlay} className="attention-canvas" />
            <GridLabels picture={picture} layout={layout} scroll={seen} width={width} height={height} />
          </>
        }
      >
        {null}
      </Stage>
      {tip !== undefined && <CellTip picture={picture} tip={tip} width={width} />}
    </div>
  )
}
