/** What is done with several nodes at once: loops and groups around them, lining them up, spacing them evenly. */
import { apply, type Diff, join } from '#shared/document/diff'
import { growAround, move } from '#shared/document/edits'
import {
  type Alignment,
  type Axis,
  aligned,
  distributed,
  type PlacedBox,
} from '#shared/document/editsArrange'
import { outermostOf, putInGroup, takeFrameAway } from '#shared/document/editsFrame'
import { putInLoop, takeLoopAway } from '#shared/document/editsLoop'
import { absolutePosition, type Point, relativeTo } from '#shared/document/editsPlaces'
import { isFrame, isGroup } from '#shared/document/structure'
import { kindOf } from '#shared/kinds/registry'
import { change } from '../stores/document'
import { announce, notify, select } from '../stores/session'
import { nameOf, putNodesInto } from './editing'
import type { Page } from './page'
import { CARD } from './places'

/** The selected nodes that do not lie in another selected one. */
export function outermost(page: Page): string[] {
  return outermostOf(page.documents.getState().document, page.session.getState().selectedNodes)
}

/** Puts the selected nodes into a new loop or group, and selects it. */
export function putAround(page: Page, kindId: string): void {
  const { document } = page.documents.getState()
  const kind = kindOf(kindId)
  const { selectedNodes } = page.session.getState()
  const group = kind.structural === 'group'
  const framed = group ? putInGroup(document, selectedNodes) : putInLoop(document, selectedNodes, kind)
  if (!framed.ok) {
    notify(page.session, 'hint', framed.error)
    return
  }
  change(page.documents, `put into ${kind.title}`, framed.value.diff)
  select(page.session, [framed.value.id])
  announce(page.session, group ? 'Put into a group' : `Put into a loop: ${kind.title}`)
}

/** Whether something selected is a loop or group, or lies in one. */
export function mayTakeOut(page: Page): boolean {
  const { document } = page.documents.getState()
  return outermost(page).some((id) => {
    const node = document.nodes[id]!
    return isFrame(node) || node.parent !== undefined
  })
}

/** Takes selected loops and groups away from around their nodes; other selected nodes go out of the one that they lie in. */
export function takeOut(page: Page): void {
  const { document } = page.documents.getState()
  const chosen = outermost(page)
  const frames = chosen.filter((id) => isFrame(document.nodes[id]!))
  if (frames.length === 0) {
    const [first] = chosen
    const frame = first === undefined ? undefined : document.nodes[first]?.parent
    if (frame !== undefined) putNodesInto(page, chosen, document.nodes[frame]?.parent)
    return
  }
  const inside = Object.values(document.nodes).flatMap(({ id, parent }) =>
    parent !== undefined && frames.includes(parent) ? [id] : [],
  )
  let diff: Diff = { nodes: {}, wires: {}, fields: {} }
  for (const frame of frames) {
    const now = apply(document, diff)
    const away = isGroup(now.nodes[frame]!) ? takeFrameAway(now, frame) : takeLoopAway(now, frame)
    diff = join(diff, away)
  }
  const what = frames.length === 1 ? nameOf(document, frames[0]!) : `${frames.length} frames`
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
