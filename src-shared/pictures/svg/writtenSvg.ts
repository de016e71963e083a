/** A memory that the network writes to: where it writes over time, what it holds, where it reads over time. */
import type { StateFrame } from '../../contract/states'
import { signedColor } from '../diverging'
import { layoutWritten, type PanelPlace, WRITTEN_FONT } from '../layout/writtenLayout'
import { type Layer, layerWeight } from '../model/heads'
import { type AttentionMatrix, arrivalOf } from '../model/history'
import { type Theme, weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import type { Room } from './linesSvg'
import { type Drawing, element, label, points } from './svg'

export interface WrittenPart {
  readonly title: string
  readonly matrix: AttentionMatrix
  readonly shown: number
  readonly writes: boolean
}

/** @param contents the memory after the last write that is shown; `most`: the end of its colours' scale */
export function writtenSvg(
  parts: readonly WrittenPart[],
  joined: Layer,
  contents: { readonly frame: StateFrame; readonly title: string; readonly most: number } | undefined,
  { theme, top }: { readonly theme: Theme; readonly top: number },
  room: Room,
): Drawing {
  const ordered = [...parts.filter(({ writes }) => writes), ...parts.filter(({ writes }) => !writes)]
  const slots = Math.max(contents?.frame.rows ?? 0, ...parts.map(({ matrix }) => matrix.columnLabels.length))
  const layout = layoutWritten({
    slots,
    steps: ordered.map(({ matrix }) => Math.max(1, matrix.rowLabels.length)),
    before: ordered.filter(({ writes }) => writes).length,
    features: contents?.frame.columns ?? 0,
    ...room,
  })
  const { ink, soft, line } = INKS[theme]
  const drawn: string[] = []
  const title = (text: string, { left, count, step }: PanelPlace) =>
    drawn.push(
      label(text, left, layout.top - 33, {
        size: 12,
        weight: 600,
        fill: ink,
        room: Math.max(count * step + 24, 90),
      }),
    )
  const panel = (place: PanelPlace, rgba: Uint8Array) => {
    const box = { x: place.left, y: layout.top, width: place.count * place.step, height: slots * layout.cell }
    drawn.push(points(rgba, { width: place.count, height: slots }, box))
    drawn.push(element('rect', { ...box, fill: 'none', stroke: line }))
  }
  ;(ordered[0]?.matrix.columnLabels ?? []).forEach((text, slot) => {
    if (slot % layout.every !== 0) return
    const y = layout.top + (slot + 0.5) * layout.cell
    drawn.push(label(text, layout.names - 6, y, { size: 11, fill: soft, anchor: 'end' }))
  })
  ordered.forEach((part, at) => {
    const place = layout.panels[at]!
    const { matrix, shown } = part
    title(part.title, place)
    const rgba = new Uint8Array(4 * place.count * slots)
    for (let row = 0; row < place.count; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      for (let slot = 0; slot < slots; slot++)
        rgba.set(
          [...weightColor(layerWeight(joined, arrival, slot) / top, theme), 255],
          4 * (slot * place.count + row),
        )
    }
    panel(place, rgba)
    const widths = matrix.rowLabels.map((text) => textWidth(text, WRITTEN_FONT)).sort((a, b) => a - b)
    const usual = widths[Math.floor(widths.length * 0.8)] ?? 0
    const every = Math.max(1, Math.ceil(Math.min(usual, 40) / place.step))
    matrix.rowLabels.forEach((text, row) => {
      if (row % every !== 0) return
      const x = place.left + (row + 0.5) * place.step
      drawn.push(label(text, x, layout.top - 10, { size: 10.5, fill: soft, anchor: 'middle' }))
    })
  })
  if (contents !== undefined && layout.contents !== undefined) {
    const { frame, most } = contents
    title(contents.title, layout.contents)
    const rgba = new Uint8Array(4 * frame.columns * slots)
    for (let at = 0; at < frame.rows * frame.columns; at++)
      rgba.set([...signedColor(frame.values[at]! / (most || 1), theme), 255], 4 * at)
    panel(layout.contents, rgba)
  }
  return { width: layout.width, height: layout.height, body: drawn.join('\n') }
}
