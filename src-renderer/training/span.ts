import type { TrainingSettings } from '#shared/contract/training'
import { stepsOf } from './store'

/** Steps that a chart of a training shows while it goes on: all of them, or so many that what came so far is seen. */
export function spanOf(step: number, settings: TrainingSettings): number {
  const { every } = settings
  const steps = stepsOf(settings)
  let span = Math.max(50, 4 * every)
  while (span < steps && step > 0.85 * span) span *= 2
  return Math.min(steps, span)
}
