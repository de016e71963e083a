/** The lines of one picture: the cells that are kept, weakest first, so that the strongest is drawn last. */
import { type Layer, layerWeight } from './heads'
import { type AttentionMatrix, arrivalOf, type RowArrival } from './history'
import { keptCells } from './mass'

/** Lines as parallel arrays, by rising weight. */
export interface Lines {
  readonly count: number
  /** Index into the layers that were asked for. */
  readonly layer: Uint8Array
  readonly row: Uint32Array
  readonly column: Uint32Array
  readonly weight: Float32Array
  /** Cells that were kept in all; more than `count` where only the strongest are drawn. */
  readonly kept: number
}

interface RowLines {
  readonly column: readonly number[]
  readonly weight: readonly number[]
}

/** Lines beyond which only the strongest are drawn. */
export const LINE_LIMIT = 60_000

const LEVELS = 4096

/**
 * Makes lines, and remembers what it kept of each row, so that one more row costs one row. `layers` and `mass` are fixed: another
 * choice takes another maker.
 */
export function lineMaker(layers: readonly Layer[], mass: number, limit = LINE_LIMIT) {
  const remembered = new Map<RowArrival, readonly RowLines[]>()
  function rowLines(arrival: RowArrival): readonly RowLines[] {
    let lines = remembered.get(arrival)
    if (lines === undefined) {
      lines = layers.map((layer) => {
        const weights = new Float64Array(arrival.slice.columns)
        for (let c = 0; c < weights.length; c++) weights[c] = layerWeight(layer, arrival, c)
        const column = keptCells(weights, mass)
        return { column, weight: column.map((c) => weights[c]!) }
      })
      remembered.set(arrival, lines)
    }
    return lines
  }
  /** Lines of the rows that came within the first `shown` steps. */
  return (matrix: AttentionMatrix, shown: number): Lines => {
    const rows: { readonly row: number; readonly lines: readonly RowLines[] }[] = []
    let kept = 0
    for (let row = 0; row < matrix.arrivals.length; row++) {
      const arrival = arrivalOf(matrix, row, shown)
      if (arrival === undefined) continue
      const lines = rowLines(arrival)
      for (const { column } of lines) kept += column.length
      rows.push({ row, lines })
    }
    const all = { layer: new Uint8Array(kept), row: new Uint32Array(kept), column: new Uint32Array(kept) }
    const weight = new Float32Array(kept)
    let i = 0
    for (const { row, lines } of rows) {
      lines.forEach((line, layer) => {
        for (let k = 0; k < line.column.length; k++, i++) {
          all.layer[i] = layer
          all.row[i] = row
          all.column[i] = line.column[k]!
          weight[i] = line.weight[k]!
        }
      })
    }
    const order = byWeight(weight)
    const count = Math.min(kept, limit)
    const first = kept - count
    const lines = {
      layer: new Uint8Array(count),
      row: new Uint32Array(count),
      column: new Uint32Array(count),
      weight: new Float32Array(count),
    }
    for (let to = 0; to < count; to++) {
      const from = order[first + to]!
      lines.layer[to] = all.layer[from]!
      lines.row[to] = all.row[from]!
      lines.column[to] = all.column[from]!
      lines.weight[to] = weight[from]!
    }
    return { count, kept, ...lines }
  }
}

export type LineMaker = ReturnType<typeof lineMaker>

/** Indices by rising weight, in linear time: equal to within 1/4096 of the largest keep their order. */
function byWeight(weight: Float32Array): Uint32Array {
  let largest = 0
  for (const w of weight) if (w > largest) largest = w
  const scale = largest > 0 ? (LEVELS - 1) / largest : 0
  const ends = new Uint32Array(LEVELS + 1)
  for (const w of weight) ends[Math.floor(w * scale) + 1]!++
  for (let level = 0; level < LEVELS; level++) ends[level + 1]! += ends[level]!
  const order = new Uint32Array(weight.length)
  for (let i = 0; i < weight.length; i++) order[ends[Math.floor(weight[i]! * scale)]!++] = i
  return order
}
