/** How much room each view takes on paper: as much as its words and cells need to be read, and no screen to fill. */
import { GRID_FONT } from './layout/gridLayout'
import { FONT } from './layout/linesLayout'
import type { PaperAttention } from './model/paper'
import type { Room } from './svg/linesSvg'
import { textWidth } from './textWidth'

/** What a word, or a sentence beside a picture, may take before it is cut, px. */
export const LONGEST_LABEL = 340
/** Widest line of words that a page takes, px. */
const WIDEST_LINE = 900
const WORD_GAP = 14

export function linesRoom({ matrix, site }: PaperAttention): Room {
  const { columnLabels, rowLabels } = matrix
  if (site.columnGrid !== undefined) return { width: 640, height: Math.max(320, rowLabels.length * 19 + 24) }
  const line = (labels: readonly string[]) =>
    labels.reduce((sum, label) => sum + textWidth(label, FONT) + WORD_GAP, 0)
  const longest = Math.max(line(columnLabels), line(rowLabels))
  if (longest <= WIDEST_LINE) return { width: Math.max(360, longest + 60), height: 250 }
  const most = Math.max(columnLabels.length, rowLabels.length)
  const beside = (labels: readonly string[]) =>
    labels.reduce((widest, label) => Math.max(widest, Math.min(LONGEST_LABEL, textWidth(label, FONT))), 0)
  const words = beside(columnLabels) + beside(rowLabels)
  return {
    width: Math.max(560, words + 360),
    height: Math.max(Math.min(620, most * 40 + 24), most * 18 + 24),
  }
}

/** Columns up to which cells have this side, px. */
const CELLS = [
  [14, 38],
  [24, 28],
  [48, 18],
  [100, 14],
] as const
const SMALL_CELL = 10.5

export function gridRoom({ matrix }: PaperAttention): Room {
  const { columnLabels, rowLabels } = matrix
  const most = Math.max(columnLabels.length, rowLabels.length)
  const cell = CELLS.find(([count]) => most <= count)?.[1] ?? SMALL_CELL
  const widest = (labels: readonly string[]) =>
    labels.reduce((most, label) => Math.max(most, textWidth(label, GRID_FONT)), 0)
  const top = widest(columnLabels) + 6 > cell ? Math.min(LONGEST_LABEL, widest(columnLabels)) + 10 : 22
  return {
    width: Math.ceil(Math.min(LONGEST_LABEL, widest(rowLabels))) + 12 + cell * columnLabels.length,
    height: Math.ceil(top) + 2 + cell * rowLabels.length,
  }
}

export const PICTURE_ROOM: Room = { width: 720, height: 430 }

export function memoryRoom({ matrix }: PaperAttention): Room {
  const longest = matrix.columnLabels.reduce((most, label) => Math.max(most, textWidth(label, FONT)), 0)
  // Names take three tenths of a memory's picture.
  const width = Math.max(860, Math.min(LONGEST_LABEL, longest * 1.06 + 12) / 0.3)
  return { width, height: 60 + matrix.columnLabels.length * 27 }
}

export function writtenRoom(slots: number): Room {
  return { width: 1000, height: 60 + slots * 14 }
}

export function statesRoom(units: number): Room {
  return { width: 900, height: 110 + units * Math.max(2, Math.min(16, 400 / units)) }
}
