import { useRef, useState } from 'react'
import { signedColor, signedText } from '#shared/pictures/diverging'
import { css } from '#shared/pictures/scale'
import { useSize } from '../hooks'
import { type PartsProps, shortNumber } from './Bars'

const HEIGHT = 170
const LINE = 62

/** Steps of a series: the numbers as a line, and under each what it did as a bar. */
export function SeriesParts({ field: { title, labels, given, values }, most, theme }: PartsProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const [at, setAt] = useState<number>()
  const count = labels.length
  const wide = width / Math.max(1, count)
  const numbers = given ?? new Float32Array(count)
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const lineY = (value: number) => 6 + (LINE - 12) * (1 - (value - low) / (high - low || 1))
  const middle = LINE + (HEIGHT - LINE) / 2
  const half = (HEIGHT - LINE) / 2 - 6
  const points = Array.from(numbers, (value, i) => `${(i + 0.5) * wide},${lineY(value)}`).join(' ')
  return (
    <div
      className="attribution-series"
      ref={frame}
      onPointerMove={(event) => {
        const corner = event.currentTarget.getBoundingClientRect()
        setAt(Math.min(count - 1, Math.max(0, Math.floor((event.clientX - corner.left) / wide))))
      }}
      onPointerLeave={() => setAt(undefined)}
    >
      <svg width={width} height={HEIGHT} role="img" aria-label={`${title}: ${count} steps`}>
        {at !== undefined && (
          <rect x={at * wide} y="0" width={wide} height={HEIGHT} className="attribution-here" />
        )}
        <polyline points={points} className="attribution-line" />
        <line x1="0" x2={width} y1={middle} y2={middle} className="attribution-zero" />
        {labels.map((label, i) => {
          const part = most === 0 ? 0 : values[i]! / most
          const tall = Math.abs(part) * half
          return (
            <rect
              key={label}
              x={i * wide + wide * 0.12}
              y={part > 0 ? middle - tall : middle}
              width={Math.max(1, wide * 0.76)}
              height={tall}
              rx={Math.min(2, wide / 4)}
              fill={css(signedColor(Math.sign(part) * (0.45 + 0.4 * Math.abs(part)), theme))}
            />
          )
        })}
      </svg>
      <p className="attention-quiet">
        {at === undefined
          ? 'Above: the series. Below: what each step did. Point at one for its exact number.'
          : `Step ${labels[at]}: given ${shortNumber(numbers[at]!)}, part ${signedText(values[at]!)}`}
      </p>
    </div>
  )
}
