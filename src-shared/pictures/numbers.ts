/** Numbers of views as files for other programs: CSV, JSON, NPY. What is written is what is shown. */
import type { SiteInfo } from '../contract/slice'
import type { Attribution } from '../contract/states'
import { type Layer, layerWeight } from './model/heads'
import type { Heat } from './model/heat'
import { type AttentionMatrix, arrivalOf, weightOf } from './model/history'

export interface ShownWeights {
  readonly site: SiteInfo
  readonly matrix: AttentionMatrix
  /** Steps that are shown. */
  readonly shown: number
  /** What was done to the weights before they were written, in sentences; empty where they are as the model has them. */
  readonly done: readonly string[]
}

/** Rows × columns of one layer (a head, or several joined), with labels; a row that has not come is left out. */
export function csvOf({ matrix, shown, done }: ShownWeights, layer: Layer): string {
  const lines = done.map((sentence) => `# ${sentence}`)
  lines.push(['', ...matrix.columnLabels].map(quoted).join(','))
  matrix.rowLabels.forEach((label, row) => {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) return
    const weights = matrix.columnLabels.map((_, column) => String(layerWeight(layer, arrival, column)))
    lines.push([quoted(label), ...weights].join(','))
  })
  return `${lines.join('\r\n')}\r\n`
}

/** Steps × units of hidden states, with the names of the steps. */
export function heatCsv({ steps, units, labels, values }: Heat): string {
  const head = ['', ...Array.from({ length: units }, (_, unit) => `unit ${unit + 1}`)].join(',')
  const lines = Array.from({ length: steps }, (_, step) =>
    [quoted(labels[step] ?? ''), ...values.subarray(step * units, (step + 1) * units)].join(','),
  )
  return `${[head, ...lines].join('\r\n')}\r\n`
}

/** NumPy's format 1.0: little-endian float32, [steps, units]. */
export function heatNpy({ steps, units, values }: Heat): Uint8Array {
  return npyFile(`${steps}, ${units}`, values)
}

/** What each input did: a line for each position of each field; pixels are named by row and column. */
export function attributionCsv({ fields }: Attribution): string {
  const lines = fields.flatMap(({ title, labels, grid, given, values }) =>
    Array.from(values, (value, i) => {
      const place =
        grid === undefined
          ? (labels[i] ?? String(i + 1))
          : `${Math.floor(i / grid[1]) + 1},${(i % grid[1]) + 1}`
      return [quoted(title), quoted(place), given === undefined ? '' : String(given[i]), String(value)].join(
        ',',
      )
    }),
  )
  return `${['field,position,given,gradient × input', ...lines].join('\r\n')}\r\n`
}

/** RFC 4180; a label that a spreadsheet would take for a formula is kept a text by quotes alone. */
function quoted(text: string): string {
  return /[",\r\n]|^[\s#]|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** All heads: `{ site, title, rowAxis, columnAxis, heads, rows, columns, weights: [head][row][column], done }`. */
export function jsonOf(shown: ShownWeights): string {
  const { site, matrix, done } = shown
  const { heads, rows, weights, width } = gathered(shown)
  const file = {
    site: site.id,
    node: site.node,
    title: site.title,
    rowAxis: site.rowAxis,
    columnAxis: site.columnAxis,
    heads,
    rows: rows.map((row) => matrix.rowLabels[row]),
    columns: matrix.columnLabels,
    ...(matrix.coordinates.length > 0 && { coordinates: matrix.coordinates }),
    done,
    weights: Array.from({ length: heads }, (_, head) =>
      rows.map((_, row) => {
        const from = (head * rows.length + row) * width
        return Array.from(weights.subarray(from, from + width))
      }),
    ),
  }
  return `${JSON.stringify(file)}\n`
}

/** NumPy's format 1.0: little-endian float32, [heads, rows, columns]. */
export function npyOf(shown: ShownWeights): Uint8Array {
  const { heads, rows, width, weights } = gathered(shown)
  return npyFile(`${heads}, ${rows.length}, ${width}`, weights)
}

function npyFile(shape: string, weights: Float32Array): Uint8Array {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`
  // Data begin at a multiple of 64 bytes; the header ends with a line feed.
  const padded = `${dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11)}\n`
  const bytes = new Uint8Array(10 + padded.length + 4 * weights.length)
  bytes.set([0x93, ...letters('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8])
  bytes.set(letters(padded), 10)
  const view = new DataView(bytes.buffer)
  weights.forEach((weight, i) => {
    view.setFloat32(10 + padded.length + 4 * i, weight, true)
  })
  return bytes
}

function letters(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}

/** [heads, rows, columns] of the rows that have come; a column that a row did not have is 0. */
function gathered({ matrix, shown }: ShownWeights) {
  const { heads } = matrix
  const width = matrix.columnLabels.length
  const rows = matrix.rowLabels.flatMap((_, row) => (arrivalOf(matrix, row, shown) === undefined ? [] : row))
  const weights = new Float32Array(heads * rows.length * width)
  rows.forEach((row, at) => {
    const arrival = arrivalOf(matrix, row, shown)!
    for (let head = 0; head < heads; head++)
      for (let column = 0; column < width; column++)
        weights[(head * rows.length + at) * width + column] = weightOf(arrival, head, column)
  })
  return { heads, rows, width, weights }
}
