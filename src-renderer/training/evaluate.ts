/** Testing the document's weights on many examples that it never learned from. */
import { toFault } from '#shared/base/fault'
import type { Page } from '../commands/page'
import { notifyFault } from '../stores/session'
import { dataOf } from './data'
import { whyNotTrained } from './training'

export const TEST_EXAMPLES = 2000

/** Tests that are kept to be compared. */
const MOST = 8

/** @param data what to judge by, in place of what the document learns from */
export async function testDocument(page: Page, data = dataOf(page)?.data): Promise<void> {
  const { store } = page.training
  if (store.getState().testing || whyNotTrained(page) !== undefined) return
  const { document, weights } = page.documents.getState()
  store.setState({ testing: true })
  try {
    const evaluation = await page.link.ask('document.evaluate', {
      document,
      weights,
      examples: TEST_EXAMPLES,
      data,
    })
    const number = (store.getState().tests.at(-1)?.number ?? 0) + 1
    const { trainings } = store.getState()
    const from = trainings.findLast(({ after }) => after === weights && weights !== '')
    const test = {
      number,
      title: data ? `${document.title} on ${data.name}` : document.title,
      training: from?.number,
      weights,
      evaluation,
    }
    store.setState(({ tests }) => ({ tests: [...tests.slice(-MOST + 1), test] }))
  } catch (error) {
    notifyFault(page.session, toFault(error))
  } finally {
    store.setState({ testing: false })
  }
}
