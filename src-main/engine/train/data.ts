/** A person's files → examples for a document. */
import { resolve } from 'node:path'
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { type Data, refusalSummary } from '../../tasks/readers/data'
import { namedFor, withVocabularies } from '../../tasks/readers/fitting'
import { openData } from '../../tasks/readers/open'
import { SHARES, type Shares } from '../../tasks/readers/split'
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
  const shares = sharesOf(document)
  if (purpose === 'judge' && !unseen && shares.heldOut === 0)
    throw fault(
      'bad-input',
      'The network has learned from all of this data; nothing of it was held out to judge by. Give data that it has not seen.',
    )
  return {
    source: dataSource(data, SPLIT_SEED, unseen ? { validation: 0, heldOut: 1 } : shares),
    notes: [...(refused === undefined ? [] : [refused]), ...(data.notes ?? [])],
  }
}

/** Shares of a person's examples that are kept from training, as the document says; a tenth each where it does not. */
function sharesOf({ split }: HeedDocument): Shares {
  const given: Readonly<Record<string, unknown>> =
    typeof split === 'object' && split !== null ? { ...split } : {}
  const share = (name: keyof Shares) => {
    const value = given[name]
    return typeof value === 'number' && value >= 0 && value < 0.5 ? value : SHARES[name]
  }
  return { validation: share('validation'), heldOut: share('heldOut') }
}
