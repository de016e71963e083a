/** Where the large picture of a head stands, and which head it is of while none is pointed at. */
import { type Cell, cellRect, type OverviewLayout } from './layout'

export interface CardPlace {
  readonly at: { readonly left: number; readonly top: number }
  readonly side: number
}

interface Room {
  readonly width: number
  readonly height: number
}

/** Text above and below the picture. */
const WORDS = 104
const SMALLEST_CARD = 180
const LARGEST_CARD = 300

/** To the right of all heads, where there is room for it. */
export function besidePlace({ right }: OverviewLayout, { width, height }: Room): CardPlace | undefined {
  const side = Math.min(LARGEST_CARD, width - right - 72, height - WORDS - 20)
  return side < SMALLEST_CARD ? undefined : { at: { left: right + 24, top: 12 }, side: Math.floor(side) }
}

/** Beside the thumbnail, on the side that has room. */
export function cardPlace(
  layout: OverviewLayout,
  cell: Cell,
  scroll: { readonly x: number; readonly y: number },
  { width, height }: Room,
): CardPlace {
  const { x, y, size } = cellRect(layout, cell)
  const [left, top] = [x - scroll.x, y - scroll.y]
  const right = left + size + 10
  const wide = SMALLEST_CARD + 26
  return {
    side: SMALLEST_CARD,
    at: {
      left: right + wide <= width ? right : Math.max(0, left - wide - 10),
      top: Math.max(0, Math.min(top - 20, height - SMALLEST_CARD - WORDS)),
    },
  }
}

/** What is looked at below: a head, or the mean of a row. */
export function selectedCell(layout: OverviewLayout, selected: (cell: Cell) => boolean): Cell | undefined {
  const row = layout.rows.findIndex((_, index) => selected({ row: index, head: -1 }))
  if (row < 0) return undefined
  const all = Array.from({ length: layout.columns + 2 }, (_, head) => head)
  const head = all.findLast((each) => selected({ row, head: each }))
  return head === undefined ? undefined : { row, head }
}
