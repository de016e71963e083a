/** Hidden states on paper: units × steps, on a scale that is the same on both sides of 0. */
import { signedColor, signedText } from '../diverging'
import { HEAT_FONT, layoutHeat } from '../layout/heatLayout'
import type { Heat } from '../model/heat'
import { LONGEST_LABEL } from '../rooms'
import type { Theme } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import type { Room } from './linesSvg'
import { type Drawing, element, group, hex, label, points } from './svg'

const LEGEND = 26

/** RGBA with one point for each cell: steps from left to right, units in this order from top to bottom. */
export function heatRaster(
  { steps, units, values, peak }: Heat,
  order: readonly number[],
  theme: Theme,
): Uint8Array {
  const rgba = new Uint8Array(4 * Math.max(1, steps) * Math.max(1, units))
  const scale = peak === 0 ? 0 : 1 / peak
  order.forEach((unit, place) => {
    for (let step = 0; step < steps; step++)
      rgba.set([...signedColor(values[step * units + unit]! * scale, theme), 255], 4 * (place * steps + step))
  })
  return rgba
}

export function statesSvg(
  heat: Heat,
  {
    order,
    shown = heat.steps,
    parts = 1,
    theme,
  }: {
    readonly order: readonly number[]
    readonly shown?: number
    readonly parts?: number
    readonly theme: Theme
  },
  room: Room,
): Drawing {
  const layout = layoutHeat({
    ...heat,
    ...room,
    measure: (text) => textWidth(text, HEAT_FONT),
    longest: LONGEST_LABEL,
  })
  if (layout === undefined) return { width: 1, height: 1, body: '' }
  const { left, top, cellWidth, cellHeight, width, height, turned, stepEvery, unitEvery } = layout
  const { ink, soft, line } = INKS[theme]
  const rgba = heatRaster(heat, order, theme)
  // Steps that are not shown yet are no cells.
  for (let place = 0; place < heat.units; place++)
    for (let step = shown; step < heat.steps; step++) rgba[4 * (place * heat.steps + step) + 3] = 0
  const steps = heat.labels.flatMap((text, step) => {
    if (step % stepEvery !== 0) return []
    const x = left + (step + 0.5) * cellWidth
    const lettering = {
      size: HEAT_FONT,
      weight: 450,
      fill: step < shown ? ink : soft,
      opacity: step < shown ? 1 : 0.45,
    }
    return turned
      ? label(text, x, top - 6, { ...lettering, turn: -90, room: top - 10 })
      : label(text, x, top - 11, { ...lettering, anchor: 'middle' })
  })
  const each = heat.units / parts
  const units = order.flatMap((unit, place) =>
    place % unitEvery === 0
      ? label(String((unit % each) + 1), left - 8, top + (place + 0.5) * cellHeight, {
          size: HEAT_FONT,
          fill: soft,
          anchor: 'end',
        })
      : [],
  )
  const ends = Array.from({ length: parts - 1 }, (_, i) =>
    element('rect', {
      x: left - 6,
      y: top + (height * (i + 1)) / parts - 0.5,
      width: width + 6,
      height: 1,
      fill: ink,
    }),
  )
  const box = { x: left, y: top, width, height }
  const scale = 120
  const scaleLeft = left + width - scale - 52
  const legendTop = top + height + LEGEND / 2
  const stops = Array.from({ length: 24 }, (_, i) =>
    element('rect', {
      x: scaleLeft + (i * scale) / 24,
      y: legendTop - 4,
      width: scale / 24 + 0.3,
      height: 8,
      fill: hex(signedColor((2 * (i + 0.5)) / 24 - 1, theme)),
    }),
  )
  const end = { size: HEAT_FONT, fill: soft }
  return {
    width: left + width + 8,
    height: top + height + LEGEND,
    body: [
      points(rgba, { width: heat.steps, height: heat.units }, box),
      element('rect', {
        x: left - 0.5,
        y: top - 0.5,
        width: width + 1,
        height: height + 1,
        fill: 'none',
        stroke: line,
      }),
      ...ends,
      group(steps, { 'data-part': 'columns' }),
      group(units, { 'data-part': 'rows' }),
      ...stops,
      label(signedText(-heat.peak), scaleLeft - 6, legendTop, { ...end, anchor: 'end' }),
      label(signedText(heat.peak), scaleLeft + scale + 6, legendTop, end),
    ].join('\n'),
  }
}
