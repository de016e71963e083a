/** Which kinds have a port that a wire from here may go to. */
import { apply } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import { addNode } from '#shared/document/edits'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { firstFit } from '../commands/editing'
import type { PortEnd } from '../stores/session'

export function fittingKinds(document: HeedDocument, from: PortEnd): Kind[] {
  const loop = document.nodes[from.node]?.parent
  return [...kinds.values()].filter((kind) => {
    const { diff, id } = addNode(document, kind, { x: 0, y: 0 }, loop)
    return firstFit(apply(document, diff), from, id) !== undefined
  })
}
