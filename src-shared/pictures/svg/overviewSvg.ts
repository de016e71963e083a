/** All heads of a model in small, layer by layer. */
import type { Thumbnail } from '../../contract/model'
import { JOINED_COLUMNS } from '../model/join'
import { type Theme, weightColor } from '../scale'
import { textWidth } from '../textWidth'
import { INKS } from './inks'
import { type Drawing, element, label, points } from './svg'

export interface OverviewLine {
  /** "1", "rollout". */
  readonly label: string
  readonly heads: readonly (Thumbnail | undefined)[]
  /** Mean and maximum of its heads, where it has several. */
  readonly joined?: readonly (Thumbnail | undefined)[] | undefined
}

export interface OverviewBlock {
  /** Absent where there is only one. */
  readonly title?: string | undefined
  readonly lines: readonly OverviewLine[]
}

const CELL = 58
const GAP = 5
const LINE = 20
const APART = 12

/** @param top what the end of the scale stands for; undefined: each head's own strongest weight */
export function overviewSvg(
  blocks: readonly OverviewBlock[],
  { theme, top }: { readonly theme: Theme; readonly top: number | undefined },
): Drawing {
  const { ink, soft, line } = INKS[theme]
  const names = blocks.flatMap(({ lines }) => lines.map(({ label }) => textWidth(label, 11)))
  const left = Math.max(34, ...names) + 10
  const columns = Math.max(1, ...blocks.flatMap(({ lines }) => lines.map(({ heads }) => heads.length)))
  const parts: string[] = []
  if (columns > 1) {
    parts.push(label('head', left - 8, LINE / 2, { size: 11, fill: soft, anchor: 'end' }))
    for (let head = 0; head < columns; head++)
      parts.push(
        label(String(head + 1), left + head * (CELL + GAP) + CELL / 2, LINE / 2, {
          size: 11,
          fill: soft,
          anchor: 'middle',
        }),
      )
  }
  const joinedLeft = left + columns * (CELL + GAP) + APART
  const joins = blocks.some(({ lines }) => lines.some(({ joined = [] }) => joined.length > 0))
  if (joins)
    JOINED_COLUMNS.forEach((title, i) => {
      const middle = joinedLeft + i * (CELL + GAP) + CELL / 2
      parts.push(label(title, middle, LINE / 2, { size: 11, fill: soft, anchor: 'middle' }))
    })
  let y = LINE
  blocks.forEach(({ title, lines }, block) => {
    if (block > 0) y += APART
    if (title !== undefined) {
      parts.push(label(title, 0, y + LINE / 2, { size: 12, weight: 600, fill: ink }))
      y += LINE + 2
    }
    for (const { label: name, heads, joined = [] } of lines) {
      parts.push(label(name, left - 8, y + CELL / 2, { size: 11, fill: soft, anchor: 'end' }))
      const row = y
      const draw = (thumbnail: Thumbnail | undefined, x: number) => {
        const place = { x, y: row, width: CELL, height: CELL }
        if (thumbnail !== undefined)
          parts.push(points(colored(thumbnail, theme, top), sizeOf(thumbnail), place))
        parts.push(element('rect', { ...place, fill: 'none', stroke: line, 'stroke-width': 0.75 }))
      }
      for (const [head, thumbnail] of heads.entries()) draw(thumbnail, left + head * (CELL + GAP))
      for (const [i, thumbnail] of joined.entries()) draw(thumbnail, joinedLeft + i * (CELL + GAP))
      y += CELL + GAP
    }
  })
  const width = joins ? joinedLeft + JOINED_COLUMNS.length * (CELL + GAP) : left + columns * (CELL + GAP)
  return { width, height: y, body: parts.join('\n') }
}

function sizeOf({ rows, columns }: Thumbnail) {
  return { width: columns, height: rows }
}

function colored({ pixels, strongest }: Thumbnail, theme: Theme, top: number | undefined): Uint8Array {
  const rgba = new Uint8Array(4 * pixels.length)
  const scale = top === undefined ? 1 : strongest / top
  pixels.forEach((pixel, at) => {
    rgba.set([...weightColor((pixel / 255) * scale, theme), 255], 4 * at)
  })
  return rgba
}
