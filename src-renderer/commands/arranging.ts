/** What is done with several nodes at once: loops around them, lining them up, spacing them evenly. */
import { apply, type Diff, join } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import { growAround, move } from '#shared/document/edits'
import {
  type Alignment,
  type Axis,
  aligned,
  distributed,
  type PlacedBox,
} from '#shared/document/editsArrange'
import { putInLoop, takeLoopAway } from '#shared/document/editsLoop'
import { absolutePosition, ancestors, type Point, relativeTo } from '#shared/document/editsPlaces'
import { kindOf, kinds } from '#shared/kinds/registry'
import { change } from '../stores/document'
import { announce, notify, select } from '../stores/session'
import { nameOf, putNodesInto } from './editing'
import type { Page } from './page'
import { CARD } from './places'

/** The selected nodes that do not lie in another selected one. */
export function outermost(page: Page): string[] {
  const { document } = page.documents.getState()
  const { selectedNodes } = page.session.getState()
  return [...selectedNodes].filter(
    (id) =>
      document.nodes[id] !== undefined && !ancestors(document, id).some((loop) => selectedNodes.has(loop)),
  )
}

/** Puts the selected nodes into a new loop of a kind, and selects it. */
export function loopAround(page: Page, kindId: string): void {
  const { document } = page.documents.getState()
  const kind = kindOf(kindId)
  const looped = putInLoop(document, page.session.getState().selectedNodes, kind)
  if (!looped.ok) {
    notify(page.session, 'hint', looped.error)
    return
  }
  change(page.documents, `put into ${kind.title}`, looped.value.diff)
  select(page.session, [looped.value.id])
  announce(page.session, `Put into a loop: ${kind.title}`)
}

function isLoopNode(document: HeedDocument, id: string): boolean {
  return kinds.get(document.nodes[id]?.kind ?? '')?.structural === 'loop'
}

/** Whether something selected is a loop, or lies in one. */
export function mayTakeOut(page: Page): boolean {
  const { document } = page.documents.getState()
  return outermost(page).some((id) => isLoopNode(document, id) || document.nodes[id]?.parent !== undefined)
}

/** Takes selected loops away from around their nodes; other selected nodes go out of the loop that they lie in. */
export function takeOut(page: Page): void {
  const { document } = page.documents.getState()
  const chosen = outermost(page)
  const loops = chosen.filter((id) => isLoopNode(document, id))
  if (loops.length === 0) {
    const [first] = chosen
    const loop = first === undefined ? undefined : document.nodes[first]?.parent
    if (loop !== undefined) putNodesInto(page, chosen, document.nodes[loop]?.parent)
    return
  }
  const inside = Object.values(document.nodes).flatMap(({ id, parent }) =>
    parent !== undefined && loops.includes(parent) ? [id] : [],
  )
  let diff: Diff = { nodes: {}, wires: {}, fields: {} }
  for (const loop of loops) diff = join(diff, takeLoopAway(apply(document, diff), loop))
  const what = loops.length === 1 ? nameOf(document, loops[0]!) : `${loops.length} loops`
  change(page.documents, `take ${what} away`, diff)
  select(page.session, inside)
  announce(page.session, `Took ${what} away; ${inside.length} nodes stay`)
}

export function boxesOf(page: Page, ids: Iterable<string>): Map<string, PlacedBox> {
  const { document } = page.documents.getState()
  return new Map(
    [...ids].map((id) => [
      id,
      {
        ...absolutePosition(document, id),
        ...(page.view.sizeOf(id) ?? document.nodes[id]?.size ?? { width: CARD.width, height: CARD.height }),
      },
    ]),
  )
}

export function alignSelection(page: Page, how: Alignment): void {
  const boxes = boxesOf(page, outermost(page))
  if (boxes.size > 1) moveTo(page, `align ${boxes.size} nodes`, aligned(boxes, how))
}

export function distributeSelection(page: Page, axis: Axis): void {
  const boxes = boxesOf(page, outermost(page))
  if (boxes.size > 2) moveTo(page, `space ${boxes.size} nodes evenly`, distributed(boxes, axis))
}

/** Moves nodes to places on the whole canvas, in one step. */
function moveTo(page: Page, step: string, places: Readonly<Record<string, Point>>): void {
  const { document } = page.documents.getState()
  const own = Object.entries(places).map(
    ([id, at]) => [id, relativeTo(document, at, document.nodes[id]?.parent)] as const,
  )
  let diff = move(document, Object.fromEntries(own))
  for (const id of Object.keys(places)) diff = join(diff, growAround(apply(document, diff), id))
  change(page.documents, step, diff)
  announce(page.session, step.charAt(0).toUpperCase() + step.slice(1))
}
