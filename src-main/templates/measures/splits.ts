/** A small table holds too few examples to judge by one split: the document learns anew for several. */
import type { HeedDocument } from '#shared/document/document'
import { evaluate } from '../../engine/train/evaluate'
import { taskOf } from '../../tasks/registry'
import { learn } from '../learn'

const SPLITS = 20

/** The mean over what each split keeps from training; nothing where the task makes examples without end. */
export async function accuracyOverSplits(
  document: HeedDocument,
  most: number,
): Promise<Record<string, number>> {
  const { task } = document
  if (!task || !taskOf(task.id).every) return {}
  let right = 0
  let examples = 0
  for (let split = 1; split <= SPLITS; split++) {
    const other = { ...document, task: { ...task, params: { ...task.params, split } } }
    const { weights } = await learn(other)
    const found = await evaluate(other, weights, most)
    right += (found.metrics.accuracy ?? 0) * found.examples
    examples += found.examples
  }
  return { 'accuracy over splits': right / examples, splits: SPLITS, 'examples over splits': examples }
}
