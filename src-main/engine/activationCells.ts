/** Values of any size → a picture of few cells. A cell is the number furthest from 0 of those that it stands for. */
import { type Activation, MOST_COLUMNS, MOST_ROWS, MOST_WORDS } from '#shared/contract/activations'
import { sizeOf } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'
import { flat, placesOf } from './activationPlaces'

/** What an output gave at one step of the loops around it; the batch is left out. */
export interface Item {
  readonly steps: readonly number[]
  readonly dims: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

export type Cells = Omit<Activation, 'node' | 'port' | 'inside' | 'axes' | 'words'> & {
  /** The whole shape: loops, then the value's own axes. */
  readonly sizes: readonly number[]
  /** The first numbers, in their order. */
  readonly first: readonly number[]
}

/**
 * @param items at least one; where they differ in size (a History grows) what is missing is not there
 * @param axes of the loops, outermost first, then of the value
 * @param namesOf names of the first positions of an axis; `''` is padding
 */
export function cellsOf(
  items: readonly Item[],
  axes: readonly Axis[],
  namesOf: (axis: Axis, count: number) => readonly string[],
): Cells {
  const sizes = sizesOf(items)
  const columns = sizes.at(-1) ?? 1
  const outer = sizes.slice(0, -1)
  const rows = sizeOf(outer)
  const places = placesOf(sizes, axes, namesOf)
  const rowBins = binsOfRows(outer)
  const columnBins = bins(columns, MOST_COLUMNS)
  const width = columnBins.count
  const cells = new Float32Array(rowBins.count * width)
  const there = new Uint8Array(cells.length)
  const first: number[] = []
  const found = { count: 0, notFinite: 0, least: Infinity, greatest: -Infinity, mean: 0, squares: 0 }
  for (const item of items) {
    const { data } = item
    eachRow(item, outer, (row, from, run, firstColumn) => {
      for (let i = 0; i < run; i++) {
        const column = firstColumn + i
        if (!places.isThere(row, column)) continue
        const value = Number(data[from + i])
        found.count++
        if (first.length < MOST_WORDS) first.push(value)
        const at = rowBins.of(row) * width + columnBins.of(column)
        if (there[at] === 0 || further(value, cells[at]!)) cells[at] = value
        there[at] = 1
        if (!Number.isFinite(value)) {
          found.notFinite++
          continue
        }
        found.least = Math.min(found.least, value)
        found.greatest = Math.max(found.greatest, value)
        // Welford 1962: exact also where the mean is large.
        const off = value - found.mean
        found.mean += off / (found.count - found.notFinite)
        found.squares += off * (value - found.mean)
      }
    })
  }
  const finite = found.count - found.notFinite
  return {
    sizes,
    first,
    rows: rowBins.count,
    columns: width,
    cells,
    ...(there.includes(0) && { there }),
    covers: [rowBins.each, columnBins.each],
    rowLabels: rowBins.name(rows, places.rowName),
    columnLabels: columnBins.name(columns, places.columnName),
    count: found.count,
    notFinite: found.notFinite,
    least: finite === 0 ? 0 : found.least,
    greatest: finite === 0 ? 0 : found.greatest,
    mean: found.mean,
    deviation: finite === 0 ? 0 : Math.sqrt(found.squares / finite),
  }
}

/** What is no number is shown before all that are. */
function further(value: number, than: number): boolean {
  if (Number.isNaN(than)) return false
  return Number.isNaN(value) || Math.abs(value) > Math.abs(than)
}

function sizesOf(items: readonly Item[]): number[] {
  const longest: number[] = []
  for (const { steps, dims } of items)
    for (const [i, size] of [...steps.map((step) => step + 1), ...dims].entries())
      longest[i] = Math.max(longest[i] ?? 0, size)
  return longest
}

/** Calls for each run of numbers that lie in one row: its row, where it lies in the data, how long it is, and its first column. */
function eachRow(
  { steps, dims }: Item,
  outer: readonly number[],
  call: (row: number, from: number, run: number, firstColumn: number) => void,
): void {
  // One number a step: the innermost step is the column.
  if (dims.length === 0) {
    call(flat(steps.slice(0, -1), outer), 0, 1, steps.at(-1) ?? 0)
    return
  }
  const run = dims.at(-1)!
  const own = dims.slice(0, -1)
  const coordinates = own.map(() => 0)
  for (let k = 0; k < sizeOf(own); k++) {
    call(flat([...steps, ...coordinates], outer), k * run, run, 0)
    for (let i = own.length - 1; i >= 0; i--) {
      coordinates[i]!++
      if (coordinates[i]! < own[i]!) break
      coordinates[i] = 0
    }
  }
}

/** Places that follow one another, put together. */
interface Bins {
  readonly count: number
  /** Places in one. */
  readonly each: number
  readonly of: (place: number) => number
  readonly name: (places: number, nameOf: (place: number) => string) => string[]
}

function bins(size: number, most: number): Bins {
  const each = Math.max(1, Math.ceil(size / most))
  return makeBins(Math.ceil(size / each), each, (place) => Math.floor(place / each))
}

/** Rows of one matrix are put together before those of two are. */
function binsOfRows(outer: readonly number[]): Bins {
  const rows = sizeOf(outer)
  const inner = outer.at(-1) ?? 1
  const blocks = inner === 0 ? 0 : rows / inner
  const most = Math.floor(MOST_ROWS / blocks)
  if (rows <= MOST_ROWS || blocks === 1 || most < 1) return bins(rows, MOST_ROWS)
  const { count, each, of } = bins(inner, most)
  return makeBins(blocks * count, each, (row) => Math.floor(row / inner) * count + of(row % inner))
}

function makeBins(count: number, each: number, of: Bins['of']): Bins {
  return { count, each, of, name: (places, nameOf) => binNames(places, count, of, nameOf) }
}

/** "a", or "a … d" where it stands for several. */
function binNames(
  places: number,
  count: number,
  of: (place: number) => number,
  nameOf: (place: number) => string,
): string[] {
  const names: string[] = Array(count).fill('')
  let first = 0
  for (let place = 0; place < places; place++) {
    if (place + 1 < places && of(place + 1) === of(place)) continue
    const [from, to] = [nameOf(first), nameOf(place)]
    names[of(place)] = first === place || to === '' ? from : `${from} … ${to}`
    first = place + 1
  }
  return names
}
