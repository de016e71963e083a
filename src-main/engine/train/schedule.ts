/** The learning rate at each step. */
import type { TrainingSettings } from '#shared/contract/training'

/** Share of the steps that a warm-up takes. */
const WARM_UP = 0.1
/** A stepped schedule halves the rate so often, where nobody says when. */
const HALVINGS = 4

/** @param step from 1 */
export function rateAt(
  { schedule, rate, steps, halve }: Pick<TrainingSettings, 'schedule' | 'rate' | 'steps' | 'halve'>,
  step: number,
): number {
  const done = Math.min(1, (step - 1) / Math.max(1, steps))
  switch (schedule) {
    case 'constant':
      return rate
    case 'step':
      return rate * 0.5 ** Math.floor(halve > 0 ? (step - 1) / halve : done * (HALVINGS + 1))
    case 'cosine':
      return rate * 0.5 * (1 + Math.cos(Math.PI * done))
    case 'warm-up': {
      const warm = Math.max(1, Math.round(WARM_UP * steps))
      if (step <= warm) return (rate * step) / warm
      const rest = (step - warm) / Math.max(1, steps - warm)
      return rate * 0.5 * (1 + Math.cos(Math.PI * rest))
    }
  }
}
