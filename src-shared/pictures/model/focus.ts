/** What is looked at closely: a row, a column, or the cell where they meet; shared by lines and grid. */
import { type Layer, layerTitle, layerWeight } from './heads'
import { type AttentionMatrix, arrivalOf } from './history'

export interface Focus {
  readonly row?: number | undefined
  readonly column?: number | undefined
  /** Index into the layers that are drawn; absent for all of them. */
  readonly layer?: number | undefined
}

export function inFocus(focus: Focus, row: number, column: number, layer: number): boolean {
  return (
    (focus.row === undefined || focus.row === row) &&
    (focus.column === undefined || focus.column === column) &&
    (focus.layer === undefined || focus.layer === layer)
  )
}

export function sameFocus(a: Focus | undefined, b: Focus | undefined): boolean {
  return a?.row === b?.row && a?.column === b?.column && a?.layer === b?.layer
}

export interface FocusEntry {
  /** Tells entries of equal label apart. */
  readonly key: string
  readonly label: string
  readonly weight: number
}

export interface FocusText {
  /** "vingt looks at", "twenty is looked at by". */
  readonly lead: string
  /** Strongest first. */
  readonly entries: readonly FocusEntry[]
  /** Cells left out that hold weight. */
  readonly more: number
}

const ENTRIES = 5

/** The focus in words, with raw weights; undefined where nothing of it is shown yet. */
export function focusText(
  matrix: AttentionMatrix,
  shown: number,
  layers: readonly Layer[],
  focus: Focus,
): FocusText | undefined {
  const rowLabel = (row: number) => matrix.rowLabels[row] ?? ''
  const columnLabel = (column: number) => matrix.columnLabels[column] ?? ''
  const chosen = focus.layer === undefined ? layers : layers.slice(focus.layer, focus.layer + 1)
  const entry = (label: string, at: number, layer: Layer, weight: number): FocusEntry => ({
    key: `${layers.indexOf(layer)}.${at}`,
    label: layers.length > 1 ? `${label} (${layerTitle(layer, matrix.heads)})` : label,
    weight,
  })
  const entries: FocusEntry[] = []
  if (focus.row !== undefined) {
    const arrival = arrivalOf(matrix, focus.row, shown)
    if (arrival === undefined) return undefined
    for (const layer of chosen) {
      const columns = focus.column === undefined ? matrix.columnLabels.map((_, c) => c) : [focus.column]
      for (const c of columns) entries.push(entry(columnLabel(c), c, layer, layerWeight(layer, arrival, c)))
    }
  } else if (focus.column !== undefined) {
    for (let row = 0; row < matrix.arrivals.length; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      for (const layer of chosen)
        entries.push(entry(rowLabel(row), row, layer, layerWeight(layer, arrival, focus.column)))
    }
  }
  const strong = entries.filter((entry) => entry.weight !== 0 || focus.column !== undefined)
  strong.sort((a, b) => b.weight - a.weight)
  const most = focus.row !== undefined && focus.column !== undefined ? strong.length : ENTRIES
  const lead =
    focus.row !== undefined
      ? `${rowLabel(focus.row)} looks at`
      : `${columnLabel(focus.column!)} is looked at by`
  return { lead, entries: strong.slice(0, most), more: Math.max(0, strong.length - most) }
}

/** Four digits behind the point, as long as they say anything; exact zero is 0. */
export function weightText(weight: number): string {
  if (weight === 0) return '0'
  if (!Number.isFinite(weight)) return String(weight)
  return Math.abs(weight) < 0.00005 ? weight.toExponential(1) : weight.toFixed(4)
}

export function focusSentence(text: FocusText): string {
  if (text.entries.length === 0) return `${text.lead} nothing`
  const list = text.entries.map(({ label, weight }) => `${label} ${weightText(weight)}`).join(', ')
  return `${text.lead} ${list}${text.more > 0 ? `, and ${text.more} more` : ''}`
}
