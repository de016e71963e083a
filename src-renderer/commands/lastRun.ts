/** What was run last: for whatever is asked about a run when somebody looks, when the document may have changed. */
import type { Ask } from '#shared/contract/contract'
import type { Page } from './page'

export type LastRun = Omit<Ask<'run.start'>, 'states'>

/** Calls when another run begins, with what it runs; undefined where it is no run of the document. Gives the function that stops it. */
export function followRuns(
  page: Pick<Page, 'runs' | 'documents' | 'session'>,
  began: (ran: LastRun | undefined) => void,
): () => void {
  let known: string | undefined
  return page.runs.subscribe(({ run, state, inputs }) => {
    if (run === known) return
    known = run
    if (run === undefined || state !== 'running' || inputs === undefined) return began(undefined)
    const { document, weights } = page.documents.getState()
    const words = page.session.getState().forceWords.trim()
    began({ run, document, weights, inputs, ...(words !== '' && { forceWords: words }) })
  })
}
