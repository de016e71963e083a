import { css, type Theme, weightColor } from '../theme/scale'

const STOPS = Array.from({ length: 13 }, (_, i) => i / 12)

/** The scale of weights from 0 to 1. */
export function Legend({ theme }: { readonly theme: Theme }) {
  const colors = STOPS.map((weight) => css(weightColor(weight, theme))).join(', ')
  return (
    <span className="attention-legend" role="img" aria-label="Colours of weights from 0 to 1">
      <span>0</span>
      <i style={{ background: `linear-gradient(to right, ${colors})` }} />
      <span>1</span>
    </span>
  )
}
