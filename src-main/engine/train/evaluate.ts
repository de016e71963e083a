/** How good a document is on held-out examples of its task. */
import type { Evaluation } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { compileModel } from '../../compile/compile'
import { type Weights, weightsOf } from '../../compile/weights'
import { Judge } from './judge'
import { sharesOfLooks } from './sharesOfLooks'
import { lessonsOf, targetsOf } from './targets'

/** The held-out examples are the same for every training of the task. */
const SEED = 7

/** Metrics are how it answers and, where the task knows where answers come from, the shares of {@link sharesOfLooks}. */
export async function evaluate(
  document: HeedDocument,
  weights: Weights,
  examples: number,
  dataPath?: string,
): Promise<Evaluation> {
  const { source, notes } = await lessonsOf(document, dataPath, 'judge')
  const judge = new Judge(document, source.fields, targetsOf(document, source.fields))
  try {
    const all = weightsOf(compileModel(document), document.seed, weights)
    const unseen = source.heldOut(SEED, examples)
    const { samples: _, metrics, ...evaluation } = await judge.judge(unseen, all)
    const looks = await sharesOfLooks({ document, weights: all, fields: source.fields, examples: unseen })
    return { ...evaluation, metrics: { ...metrics, ...looks }, ...(notes.length > 0 && { notes }) }
  } finally {
    await judge.release()
  }
}
