import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { type LinePaint, linePaint } from '#shared/pictures/layout/linePaint'
import type { LinesLayout } from '#shared/pictures/layout/linesLayout'
import { inFocus } from '#shared/pictures/model/focus'
import { fitCanvas, type Size, useFrames } from '../hooks'
import { GROWTH, LONG_AGO } from '../model/births'
import type { Picture } from '../picture'
import type { Scroll } from '../Stage'
import { grownPart } from './canvas'
import { drawLines } from './draw'
import { type LinesRenderer, linesRenderer } from './renderer'

/** What a picture must have in common with the one before for it to be only added to. */
interface Loaded {
  readonly layout: LinesLayout
  readonly paint: LinePaint
  readonly mass: number
}

/**
 * Paints a picture's lines on two canvases: all of them on `base`, those that are looked at closely on `overlay`, so that pointing
 * at a word never draws the others again. Answers a function that paints at the next frame.
 */
export function usePainting(
  picture: Picture,
  layout: LinesLayout,
  size: Size,
  scroll: RefObject<Scroll>,
  base: RefObject<HTMLCanvasElement | null>,
  overlay: RefObject<HTMLCanvasElement | null>,
): () => void {
  const { layers, lines, mass, births, theme, still, focus, top } = picture
  const renderer = useRef<LinesRenderer>(undefined)
  const loaded = useRef<Loaded>(undefined)
  const loadedAt = useRef(0)
  // In steps of two, so that colours stay while rows come.
  const crowd = 2 ** Math.ceil(Math.log2(Math.max(1, lines.count)))
  const paint = useMemo(() => linePaint(layers, theme, crowd, top), [layers, theme, crowd, top])
  const drawn = useMemo(
    () => ({ layout, lines, layers: layers.length, paint }),
    [layout, lines, layers, paint],
  )
  const growth = still ? 0 : GROWTH

  const paintBase = useCallback(
    (now: number) => {
      const canvas = base.current
      if (canvas === null || renderer.current === undefined || size.width === 0) return false
      fitCanvas(canvas, size)
      const { x: scrollX, y: scrollY } = scroll.current
      return renderer.current.draw({ ...size, scrollX, scrollY, now: now - loadedAt.current, growth })
    },
    [base, size, scroll, growth],
  )
  const paintOverlay = useCallback(
    (now: number) => {
      const canvas = overlay.current
      const context = canvas?.getContext('2d')
      if (canvas === null || context === null || context === undefined || size.width === 0) return
      fitCanvas(canvas, size)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      if (focus === undefined) return
      const { width, height, ratio } = size
      const { x, y } = scroll.current
      context.setTransform(ratio, 0, 0, ratio, -x * ratio, -y * ratio)
      context.clearRect(x, y, width, height)
      const grown = (row: number) => grownPart(now, births.birth(row), growth)
      drawLines(context, drawn, grown, (row, column, layer) => inFocus(focus, row, column, layer))
    },
    [overlay, size, scroll, focus, drawn, births, growth],
  )
  const load = useCallback(() => {
    const canvas = base.current
    if (canvas === null || size.width === 0) return
    renderer.current ??= linesRenderer(canvas)
    const now = performance.now()
    const before = loaded.current
    const same = before?.layout === layout && before.paint === paint && before.mass === mass
    const birth = (row: number) => Math.max(LONG_AGO, births.birth(row) - now)
    renderer.current.load(drawn, birth, same ? births.added : undefined)
    loaded.current = { layout, paint, mass }
    loadedAt.current = now
    paintBase(now)
  }, [base, drawn, layout, paint, mass, births, paintBase, size.width])
  const start = useFrames((now) => {
    const more = paintBase(now)
    if (focus !== undefined) paintOverlay(now)
    return more || (!still && now < births.settled)
  })

  useLayoutEffect(() => {
    load()
    start()
  }, [load, start])
  useLayoutEffect(() => paintOverlay(performance.now()), [paintOverlay])
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const canvas = base.current
    if (canvas === null) return
    const forget = () => {
      renderer.current?.dispose()
      renderer.current = undefined
      loaded.current = undefined
    }
    const restored = () => {
      forget()
      latest.current()
    }
    const lost = (event: Event) => event.preventDefault()
    canvas.addEventListener('webglcontextlost', lost)
    canvas.addEventListener('webglcontextrestored', restored)
    return () => {
      canvas.removeEventListener('webglcontextlost', lost)
      canvas.removeEventListener('webglcontextrestored', restored)
      forget()
    }
  }, [base])
  return start
}
