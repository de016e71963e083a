/** Composite nodes open into what is inside of them, and close again; what they have learned goes along. */

import { toFault } from '#shared/base/fault'
import { apply } from '#shared/document/diff'
import { closeNode, compositeOf } from '#shared/document/insideClose'
import { type Opened, openNode } from '#shared/document/insideOpen'
import { titleOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { change, setWeights } from '../stores/document'
import { announce, notify, notifyFault, select } from '../stores/session'
import { nameOf } from './editing'
import type { Page } from './page'

/** The one selected node, where there is one. */
function chosen(page: Page): string | undefined {
  const { selectedNodes } = page.session.getState()
  const [id] = selectedNodes
  return selectedNodes.size === 1 ? id : undefined
}

export function mayOpen(page: Page): boolean {
  const id = chosen(page)
  const node = id === undefined ? undefined : page.documents.getState().document.nodes[id]
  return node !== undefined && kinds.get(node.kind)?.inside !== undefined
}

export function mayClose(page: Page): boolean {
  const { document } = page.documents.getState()
  return [...page.session.getState().selectedNodes].some((id) => compositeOf(document, id) !== undefined)
}

/** Replaces the selected node by its wiring; says so when nothing can be shown. */
export async function showInside(page: Page): Promise<void> {
  const id = chosen(page)
  if (id === undefined) return
  const { document } = page.documents.getState()
  const opened = openNode(document, id)
  const title = nameOf(document, id)
  if (!opened.ok) {
    notify(page.session, 'hint', `${title}: ${opened.error}`)
    return
  }
  await swap(page, opened.value, id, 'open', `show what is inside ${title}`)
  select(page.session, Object.values(opened.value.ids))
  announce(page.session, `${title} opened into ${Object.keys(opened.value.ids).length} nodes`)
  page.view.fit(Object.values(opened.value.ids))
}

/** Puts the composite of the selected part back; says what was changed where it cannot. */
export async function closeInside(page: Page): Promise<void> {
  const { document } = page.documents.getState()
  const part = [...page.session.getState().selectedNodes].find(
    (id) => compositeOf(document, id) !== undefined,
  )
  const composite = part === undefined ? undefined : compositeOf(document, part)
  if (part === undefined || composite === undefined) return
  const closed = closeNode(document, part)
  if (!closed.ok) {
    notify(page.session, 'hint', closed.error)
    return
  }
  await swap(page, closed.value, composite.id, 'close', `close ${titleOf(composite)}`)
  select(page.session, [composite.id])
  announce(page.session, `${titleOf(composite)} is one node again`)
}

async function swap(
  page: Page,
  { diff, ids }: Opened,
  node: string,
  way: 'open' | 'close',
  step: string,
): Promise<void> {
  const { document: before, weights } = page.documents.getState()
  const after = apply(before, diff)
  const [closed, opened] = way === 'open' ? [before, after] : [after, before]
  change(page.documents, step, diff)
  try {
    const carried = await page.link.ask('weights.carry', { weights, closed, opened, node, ids, way })
    if (page.documents.getState().weights === weights) setWeights(page.documents, carried.weights)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}
