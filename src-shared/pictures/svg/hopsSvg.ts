/** A memory that is read in hops: the question, the hops, the answer, and how much of each stored sentence each hop read. */
import { inkOn, shortWeight } from '../cellText'
import { linePaint } from '../layout/linePaint'
import { hopLine, KNOT, layoutMemory, MEMORY_FONT, NOTHING, WAY } from '../layout/memoryLayout'
import { layerWeight } from '../model/heads'
import { hopsOf } from '../model/hops'
import type { PaperAttention } from '../model/paper'
import { weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS, mixed, rgbOf } from './inks'
import type { Room } from './linesSvg'
import { type Drawing, element, group, hex, label, short } from './svg'

export function hopsSvg(
  picture: PaperAttention,
  { question, answer }: { readonly question: string; readonly answer: string },
  room: Room,
): Drawing {
  const { site, history, matrix, shown, joined, theme, top } = picture
  const hops = hopsOf(history, matrix, shown, site.rowAxis)
  const slots = matrix.columnLabels
  const through = hops.length > 0 && hops.every(({ arrival }) => arrival !== undefined)
  const layout = layoutMemory({
    slots,
    hops: hops.map(({ label }) => label),
    question,
    answer,
    ...room,
    measure: (text) => textWidth(text, MEMORY_FONT),
  })
  const { ink, soft, line, surface, accent } = INKS[theme]
  const paint = linePaint([joined], theme, 1, top)
  const way = layout.head + WAY
  const parts: string[] = []
  if (hops.length > 0)
    parts.push(
      element('path', {
        d: `M${short(layout.names)} ${short(way)}H${short(layout.answer - 8)}m-6 -5l6 5l-6 5`,
        fill: 'none',
        stroke: soft,
        'stroke-opacity': 0.6,
        'stroke-width': 1.5,
      }),
    )
  const curves = hops.flatMap(({ arrival }, at) =>
    arrival === undefined
      ? []
      : slots
          .map((_, slot) => ({ slot, weight: layerWeight(joined, arrival, slot) }))
          .filter(({ weight }) => weight > NOTHING * top)
          .sort((a, b) => a.weight - b.weight)
          .map(({ slot, weight }) =>
            element('path', {
              d: hopLine(layout, layout.hops[at]!, slot, way + KNOT / 2),
              stroke: hex(paint.rgb(0, weight)),
              'stroke-opacity': Math.round(1000 * paint.alpha(weight)) / 1000,
              'stroke-width': Math.min(paint.thickness(weight), layout.row - 3),
            }),
          ),
  )
  parts.push(group(curves, { fill: 'none', 'data-part': 'lines' }))
  const names = { size: layout.font, fill: ink, anchor: 'end', room: layout.names - 8 } as const
  parts.push(
    label(question, layout.names - 10, way, { ...names, weight: 600, room: layout.names - 20 }),
    group(
      slots.map((text, slot) => label(text, layout.names - 6, layout.top + (slot + 0.5) * layout.row, names)),
      { 'data-part': 'columns' },
    ),
  )
  hops.forEach(({ label: name, arrival }, at) => {
    const { knot, knotWidth, left, cell } = layout.hops[at]!
    const box = { x: knot - knotWidth / 2, y: way - KNOT / 2, width: knotWidth, height: KNOT, rx: KNOT / 2 }
    parts.push(
      element('rect', {
        ...box,
        fill: mixed(rgbOf(accent), rgbOf(surface), 0.12),
        stroke: arrival ? accent : line,
      }),
      label(name, knot, way, { size: 12, fill: ink, anchor: 'middle', opacity: arrival ? 1 : 0.4 }),
    )
    slots.forEach((_, slot) => {
      if (arrival === undefined) return
      const weight = layerWeight(joined, arrival, slot)
      const color = weightColor(weight / top, theme)
      const [y, height] = [layout.top + slot * layout.row + 1, layout.row - 2]
      parts.push(element('rect', { x: left, y, width: cell, height, rx: 3, fill: hex(color) }))
      const text = shortWeight(weight)
      if (text !== '')
        parts.push(
          label(text, left + cell / 2, y + height / 2, {
            size: 12,
            weight: 500,
            anchor: 'middle',
            fill: inkOn(color).startsWith('rgb(0') ? '#000000' : '#ffffff',
            opacity: 0.82,
          }),
        )
    })
  })
  if (through) parts.push(label(answer, layout.answer, way, { size: MEMORY_FONT, weight: 600, fill: ink }))
  return { width: layout.width, height: layout.height, body: parts.join('\n') }
}
