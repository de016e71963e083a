/** Where the cells and the labels of a heat map stand. */
export interface GridLayout {
  /** Size of the whole; larger than the room where it has to scroll. */
  readonly width: number
  readonly height: number
  /** Where the cells begin. */
  readonly left: number
  readonly top: number
  readonly cellWidth: number
  readonly cellHeight: number
  readonly rows: number
  readonly columns: number
  /** Column labels are turned: they would not fit above their cells otherwise. */
  readonly turned: boolean
  readonly font: number
}

export interface GridRoom {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly width: number
  readonly height: number
  /** Width of a text in px at {@link GRID_FONT}. */
  readonly measure: (text: string) => number
  /** px that a label may take; on screen as much as leaves room for cells. */
  readonly longest?: number | undefined
}

/** px */
export const GRID_FONT = 12
const SMALLEST_FONT = 10
/** Cells from this width on carry their number. */
export const NUMBERED = 34
const INSET = 10
const LINE = 22
const LONGEST_ROW = 130
const LONGEST_TURNED = 84
/** A cell's label must be readable beside it. */
const SMALLEST = 10.5
const LARGEST = 64
/** Widest that cells become which are not square. */
const WIDEST = 60
/** Cells from this size up stay square. */
const SQUARE = 16

export function layoutGrid({ columns, rows, width, height, measure, longest: most }: GridRoom): GridLayout {
  const widest = (labels: readonly string[]) =>
    labels.reduce((most, label) => Math.max(most, measure(label)), 0)
  const left = Math.ceil(Math.min(most ?? LONGEST_ROW, widest(rows))) + INSET
  const across = Math.max(1, columns.length)
  const down = Math.max(1, rows.length)
  const sized = (top: number) => {
    const wide = Math.min(LARGEST, (width - left - 2) / across)
    const tall = Math.min(LARGEST, (height - top - 2) / down)
    const square = Math.min(wide, tall)
    if (square >= SQUARE) return { wide: square, tall: square }
    return {
      wide: Math.max(SMALLEST, Math.min(wide, WIDEST)),
      tall: Math.max(SMALLEST, Math.min(tall, SQUARE)),
    }
  }
  const flat = sized(LINE)
  const longest = widest(columns)
  const turned = longest + 6 > flat.wide
  const top = turned
    ? Math.ceil(Math.min(most ?? Math.max(LONGEST_TURNED, height * 0.3), longest)) + INSET
    : LINE
  const { wide, tall } = turned ? sized(top) : flat
  return {
    width: Math.max(width, left + wide * across + 2),
    height: Math.max(height, top + tall * down + 2),
    left,
    top,
    cellWidth: wide,
    cellHeight: tall,
    rows: rows.length,
    columns: columns.length,
    turned,
    font: Math.min(GRID_FONT, Math.max(SMALLEST_FONT, Math.min(wide, tall) - 1)),
  }
}

/** The cell at a point of the layout. */
export function cellAt(
  layout: GridLayout,
  x: number,
  y: number,
): { readonly row: number; readonly column: number } | undefined {
  const column = Math.floor((x - layout.left) / layout.cellWidth)
  const row = Math.floor((y - layout.top) / layout.cellHeight)
  if (row < 0 || column < 0 || row >= layout.rows || column >= layout.columns) return undefined
  return { row, column }
}
