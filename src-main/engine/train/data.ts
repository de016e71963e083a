/** A person's files → examples for a document. */
import { resolve } from 'node:path'
import type { HeedDocument } from '#shared/document/document'
import { type Data, refusalSummary } from '../../tasks/readers/data'
import { namedFor, withVocabularies } from '../../tasks/readers/fitting'
import { openData } from '../../tasks/readers/open'
import { dataSource, type Source } from '../../tasks/source'
import { fingerprint } from './fingerprint'

/** Which examples are held out is the same for every training on the data. */
const SPLIT_SEED = 1

/** The data under the document's names. @throws FaultError where it cannot be read, or has no place in the document */
export async function dataFor(document: HeedDocument, path: string): Promise<Data> {
  return namedFor(document, await openData(resolve(path), document))
}

/**
 * To learn from, a part is held out. To judge by, all of it counts where the document has learned from other data (`learnedFrom`).
 * @throws FaultError where nothing of it can be learned from
 */
export async function dataLessons(
  document: HeedDocument,
  path: string,
  purpose: 'learn' | 'judge',
): Promise<{ readonly source: Source; readonly notes: readonly string[] }> {
  const data = withVocabularies(await dataFor(document, path), document.vocabularies)
  const refused = refusalSummary(data)
  const unseen = purpose === 'judge' && (await fingerprint(path)) !== document.learnedFrom
  return {
    source: dataSource(data, SPLIT_SEED, unseen ? { validation: 0, heldOut: 1 } : undefined),
    notes: [...(refused === undefined ? [] : [refused]), ...(data.notes ?? [])],
  }
}
