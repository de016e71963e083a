/** Tables in CSV: the first line names the columns; one column is to be told from the others. */
import Papa from 'papaparse'
import { fault } from '#shared/base/fault'
import type { Example, Field } from '../task'
import { type Data, expectExamples, type Refused } from './data'

export interface TableOptions {
  /** The column that is to be told: the last one where absent. */
  readonly target?: string | undefined
  /** Columns that it is told from, in order: all others that hold numbers where absent. */
  readonly features?: readonly string[] | undefined
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Fields `row` and `class` (vocabulary `classes`, in the order of the alphabet), or `row` and `number` where every value of the target is
 * a number with decimals or there are more than {@link MOST_CLASSES} different ones.
 * @throws FaultError `bad-file` where nothing can be read, `bad-input` for a column that is not there
 */
export function readTable(text: string, name: string, options: TableOptions = {}): Data {
  const [header, ...rows] = rowsOf(text)
  if (!header)
    throw fault(
      'bad-file',
      `${name}: expected a line with the names of the columns, found none. It is empty.`,
    )
  const names = header.cells.map((cell) => cell.trim())
  const unnamed = names.find((column) => column === '' || isNumber(column))
  if (unnamed !== undefined)
    throw fault(
      'bad-file',
      `${name}: expected the names of the columns on the first line, found “${unnamed}”.`,
    )
  const twice = names.find((column, i) => names.indexOf(column) !== i)
  if (twice !== undefined)
    throw fault('bad-file', `${name}: expected different names for the columns, found “${twice}” twice.`)
  const at = (column: string): number => {
    const found = names.indexOf(column)
    if (found >= 0) return found
    throw fault('bad-input', `${name}: expected a column “${column}”, found ${names.join(', ')}.`)
  }
  const target = at(options.target ?? names.at(-1)!)
  const others = names.flatMap((_, i) => (i === target ? [] : [i]))
  const numeric = others.filter((i) => holdsNumbers(rows, i))
  const features = options.features?.map(at) ?? numeric
  if (features.length === 0)
    throw fault(
      'bad-file',
      `${name}: expected at least one column of numbers beside “${names[target]}”, found none.`,
    )
  const left = others.filter((i) => !features.includes(i)).map((i) => `“${names[i]}”`)
  const classes = isClass(rows, target)

  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  for (const { line, cells } of rows) {
    const answer = (cells[target] ?? '').trim()
    const wrong = features.find((i) => !isNumber(cells[i] ?? ''))
    const reason =
      cells.length !== names.length
        ? `expected ${names.length} columns, found ${cells.length}.`
        : wrong !== undefined
          ? `${names[wrong]}: expected a number, found “${cells[wrong]}”.`
          : answer === '' || (!classes && !isNumber(answer))
            ? `${names[target]}: expected ${classes ? 'a class' : 'a number'}, found “${answer}”.`
            : undefined
    if (reason !== undefined) {
      refused.push({ line, reason })
      continue
    }
    const row = features.map((i) => String(Number(cells[i]))).join(' ')
    lines.push(line)
    examples.push({
      fields: { row, [classes ? 'class' : 'number']: classes ? answer : String(Number(answer)) },
    })
  }
  const label = names[target]!
  const answerField: Field = classes
    ? { role: 'target', sort: 'class', label, vocabulary: 'classes' }
    : { role: 'target', sort: 'number', label, count: 1 }
  const data: Data = {
    examples,
    lines,
    refused,
    notes: left.length > 0 ? [`Columns that are not read: ${left.join(', ')}.`] : [],
    fields: {
      row: { role: 'input', sort: 'table', label: 'Row', columns: features.map((i) => names[i]!) },
      [classes ? 'class' : 'number']: answerField,
    },
    vocabularies: classes
      ? { classes: [...new Set(examples.map(({ fields }) => fields.class!))].sort() }
      : {},
  }
  return expectExamples(data, name, 'rows of a table with commas between the columns')
}

/** Whole numbers are classes up to this many different ones; text always is. */
export const MOST_CLASSES = 20

function isClass(rows: readonly Row[], column: number): boolean {
  const values = new Set(
    rows.map(({ cells }) => (cells[column] ?? '').trim()).filter((value) => value !== ''),
  )
  if (!holdsNumbers(rows, column)) return true
  return values.size <= MOST_CLASSES && [...values].every((value) => /^-?\d+$/.test(value))
}

/** Most of what is there are numbers; a column of text with a number in it is none. */
function holdsNumbers(rows: readonly Row[], column: number): boolean {
  const values = rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell.trim() !== '')
  return values.filter(isNumber).length * 2 > values.length
}

function isNumber(cell: string): boolean {
  return cell.trim() !== '' && Number.isFinite(Math.fround(Number(cell)))
}

/** Rows with the line that each begins on: a quoted cell may hold line ends. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = []
  const whole = text.replace(/^\uFEFF/, '')
  let from = 0
  let line = 1
  Papa.parse<string[]>(whole, {
    step({ data, meta }) {
      if (data.some((cell) => cell.trim() !== '')) rows.push({ line, cells: data })
      for (let at = whole.indexOf('\n', from); at >= 0 && at < meta.cursor; at = whole.indexOf('\n', at + 1))
        line++
      from = meta.cursor
    },
  })
  return rows
}
