/** What the gallery's pictures are made of. */
import { css, weightColor } from '#shared/pictures/scale'
import { useThemeName } from '../../stores/hooks'

export const WIDE = 240
export const HIGH = 116

/** Places of things beside each other, each as wide as it is. */
export function places(widths: readonly number[], from: number, to: number): number[] {
  const total = widths.reduce((sum, width) => sum + width, 0)
  const gap = (to - from - total) / Math.max(1, widths.length - 1)
  let at = from
  return widths.map((width) => {
    const middle = at + width / 2
    at += width + gap
    return middle
  })
}

/** Middles of words that share a line. */
export function placesOf(words: readonly string[], from = 12, to = WIDE - 12): number[] {
  const widths = words.map((word) => word.length * 4.6 + 2)
  const total = widths.reduce((sum, width) => sum + width, 0)
  // Few words stand closer than the whole line.
  const spare = Math.max(0, to - from - total - (words.length - 1) * 30)
  return places(widths, from + spare / 2, to - spare / 2)
}

interface WordProps {
  readonly x: number
  readonly y: number
  readonly children: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly quiet?: boolean
  readonly size?: number
}

export function Word({ x, y, children, anchor = 'middle', quiet = false, size = 9 }: WordProps) {
  return (
    <text x={x} y={y} fontSize={size} textAnchor={anchor} fill={quiet ? 'var(--ink-soft)' : 'var(--ink)'}>
      {children}
    </text>
  )
}

interface LineProps {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly weight: number
  /** Of its own instead of that of its weight. */
  readonly color?: string
  readonly widest?: number
}

/** One weight, as the views draw it: zero is nothing. */
export function Line({ from: [x1, y1], to: [x2, y2], weight, color, widest = 5.5 }: LineProps) {
  const theme = useThemeName()
  if (weight < 0.04) return null
  const middle = (y1 + y2) / 2
  return (
    <path
      d={`M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`}
      fill="none"
      stroke={color ?? css(weightColor(weight, theme))}
      strokeWidth={0.5 + (widest - 0.5) * weight}
      strokeOpacity={0.35 + 0.6 * weight}
    />
  )
}

export function Shade({ x, y, size, weight }: { x: number; y: number; size: number; weight: number }) {
  const theme = useThemeName()
  return <rect x={x} y={y} width={size} height={size} rx="1.5" fill={css(weightColor(weight, theme))} />
}
