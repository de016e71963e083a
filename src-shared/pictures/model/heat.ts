/** Frames of hidden states → one picture: steps × units. */
import type { StateFrame } from '#shared/contract/states'

export interface Heat {
  readonly steps: number
  readonly units: number
  readonly labels: readonly string[]
  /** steps × units, row-major. */
  readonly values: Float32Array
  /** The largest size of any number: the end of the scale. */
  readonly peak: number
}

/** A pass of the loops around the series: `''`, `0`, `0.2`. */
export function passOf({ coordinates }: StateFrame): string {
  return coordinates.join('.')
}

export function passesOf(frames: readonly StateFrame[]): string[] {
  return [...new Set(frames.map(passOf))]
}

/** All steps of a pass that have come so far; undefined before the first one. */
export function heatOf(frames: readonly StateFrame[], pass: string): Heat | undefined {
  const own = frames.filter((frame) => passOf(frame) === pass)
  const units = own[0]?.columns
  if (units === undefined) return undefined
  const steps = own.reduce((most, { firstRow, rows }) => Math.max(most, firstRow + rows), 0)
  const values = new Float32Array(steps * units)
  const labels = Array.from({ length: steps }, (_, i) => String(i + 1))
  for (const frame of own) {
    values.set(frame.values, frame.firstRow * units)
    frame.rowLabels.forEach((label, i) => {
      labels[frame.firstRow + i] = label
    })
  }
  let peak = 0
  for (const value of values) if (Math.abs(value) > peak) peak = Math.abs(value)
  return { steps, units, labels, values, peak }
}

export const ORDERS = ['given', 'peak', 'activity'] as const
export type Order = (typeof ORDERS)[number]

/** Units from top to bottom, part by part: as they are, by the step at which they are strongest, or the most active first. */
export function unitOrder({ steps, units, values }: Heat, order: Order, parts = 1): number[] {
  const all = Array.from({ length: units }, (_, i) => i)
  if (order === 'given') return all
  const rank = all.map((unit) => {
    let [strongest, at, sum] = [-1, 0, 0]
    for (let step = 0; step < steps; step++) {
      const size = Math.abs(values[step * units + unit]!)
      sum += size
      if (size > strongest) [strongest, at] = [size, step]
    }
    return order === 'peak' ? at : -sum
  })
  const each = units / parts
  return all.sort((a, b) => Math.floor(a / each) - Math.floor(b / each) || rank[a]! - rank[b]! || a - b)
}
