/** How good a document is on held-out examples of its task. */
import type { Evaluation } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { compileModel } from '../../compile/compile'
import { type Weights, weightsOf } from '../../compile/weights'
import { Judge } from './judge'
import { lessonsOf, targetsOf } from './targets'

/** The held-out examples are the same for every training of the task. */
const SEED = 7

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
    const { samples: _, ...evaluation } = await judge.judge(source.heldOut(SEED, examples), all)
    return { ...evaluation, ...(notes.length > 0 && { notes }) }
  } finally {
    await judge.release()
  }
}
