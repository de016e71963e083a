/**
 * The shape of one line of attention. A line leaves its column and reaches its row straight on, and bends between them: a cubic whose
 * inner points lie half-way along. Written in `along` (from the columns' side to the rows' side) and `across`, so that it is one shape
 * whether words stand in lines above each other or in lists beside each other.
 */
export interface Ends {
  /** At the column. */
  readonly along0: number
  readonly across0: number
  /** At the row. */
  readonly along1: number
  readonly across1: number
}

/** Part of the way along at `t`; rises from 0 to 1. */
export function alongAt(t: number): number {
  return t * (1.5 + t * (t - 1.5))
}

/** Part of the way across at `t`. */
export function acrossAt(t: number): number {
  return t * t * (3 - 2 * t)
}

/** The `t` at which a line has come this part of the way along, by bisection to 1e-4. */
export function timeAlong(part: number): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 14; i++) {
    const middle = (low + high) / 2
    if (alongAt(middle) < part) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** px */
export const THINNEST = 0.5
export const THICKEST = 10

/** Thickness in px; 0 for no weight, since zero is invisible, not thin. */
export function thickness(weight: number): number {
  if (!(weight > 0)) return 0
  return THINNEST + (THICKEST - THINNEST) * Math.min(1, weight)
}

/** Lines from which on weak ones step back. */
const CROWD = 1500

/**
 * 0 … 1: little weight is quiet, but where only one line is, it can be seen. Among many lines the weak ones are quieter still, so that
 * they do not add up to a wall; a weight of 1 is the same in any crowd.
 */
export function opacity(weight: number, lines = 1): number {
  if (!(weight > 0)) return 0
  const strength = Math.min(1, weight)
  const crowd = Math.max(1, lines / CROWD)
  return (0.1 + 0.88 * strength ** 0.6) * crowd ** (-0.6 * (1 - strength))
}

export type Cubic = readonly [number, number, number, number]

/** The first part of a cubic, up to `t` (de Casteljau). */
export function split([a, b, c, d]: Cubic, t: number): Cubic {
  if (t >= 1) return [a, b, c, d]
  const mix = (p: number, q: number) => p + (q - p) * t
  const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)]
  const [abc, bcd] = [mix(ab, bc), mix(bc, cd)]
  return [a, ab, abc, mix(abc, bcd)]
}
