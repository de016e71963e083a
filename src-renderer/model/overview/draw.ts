/** Paints what is in sight of an overview. */
import type { Thumbnail } from '#shared/contract/model'
import { JOINED_COLUMNS } from '#shared/pictures/model/join'
import type { Atlas } from './atlas'
import { type Cell, cellRect, columnLeft, type OverviewLayout, type PlacedRow } from './layout'

export interface OverviewColors {
  readonly ink: string
  readonly soft: string
  readonly faint: string
  readonly line: string
  readonly empty: string
  readonly accent: string
  readonly ground: string
  readonly font: string
}

export interface DrawnOverview {
  readonly layout: OverviewLayout
  readonly thumbnail: (cell: Cell) => Thumbnail | undefined
  readonly selected: (cell: Cell) => boolean
  /** Where the keyboard is. */
  readonly current: Cell | undefined
  readonly colors: OverviewColors
}

export interface Sight {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const HEADER = 18

export function drawOverview(
  context: CanvasRenderingContext2D,
  atlas: Atlas,
  { layout, thumbnail, selected, current, colors }: DrawnOverview,
  sight: Sight,
): void {
  const { rows, titles, left, pitch, cell } = layout
  context.save()
  context.translate(-sight.x, -sight.y)
  context.imageSmoothingEnabled = false
  context.textBaseline = 'middle'
  for (const { title, top } of titles) {
    context.textAlign = 'left'
    context.fillStyle = colors.soft
    context.font = `600 11.5px ${colors.font}`
    context.fillText(title, 8, top + 12)
  }
  const inSight = ({ top }: PlacedRow) => top + pitch >= sight.y && top <= sight.y + sight.height
  rows.forEach((placed, index) => {
    if (!inSight(placed)) return
    for (const head of headsInSight(layout, placed.heads)) {
      const small = thumbnail({ row: index, head })
      if (small !== undefined) atlas.take(small)
    }
  })
  rows.forEach((placed, index) => {
    const { row, top, heads } = placed
    if (!inSight(placed)) return
    context.textAlign = 'right'
    context.font = `${selected({ row: index, head: -1 }) ? 650 : 450} 11px ${colors.font}`
    context.fillStyle = row.shown ? colors.soft : colors.faint
    context.fillText(row.label, left - 8, top + cell / 2)
    if (!row.shown) {
      hatch(context, left, top + 2, Math.max(1, heads) * pitch, cell - 4, colors)
      return
    }
    for (const head of headsInSight(layout, heads)) {
      const at = { row: index, head }
      const { x, y, size } = cellRect(layout, at)
      const small = thumbnail(at)
      if (small === undefined || !atlas.draw(context, small, x, y, size, size)) {
        context.fillStyle = colors.empty
        context.fillRect(x, y, size, size)
      }
      if (selected(at)) outline(context, x, y, size, colors.accent, 2)
      if (current?.row === index && current.head === head) outline(context, x, y, size, colors.ink, 1.5)
    }
  })
  context.restore()
  header(context, layout, sight, colors)
}

function headsInSight({ columns, joinedLeft }: OverviewLayout, heads: number): number[] {
  const own = Array.from({ length: heads }, (_, head) => head)
  return joinedLeft === undefined || heads < 2 ? own : [...own, ...JOINED_COLUMNS.map((_, i) => columns + i)]
}

/** Numbers of the columns; they stay while rows scroll. */
function header(
  context: CanvasRenderingContext2D,
  layout: OverviewLayout,
  sight: Sight,
  colors: OverviewColors,
): void {
  const { columns, cell, joinedLeft, numbered, left } = layout
  context.fillStyle = colors.ground
  context.fillRect(0, 0, sight.width, HEADER)
  context.font = `450 10.5px ${colors.font}`
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  context.fillStyle = colors.faint
  context.fillText('head', left - 8 - sight.x, HEADER / 2)
  context.textAlign = 'center'
  context.fillStyle = colors.soft
  for (let head = 0; head < columns; head++)
    if (head % numbered === 0)
      context.fillText(`${head + 1}`, columnLeft(layout, head) + cell / 2 - sight.x, HEADER / 2)
  if (joinedLeft === undefined) return
  JOINED_COLUMNS.forEach((title, i) => {
    context.fillText(title, columnLeft(layout, columns + i) + cell / 2 - sight.x, HEADER / 2)
  })
}

function outline(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  color: string,
  width: number,
): void {
  context.strokeStyle = color
  context.lineWidth = width
  context.strokeRect(x - width / 2, y - width / 2, size + width, size + width)
}

/** What cannot be shown. */
function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colors: OverviewColors,
): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = colors.line
  context.lineWidth = 1
  context.beginPath()
  for (let at = x - height; at < x + width; at += 7) {
    context.moveTo(at, y + height)
    context.lineTo(at + height, y)
  }
  context.stroke()
  context.restore()
}
