/** Where the thumbnails of an overview stand: rows are layers, columns are heads. */
import { JOINED_COLUMNS, type JoinedColumn } from '#shared/pictures/model/join'
import { ALL_LAYERS, type OverviewGroup, type OverviewRow } from '#shared/pictures/model/siteGroups'

export interface PlacedRow {
  readonly row: OverviewRow
  readonly top: number
  readonly heads: number
}

export interface PlacedGroup {
  readonly title: string
  readonly top: number
}

export interface OverviewLayout {
  readonly left: number
  /** Side of a thumbnail, without its gap. */
  readonly cell: number
  /** From one thumbnail to the next. */
  readonly pitch: number
  readonly columns: number
  /** Where the mean and the maximum over a row's heads stand; undefined where every row has one head. */
  readonly joinedLeft?: number | undefined
  /** From one of these to the next: their names stand above them. */
  readonly joinedPitch: number
  readonly rows: readonly PlacedRow[]
  /** Titles of groups; none where there is only one. */
  readonly titles: readonly PlacedGroup[]
  readonly width: number
  readonly height: number
  /** Where the last column ends. */
  readonly right: number
  /** Every so many columns carry their number. */
  readonly numbered: number
}

export interface Cell {
  readonly row: number
  readonly head: number
}

const LEFT = 42
/** Room for `rollout` and `maximum`. */
const LEFT_WORDS = 58
const TOP = 20
const TITLE = 22
/** Between the layers and what joins them all, where groups have no titles. */
const APART = 8
const SMALLEST = 20
const LARGEST = 84
const EDGE = 6
const GAP = 16
const NARROWEST_JOINED = 34

/** `headsOf` tells how many heads a row has by now: some files do not say it before a run. */
export function layoutOverview(
  groups: readonly OverviewGroup[],
  headsOf: (row: OverviewRow) => number,
  width: number,
  height: number,
): OverviewLayout {
  // What joins all layers needs no title of its own where there is one sort of attention.
  const titled = groups.length > 2 || (groups.length === 2 && groups[1]!.title !== ALL_LAYERS)
  const rowCount = groups.reduce((sum, { rows }) => sum + rows.length, 0)
  const columns = Math.max(1, ...groups.flatMap(({ rows }) => rows.map(headsOf)))
  const left = groups.some(({ rows }) => rows.some(({ label }) => label.length > 3)) ? LEFT_WORDS : LEFT
  const fixed = TOP + (titled ? groups.length * TITLE : (groups.length - 1) * APART) + EDGE
  const joined = columns > 1
  const across = (width - left - EDGE - (joined ? GAP : 0)) / (columns + (joined ? JOINED_COLUMNS.length : 0))
  const down = (height - fixed) / Math.max(1, rowCount)
  // All in sight where thumbnails stay large enough to tell patterns; otherwise rows scroll.
  const pitch = Math.floor(
    Math.max(SMALLEST, Math.min(LARGEST, across, Math.max(down, Math.min(across, 21)))),
  )
  const cell = pitch - (pitch > 40 ? 4 : pitch > 26 ? 3 : 2)
  const rows: PlacedRow[] = []
  const titles: PlacedGroup[] = []
  let top = TOP
  for (const { title, rows: members } of groups) {
    if (titled) {
      titles.push({ title, top })
      top += TITLE
    } else if (rows.length > 0) top += APART
    for (const row of members) {
      rows.push({ row, top, heads: headsOf(row) })
      top += pitch
    }
  }
  const joinedLeft = joined ? left + columns * pitch + GAP : undefined
  const joinedPitch = Math.max(pitch, NARROWEST_JOINED)
  const right =
    joinedLeft === undefined ? left + columns * pitch : joinedLeft + JOINED_COLUMNS.length * joinedPitch
  return {
    left,
    cell,
    pitch,
    columns,
    joinedLeft,
    joinedPitch,
    rows,
    titles,
    right,
    width: Math.max(width, right + EDGE),
    height: Math.max(height, top + EDGE),
    numbered: pitch >= 18 ? 1 : 5,
  }
}

export function cellRect(layout: OverviewLayout, { row, head }: Cell) {
  return { x: columnLeft(layout, head), y: layout.rows[row]!.top, size: layout.cell }
}

/** Which of the joined columns a cell stands in; undefined for a head. */
export function joinedColumn({ columns }: OverviewLayout, head: number): JoinedColumn | undefined {
  return JOINED_COLUMNS[head - columns]
}

export function columnLeft(
  { left, pitch, columns, joinedLeft = 0, joinedPitch }: OverviewLayout,
  head: number,
): number {
  return head < columns ? left + head * pitch : joinedLeft + (head - columns) * joinedPitch
}

/** The thumbnail at a point; undefined between rows and behind the last head. */
export function cellAt(layout: OverviewLayout, x: number, y: number): Cell | undefined {
  const { left, pitch, rows, columns, joinedLeft } = layout
  const row = rowAt(rows, y, pitch)
  if (row === undefined || x < left) return undefined
  const { heads } = rows[row]!
  const head = Math.floor((x - left) / pitch)
  if (head < heads) return { row, head }
  if (joinedLeft === undefined || x < joinedLeft || heads < 2) return undefined
  const joined = Math.floor((x - joinedLeft) / layout.joinedPitch)
  return joined < JOINED_COLUMNS.length ? { row, head: columns + joined } : undefined
}

/** The row whose label is at a point. */
export function labelAt({ left, pitch, rows }: OverviewLayout, x: number, y: number): number | undefined {
  return x < left ? rowAt(rows, y, pitch) : undefined
}

function rowAt(rows: readonly PlacedRow[], y: number, pitch: number): number | undefined {
  let [low, high] = [0, rows.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const { top } = rows[middle]!
    if (y < top) high = middle - 1
    else if (y >= top + pitch) low = middle + 1
    else return middle
  }
  return undefined
}

export type CellKey =
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown'

/** Where a key goes from a thumbnail; stays inside. */
export function stepCell(layout: OverviewLayout, from: Cell, key: CellKey): Cell {
  const { rows } = layout
  const { row, head } = from
  switch (key) {
    case 'ArrowUp':
      return within(layout, row - 1, head)
    case 'ArrowDown':
      return within(layout, row + 1, head)
    case 'PageUp':
      return within(layout, 0, head)
    case 'PageDown':
      return within(layout, rows.length - 1, head)
  }
  const cells = cellsOf(layout, rows[row]?.heads ?? 1)
  const at = Math.max(0, cells.indexOf(head))
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cells.length - 1 }[key]
  return { row, head: cells[Math.min(cells.length - 1, Math.max(0, to))]! }
}

/** The cell of a row that is nearest to a column. */
function within(layout: OverviewLayout, row: number, head: number): Cell {
  const at = Math.min(layout.rows.length - 1, Math.max(0, row))
  const cells = cellsOf(layout, layout.rows[at]?.heads ?? 1)
  return { row: at, head: cells.includes(head) ? head : (cells.findLast((cell) => cell < head) ?? 0) }
}

function cellsOf({ columns, joinedLeft }: OverviewLayout, heads: number): number[] {
  const own = Array.from({ length: heads }, (_, head) => head)
  return joinedLeft === undefined || heads < 2 ? own : [...own, ...JOINED_COLUMNS.map((_, i) => columns + i)]
}
