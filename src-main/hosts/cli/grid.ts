/** Attention as text: one line a row, a shade a column. */
import type { AssembledAttention } from '#shared/contract/assemble'

/** From nothing to everything; a weight that is not 0 is never blank. */
const SHADES = [' ', '·', '░', '▒', '▓', '█'] as const
const CELL = 2
const WIDEST_LABEL = 20
/** Columns that fit a terminal. */
const MOST_COLUMNS = 60

export function shadeOf(weight: number): string {
  if (!(weight > 0)) return SHADES[0]
  return SHADES[Math.min(SHADES.length - 1, 1 + Math.floor(weight * (SHADES.length - 1)))]!
}

/** A grid for each head, with numbered columns whose names follow below. */
export function attentionText(attention: AssembledAttention, title: string): string {
  const place = attention.coordinates ? ` at ${attention.coordinates.map((step) => step + 1).join('.')}` : ''
  const heads = attention.weights.map((rows, head) => {
    const name = attention.heads > 1 ? `${title}${place}, head ${head + 1}` : `${title}${place}`
    return [name, ...gridLines(attention, rows)].join('\n')
  })
  return [...heads, columnNames(attention.columns)].join('\n')
}

function gridLines(
  { rows: labels, columns }: AssembledAttention,
  rows: readonly (readonly number[])[],
): string[] {
  const width = Math.min(WIDEST_LABEL, Math.max(0, ...labels.map((label) => [...label].length)))
  const shown = Math.min(columns.length, MOST_COLUMNS)
  const numbers = Array.from({ length: shown }, (_, i) => String(i + 1).padStart(CELL)).join(' ')
  return [
    `  ${' '.repeat(width)}  ${numbers}`,
    ...rows.map((weights, row) => {
      const cells = weights.slice(0, shown).map((weight) => shadeOf(weight).repeat(CELL))
      return `  ${fitted(labels[row] ?? '', width)}  ${cells.join(' ')}`.trimEnd()
    }),
  ]
}

function columnNames(columns: readonly string[]): string {
  const names = columns.slice(0, MOST_COLUMNS).map((name, i) => `${i + 1} ${name}`)
  const more = columns.length > MOST_COLUMNS ? ` … and ${columns.length - MOST_COLUMNS} more` : ''
  return `  columns: ${names.join(', ')}${more}`
}

function fitted(label: string, width: number): string {
  const letters = [...label]
  const cut = letters.length > width ? [...letters.slice(0, width - 1), '…'] : letters
  return cut.join('') + ' '.repeat(width - cut.length)
}
