/** The places of a document that the fields of a task or of read data can fill. */
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { Params } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import type { Field } from '../task'

export interface Slot {
  readonly kind: string
  readonly title: string
  /** The node's, with defaults. */
  readonly params: Params
  readonly role: Field['role']
  readonly sorts: readonly Field['sort'][]
  /** The document's own name for the field; classes and numbers have none. */
  readonly field?: string
  readonly vocabulary?: string
}

/** By kind: whose place it is and what fits there. */
const PLACES: Readonly<Record<string, Pick<Slot, 'role' | 'sorts'>>> = {
  words: { role: 'input', sorts: ['words', 'symbols'] },
  sentences: { role: 'input', sorts: ['sentences'] },
  series: { role: 'input', sorts: ['series'] },
  table: { role: 'input', sorts: ['table'] },
  picture: { role: 'input', sorts: ['picture'] },
  'loop-until': { role: 'target', sorts: ['words', 'symbols'] },
  'decide-class': { role: 'target', sorts: ['class'] },
  'decide-number': { role: 'target', sorts: ['number'] },
}

/** In the order of the nodes. */
export function slotsOf(document: HeedDocument): Slot[] {
  const slots: Slot[] = []
  for (const node of Object.values(document.nodes)) {
    const kind = kinds.get(node.kind)
    const place = PLACES[node.kind]
    if (!kind || !place) continue
    const params = withDefaults(kind, node.params)
    slots.push({
      ...place,
      kind: kind.id,
      title: titleOf(node),
      params,
      ...('field' in params ? { field: String(params.field) } : {}),
      ...('vocabulary' in params ? { vocabulary: String(params.vocabulary) } : {}),
    })
  }
  return slots
}
