import { shortWeight } from '#shared/pictures/cellText'
import { css, type Theme, weightColor } from '#shared/pictures/scale'

const STOPS = Array.from({ length: 13 }, (_, i) => i / 12)

interface LegendProps {
  readonly theme: Theme
  /** The weight at the far end. */
  readonly top: number
  readonly relative: boolean
  readonly onRelative: (relative: boolean) => void
}

/** The scale of weights: from 0 to 1, or to the strongest weight that there is. */
export function Legend({ theme, top, relative, onRelative }: LegendProps) {
  const colors = STOPS.map((weight) => css(weightColor(weight, theme))).join(', ')
  return (
    <button
      type="button"
      className="attention-legend"
      aria-pressed={relative}
      aria-label={`Scale of colours and thickness: 0 to ${relative ? `the strongest weight, ${top.toFixed(3)}` : '1'}`}
      title={
        relative ? 'Draw weights on the scale from 0 to 1' : 'Draw weights relative to the strongest one'
      }
      onClick={() => onRelative(!relative)}
    >
      <span>0</span>
      <i style={{ background: `linear-gradient(to right, ${colors})` }} />
      <span>{relative ? shortWeight(top) : '1'}</span>
    </button>
  )
}
