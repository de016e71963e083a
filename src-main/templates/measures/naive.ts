/** What telling a series' next values costs without learning anything. */
import type { HeedDocument } from '#shared/document/document'
import { PERIODS } from '../../tasks/generators/series'
import { heldOutOf } from './heldOut'

const numbersOf = (text: string | undefined) => (text ?? '').split(/\s+/).map(Number)

/**
 * Root mean square errors on held-out series: `persistence` says the last value again; `seasonal` says what came one period ago, with
 * the period of the waves that does best.
 */
export function naiveErrors(
  document: HeedDocument,
  count: number,
): { persistence: number; seasonal: number } {
  const pairs = heldOutOf(document, count).map(({ fields }) => ({
    seen: numbersOf(fields.series),
    next: numbersOf(fields.next),
  }))
  const errorOf = (guess: (seen: readonly number[], ahead: number) => number | undefined) => {
    let squared = 0
    let values = 0
    for (const { seen, next } of pairs)
      next.forEach((truth, ahead) => {
        squared += (truth - (guess(seen, ahead) ?? 0)) ** 2
        values++
      })
    return Math.sqrt(squared / Math.max(1, values))
  }
  return {
    persistence: errorOf((seen) => seen.at(-1)),
    seasonal: Math.min(
      ...PERIODS.map((period) => errorOf((seen, ahead) => seen[seen.length - period + (ahead % period)])),
    ),
  }
}
