/** What the views take from the browser around them: size, theme, wish for motion, width of a text. */
import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Theme } from '#shared/pictures/scale'

export interface Size {
  readonly width: number
  readonly height: number
  /** Pixels of the device for one of the page. */
  readonly ratio: number
}

/** Inner size of an element, without its scroll bars; zero before it is laid out. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0, ratio: 1 })
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    const read = () => {
      const next = {
        width: target.clientWidth,
        height: target.clientHeight,
        ratio: window.devicePixelRatio || 1,
      }
      setSize((size) =>
        size.width === next.width && size.height === next.height && size.ratio === next.ratio ? size : next,
      )
    }
    read()
    const observer = new ResizeObserver(read)
    observer.observe(target)
    window.addEventListener('resize', read)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', read)
    }
  }, [element])
  return size
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      (changed) => {
        const media = window.matchMedia(query)
        media.addEventListener('change', changed)
        return () => media.removeEventListener('change', changed)
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
  )
}

export function useReducedMotion(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)')
}

/** The theme that the page is in: `data-theme` on the document where it is set, the system's otherwise. */
export function useTheme(): Theme {
  const dark = useMedia('(prefers-color-scheme: dark)')
  const chosen = useSyncExternalStore(watchTheme, () => document.documentElement.dataset.theme)
  if (chosen === 'dark' || chosen === 'light') return chosen
  return dark ? 'dark' : 'light'
}

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Measures texts in the page's own font at `size` px; another function once the fonts have loaded. */
export function useMeasure(size: number): (text: string) => number {
  const [loaded, setLoaded] = useState(0)
  useEffect(() => {
    let here = true
    document.fonts.ready.then(() => here && setLoaded(1))
    return () => {
      here = false
    }
  }, [])
  const known = useRef<{ readonly key: string; readonly measure: (text: string) => number }>(undefined)
  const key = `${size} ${loaded}`
  if (known.current?.key !== key) known.current = { key, measure: measureIn(size) }
  return known.current.measure
}

function measureIn(size: number): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d')
  const family = getComputedStyle(document.body).fontFamily || 'sans-serif'
  if (context !== null) context.font = `450 ${size}px ${family}`
  const widths = new Map<string, number>()
  return (text) => {
    let width = widths.get(text)
    if (width === undefined) {
      width = context?.measureText(text).width ?? text.length * size * 0.6
      widths.set(text, width)
    }
    return width
  }
}

/** Calls `frame` at each animation frame until it answers false; `start` begins again. */
export function useFrames(frame: (now: number) => boolean): () => void {
  const latest = useRef(frame)
  latest.current = frame
  const asked = useRef(0)
  const start = useCallback(() => {
    if (asked.current !== 0) return
    const run = (now: number) => {
      asked.current = 0
      if (latest.current(now)) asked.current = requestAnimationFrame(run)
    }
    asked.current = requestAnimationFrame(run)
  }, [])
  useEffect(
    () => () => {
      cancelAnimationFrame(asked.current)
      asked.current = 0
    },
    [],
  )
  return start
}

/** Sizes a canvas to `size` in pixels of the device. Answers whether that cleared it. */
export function fitCanvas(canvas: HTMLCanvasElement, { width, height, ratio }: Size): boolean {
  const [wide, tall] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]
  if (canvas.width === wide && canvas.height === tall) return false
  canvas.width = wide
  canvas.height = tall
  return true
}

interface PointerActs {
  move(event: MouseEvent): void
  leave(): void
  click(event: MouseEvent): void
}

/** Follows the pointer over a picture, whose parts are reached by keyboard in other ways. */
export function usePointer(element: RefObject<HTMLElement | null>, acts: PointerActs): void {
  const latest = useRef(acts)
  latest.current = acts
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const move = (event: MouseEvent) => latest.current.move(event)
    const leave = () => latest.current.leave()
    const click = (event: MouseEvent) => latest.current.click(event)
    target.addEventListener('pointermove', move)
    target.addEventListener('pointerleave', leave)
    target.addEventListener('click', click)
    return () => {
      target.removeEventListener('pointermove', move)
      target.removeEventListener('pointerleave', leave)
      target.removeEventListener('click', click)
    }
  }, [element])
}
