/**
 * Where the words of a lines view stand and where its lines end: pure arithmetic over a text measure, so that a picture for paper can
 * use the same layout as the screen.
 */
import type { Ends } from './curve'

/** `across`: words run from left to right, columns above, rows below. `down`: words stand in lists, columns left, rows right. */
export type Orientation = 'across' | 'down'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LinesLayout {
  readonly orientation: Orientation
  /** Words stand on their ends; only in `across`. */
  readonly turnedColumns: boolean
  readonly turnedRows: boolean
  /** Columns are cells of a picture's grid. */
  readonly patches: boolean
  /** Font size of the words, px. */
  readonly font: number
  /** Size of the whole; larger than the room where it has to scroll. */
  readonly width: number
  readonly height: number
  readonly columns: readonly Box[]
  readonly rows: readonly Box[]
}

export interface LinesRoom {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly width: number
  readonly height: number
  /** Width of a text in px at {@link FONT}. */
  readonly measure: (text: string) => number
  readonly columnGrid?: readonly [number, number] | undefined
  /** px that a word in a list may take. */
  readonly longest?: number | undefined
}

/** px */
export const FONT = 13
const SMALL_FONT = 11
const PAD = 12
/** Room inside of a word's box, at both ends together. */
const INSET = 10
const LINE = 24
const GAP = 1
const WIDEST_GAP = 64
const LONGEST_WORD = 150
const LONGEST_TURNED = 86
const SHORTEST_TURNED = 40
const LOOSEST_TURNED = 40
/** Closest that turned words and words in a list may stand. */
const TURNED_PITCH = 11.5
const LIST_PITCH = 12.5
const LOOSEST_LIST = 56
/** What lines need between words to be told apart. */
const LEAST_SPAN = 64
const LONGEST_SPAN = 460

export function layoutLines(room: LinesRoom): LinesLayout {
  const [down, across] = room.columnGrid ?? [0, 0]
  // Tokens before the patches have no place in their grid.
  if (room.columnGrid !== undefined && room.columns.length === down * across)
    return besidePatches(room, room.columnGrid)
  const wide = room.width >= room.height * 1.1
  const fits = wide ? [inLines, inLists] : [inLists, inLines]
  for (const place of fits) {
    const layout = place(room, false)
    if (layout !== undefined) return layout
  }
  return (wide ? inLines(room, true) : inLists(room, true))!
}

/** Font and longest word to try in turn: whole words, then smaller ones, then cut ones; all are read better than turned ones. */
const RUNNING = [
  [FONT, 400],
  [FONT, 220],
  [FONT, LONGEST_WORD],
  [SMALL_FONT, LONGEST_WORD],
  [SMALL_FONT, 90],
] as const

/** One side's words in a line: as text runs, or on their ends where they do not fit. */
interface Line {
  readonly turned: boolean
  readonly font: number
  /** Widths of the words, or the one of all turned words at the least. */
  readonly widths: readonly number[]
  readonly tall: number
}

/** Words in two lines; undefined where they do not fit and must not scroll. */
function inLines(
  { columns, rows, width, height, measure }: LinesRoom,
  scroll: boolean,
): LinesLayout | undefined {
  const free = width - 2 * PAD
  // Cut words are better than words below the edge.
  const longest = Math.min(LONGEST_TURNED, Math.max(SHORTEST_TURNED, (height - LEAST_SPAN) / 2 - INSET))
  const [above, below] = [lineOf(columns, free, longest, measure), lineOf(rows, free, longest, measure)]
  const whole = Math.max(free, leastWidth(above), leastWidth(below))
  const needed = above.tall + below.tall + LEAST_SPAN
  if (!scroll && (whole > free || needed > height)) return undefined
  const span = Math.min(LONGEST_SPAN, Math.max(height, needed) - above.tall - below.tall)
  const tall = Math.max(height, needed)
  const top = (tall - span - above.tall - below.tall) / 2
  return layout('across', {
    turnedColumns: above.turned,
    turnedRows: below.turned,
    font: Math.min(above.font, below.font),
    width: whole + 2 * PAD,
    height: tall,
    columns: boxesOf(above, whole, top),
    rows: boxesOf(below, whole, top + above.tall + span),
  })
}

function lineOf(
  labels: readonly string[],
  free: number,
  longestTurned: number,
  measure: (text: string) => number,
): Line {
  for (const [font, longest] of RUNNING) {
    const widths = labels.map((label) => Math.min(longest, (measure(label) * font) / FONT) + INSET)
    const total = widths.reduce((sum, w) => sum + w, 0)
    if (total + GAP * (labels.length - 1) <= free) return { turned: false, font, widths, tall: LINE }
  }
  const pitch = Math.min(free / labels.length, LOOSEST_TURNED)
  const longest = labels.reduce((most, label) => Math.max(most, measure(label)), 0)
  return {
    turned: true,
    font: pitch < FONT + 3 ? SMALL_FONT : FONT,
    widths: labels.map(() => Math.max(TURNED_PITCH, pitch)),
    tall: Math.min(longestTurned, longest) + INSET,
  }
}

function leastWidth({ turned, widths }: Line): number {
  return turned ? widths.length * TURNED_PITCH : 0
}

function boxesOf({ turned, widths, tall }: Line, whole: number, y: number): Box[] {
  const total = widths.reduce((sum, w) => sum + w, 0)
  const between =
    turned || widths.length < 2 ? 0 : Math.min((whole - total) / (widths.length - 1), WIDEST_GAP)
  let x = PAD + (whole - total - between * (widths.length - 1)) / 2
  return widths.map((w) => {
    const box = { x, y, width: w, height: tall }
    x += w + between
    return box
  })
}

/** Words in two lists beside each other. */
function inLists(
  { columns, rows, width, height, measure, longest }: LinesRoom,
  scroll: boolean,
): LinesLayout | undefined {
  const most = Math.max(columns.length, rows.length, 1)
  const free = height - 2 * PAD
  const pitch = Math.min(LOOSEST_LIST, Math.max(LIST_PITCH, free / most))
  if (pitch * most > free && !scroll) return undefined
  const [left, right] = [listWidth(columns, measure, longest), listWidth(rows, measure, longest)]
  if (width - left - right - 2 * PAD < LEAST_SPAN && !scroll) return undefined
  const tall = Math.max(height, pitch * most + 2 * PAD)
  const whole = Math.max(width, left + right + 2 * PAD + LEAST_SPAN)
  const span = Math.min(LONGEST_SPAN, whole - 2 * PAD - left - right)
  const x = (whole - span - left - right) / 2
  return layout('down', {
    font: pitch < FONT + 3 ? SMALL_FONT : FONT,
    width: whole,
    height: tall,
    columns: list(columns, pitch, x, left, tall),
    rows: list(rows, pitch, x + left + span, right, tall),
  })
}

/** A picture's patches in their grid on the left, rows in a list on the right. */
function besidePatches(
  { columns, rows, width, height, measure, longest }: LinesRoom,
  [down, wide]: readonly [number, number],
): LinesLayout {
  const pitch = Math.min(LOOSEST_LIST, Math.max(LIST_PITCH, (height - 2 * PAD) / Math.max(1, rows.length)))
  const tall = Math.max(height, pitch * rows.length + 2 * PAD)
  const right = listWidth(rows, measure, longest)
  const room = Math.max(60, Math.min(width - right - 2 * PAD - LEAST_SPAN, width * 0.6))
  const cell = Math.min((height - 2 * PAD) / Math.max(1, down), room / Math.max(1, wide))
  const span = Math.max(LEAST_SPAN, Math.min(LONGEST_SPAN, width - 2 * PAD - right - cell * wide))
  const whole = Math.max(width, cell * wide + span + right + 2 * PAD)
  const x = (whole - cell * wide - span - right) / 2
  const y = (tall - cell * down) / 2
  return layout('down', {
    patches: true,
    font: pitch < FONT + 3 ? SMALL_FONT : FONT,
    width: whole,
    height: tall,
    columns: columns.map((_, i) => ({
      x: x + (i % wide) * cell,
      y: y + Math.floor(i / wide) * cell,
      width: cell,
      height: cell,
    })),
    rows: list(rows, pitch, x + cell * wide + span, right, tall),
  })
}

function listWidth(
  labels: readonly string[],
  measure: (text: string) => number,
  longest = LONGEST_WORD,
): number {
  return (
    Math.min(
      longest,
      labels.reduce((longest, label) => Math.max(longest, measure(label)), 0),
    ) + INSET
  )
}

function list(labels: readonly string[], pitch: number, x: number, width: number, tall: number): Box[] {
  const top = (tall - pitch * labels.length) / 2
  return labels.map((_, i) => ({ x, y: top + i * pitch, width, height: pitch }))
}

function layout(
  orientation: Orientation,
  rest: Pick<LinesLayout, 'width' | 'height' | 'columns' | 'rows'> & Partial<LinesLayout>,
): LinesLayout {
  return { orientation, turnedColumns: false, turnedRows: false, patches: false, font: FONT, ...rest }
}

/** Distance between the lines of two heads that join the same two words, px. */
const FAN = 2.4

/** Where lines end, by word, for pictures of many lines: no object is made for a line. */
export interface Anchors {
  readonly along0: Float32Array
  readonly across0: Float32Array
  /** Distance between the ends of two layers at a column. */
  readonly fan0: Float32Array
  readonly along1: Float32Array
  readonly across1: Float32Array
  readonly fan1: Float32Array
  readonly layers: number
}

const known = new WeakMap<LinesLayout, Map<number, Anchors>>()

export function anchorsOf(layout: LinesLayout, layers: number): Anchors {
  const byLayers = known.get(layout) ?? new Map<number, Anchors>()
  known.set(layout, byLayers)
  const before = byLayers.get(layers)
  if (before !== undefined) return before
  const { columns, rows, patches } = layout
  const across = layout.orientation === 'across'
  const middle = (box: Box) => (across ? box.x + box.width / 2 : box.y + box.height / 2)
  const fan = (box: Box) => Math.min(FAN, ((across ? box.width : box.height) * 0.8) / layers)
  const leaves = (box: Box) => (across ? box.y + box.height : box.x + (patches ? box.width / 2 : box.width))
  const anchors = {
    along0: Float32Array.from(columns, leaves),
    across0: Float32Array.from(columns, middle),
    fan0: Float32Array.from(columns, fan),
    along1: Float32Array.from(rows, (box) => (across ? box.y : box.x)),
    across1: Float32Array.from(rows, middle),
    fan1: Float32Array.from(rows, fan),
    layers,
  }
  byLayers.set(layers, anchors)
  return anchors
}

/** Ends of the line from `column` to `row`; the lines of several layers stand side by side. */
export function endsOf(anchors: Anchors, row: number, column: number, layer: number): Ends {
  const place = layer - (anchors.layers - 1) / 2
  return {
    along0: anchors.along0[column] ?? 0,
    across0: (anchors.across0[column] ?? 0) + place * (anchors.fan0[column] ?? 0),
    along1: anchors.along1[row] ?? 0,
    across1: (anchors.across1[row] ?? 0) + place * (anchors.fan1[row] ?? 0),
  }
}

/** A place in the layout: which of x and y is `along`. */
export function toPoint(layout: LinesLayout, along: number, across: number): readonly [x: number, y: number] {
  return layout.orientation === 'across' ? [across, along] : [along, across]
}
