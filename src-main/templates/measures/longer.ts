/** Whether what was learned from short sequences holds for longer ones. */
import type { HeedDocument } from '#shared/document/document'
import type { Weights } from '../../compile/weights'
import { evaluate } from '../../engine/train/evaluate'

/** Twice the longest that is trained on. */
const LENGTH = 20

/** `accuracy at 20`: whole answers to sequences of 20. Nothing where the task’s sequences have no length to choose. */
export async function accuracyOnLonger(
  document: HeedDocument,
  weights: Weights,
  count: number,
): Promise<Record<string, number>> {
  const { task } = document
  if (task?.params.longest === undefined) return {}
  const params = { ...task.params, shortest: LENGTH, longest: LENGTH }
  const { metrics } = await evaluate({ ...document, task: { ...task, params } }, weights, count)
  return { [`accuracy at ${LENGTH}`]: metrics.accuracy ?? 0 }
}
