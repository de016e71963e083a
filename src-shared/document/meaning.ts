/** What of a document its numbers are computed from: what plans, attributions and trainings are known by. */
import { kinds, withDefaults } from '../kinds/registry'
import type { HeedDocument } from './document'
import { isGroup, parentOf } from './structure'

/**
 * A plain value that is the same for documents that compute the same from the same weights: not where things stand, what they are called, groups,
 * notes, examples. Nodes keep their order, which is that of their weights.
 */
export function meaning(document: HeedDocument): unknown {
  const nodes = counted(document).map(({ id, kind, version, params, tieTo }) => {
    const known = kinds.get(kind)
    const whole = known ? withDefaults(known, params) : params
    return [id, kind, version, whole, parentOf(document, id), tieTo ?? {}]
  })
  const wires = Object.values(document.wires).map(({ from, to, order }) => [
    [from.node, from.port],
    [to.node, to.port],
    order ?? null,
  ])
  return [nodes, wires, document.vocabularies, document.seed]
}

/** {@link meaning}, with the names that results are shown under. */
export function namedMeaning(document: HeedDocument): unknown {
  return [meaning(document), counted(document).map(({ title }) => title ?? '')]
}

function counted(document: HeedDocument): HeedDocument['nodes'][string][] {
  return Object.values(document.nodes).filter((node) => !isGroup(node))
}
