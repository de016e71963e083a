/** Blocks that repeat in a sequence of operators: how a model without names is cut into layers. */

/** Operators of a block at the least: shorter ones are chance. */
const SHORTEST = 4
const LONGEST = 1500
/** Work that is done at the most, in comparisons: longer sequences are looked at with shorter periods. */
const BUDGET = 60_000_000

export interface Repeats {
  readonly first: number
  readonly period: number
  readonly count: number
}

/** The repetition that covers the most of the sequence; undefined where nothing worth a name repeats. */
export function findRepeats(operators: readonly string[]): Repeats | undefined {
  const codes = numbered(operators)
  const { length } = codes
  const longest = Math.min(LONGEST, Math.floor(length / 2), Math.floor(BUDGET / Math.max(1, length)))
  let best: Repeats | undefined
  let covered = 0
  for (let period = SHORTEST; period <= longest; period++) {
    let run = 0
    for (let at = 0; at <= length - period; at++) {
      if (at < length - period && codes[at] === codes[at + period]) {
        run++
        continue
      }
      const count = Math.floor(run / period) + 1
      // A period twice as long covers no more: the shortest one is found first, and kept.
      if (count >= 2 && count * period > covered && varied(codes, at - run, period)) {
        covered = count * period
        best = { first: at - run, period, count }
      }
      run = 0
    }
  }
  return best
}

/** A row of one operator is no block. */
function varied(codes: Int32Array, first: number, period: number): boolean {
  for (let at = first + 1; at < first + period; at++) if (codes[at] !== codes[first]) return true
  return false
}

function numbered(operators: readonly string[]): Int32Array {
  const known = new Map<string, number>()
  return Int32Array.from(operators, (operator) => {
    const code = known.get(operator) ?? known.size
    known.set(operator, code)
    return code
  })
}
