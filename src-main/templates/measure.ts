/** How good trained weights are, on examples that they never learned from. */
import { need } from '#shared/base/assert'
import type { Evaluation } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import type { Weights } from '../compile/weights'
import { evaluate } from '../engine/train/evaluate'
import { accuracyOnLonger } from './measures/longer'
import { naiveErrors } from './measures/naive'
import { accuracyOverSplits } from './measures/splits'

/** Held-out examples that templates are measured on. */
export const EXAMPLES = 2000

export interface Measured {
  readonly measures: Readonly<Record<string, number>>
  readonly examples: number
  readonly byLength: Evaluation['byLength']
}

/**
 * `accuracy`, or `error` (root mean square) with `persistence`, `seasonal` and `share`, its share of the better of these two; `support`
 * where the task knows which elements decide, and `support 1`, `support 2` … of each hop; `alignment` where it
 * knows what each word is about.
 */
export async function measure(document: HeedDocument, weights: Weights): Promise<Measured> {
  const { metrics, byLength, examples } = await evaluate(document, weights, EXAMPLES)
  const measures: Record<string, number> = {
    ...metrics,
    ...(await accuracyOverSplits(document, EXAMPLES)),
    ...(await accuracyOnLonger(document, weights, EXAMPLES)),
  }
  if (document.task?.id === 'series') {
    const naive = naiveErrors(document, EXAMPLES)
    const error = need(metrics.error, 'the error of numbers')
    Object.assign(measures, naive, { share: error / Math.min(naive.persistence, naive.seasonal) })
  }
  return { measures: rounded(measures), examples, byLength }
}

export function rounded(measures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, Number(value.toFixed(4))]))
}
