/** The tidy layout, as one undo step; ELK works in a worker meanwhile. */
import { toFault } from '#shared/base/fault'
import { isEmpty } from '#shared/document/diff'
import { type LayOut, tidied } from '../canvas/tidyLevels'
import { change } from '../stores/document'
import { announce, notify } from '../stores/session'
import type { Page } from './page'
import { CARD } from './places'

let inWorker: LayOut | undefined

/** ELK is large, and is fetched when it is first asked for. */
async function workerLayOut(): Promise<LayOut> {
  if (inWorker === undefined) {
    const { createLayouter } = await import('../model/graph/elk')
    const layouter = createLayouter()
    inWorker = (graph) => layouter.layout(graph)
  }
  return inWorker
}

/** Lays out the selected nodes, or all where fewer than two are selected. */
export async function tidy(page: Page, layOut?: LayOut): Promise<void> {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  const loops = [...selectedNodes].some((id) => document.nodes[id]?.size !== undefined)
  const ids = selectedNodes.size > 1 || loops ? selectedNodes : new Set<string>()
  const sizeOf = (id: string) => page.view.sizeOf(id) ?? CARD
  try {
    const diff = await tidied(document, ids, sizeOf, layOut ?? (await workerLayOut()))
    // Whoever goes on meanwhile keeps what they did.
    if (page.documents.getState().document !== document) {
      announce(page.session, 'The layout was not changed: the document was, meanwhile.')
      return
    }
    if (isEmpty(diff)) {
      announce(page.session, 'The layout is tidy already.')
      return
    }
    page.view.glide(ids.size === 0)
    change(page.documents, ids.size === 0 ? 'tidy the layout' : `tidy ${ids.size} nodes`, diff)
    announce(page.session, 'The layout is tidy.')
  } catch (error) {
    notify(page.session, 'fault', 'The layout could not be made.', toFault(error).message)
  }
}
