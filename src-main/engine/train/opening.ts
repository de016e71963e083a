/**
 * The linear start of Sukhbaatar et al., arXiv 1503.08895, section 4.1: without the softmaxes of reading there is less for a network to be stuck in;
 * once the validation loss stops falling they are put in, and the same weights learn on.
 */
import type { TrainingSettings } from '#shared/contract/training'
import type { Opening } from './checkpoint'
import { rateAt } from './schedule'

/** Validations without a lower loss that end it. */
const PATIENCE = 10
/** It ends at the latest when this share of the steps is done: the authors' 20 of 120 epochs. */
const SHARE = 1 / 6
/** Scores are larger than weights: it learns at this part of the rate, as the paper does. */
const RATE = 0.5

export function openingOf({ start }: TrainingSettings): Opening {
  return { linear: start === 'linear', since: 0, least: Number.POSITIVE_INFINITY, fruitless: 0 }
}

/** After a validation without softmaxes at `step`. */
export function afterValidation(opening: Opening, loss: number, step: number, steps: number): Opening {
  const fell = loss < opening.least
  const fruitless = fell ? 0 : opening.fruitless + 1
  const over = fruitless >= PATIENCE || step >= steps * SHARE || !Number.isFinite(loss)
  return over
    ? { ...opening, linear: false, since: step }
    : { ...opening, least: fell ? loss : opening.least, fruitless }
}

/** The schedule begins when the softmaxes are in. @param step from 1 */
export function rateFor(settings: TrainingSettings, { linear, since }: Opening, step: number): number {
  if (linear) return settings.rate * RATE
  return rateAt({ ...settings, steps: settings.steps - since }, step - since)
}
