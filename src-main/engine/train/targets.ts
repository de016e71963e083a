/** Which field of the task each decision is to say. */
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { type Source, taskSource } from '../../tasks/source'
import type { Field } from '../../tasks/task'

/** Decisions outside of speaking loops, by node; a loop until an end word owns its field. */
export function targetsOf(
  document: HeedDocument,
  fields: Readonly<Record<string, Field>>,
): Record<string, string> {
  const targets: Record<string, string> = {}
  const open = new Map(Object.entries(fields).filter(([, field]) => field.role === 'target'))
  for (const node of Object.values(document.nodes)) {
    const kind = kinds.get(node.kind)
    if (!kind?.decision) continue
    const { vocabulary, count } = withDefaults(kind, node.params)
    for (const [name, field] of open) {
      const fits =
        (field.sort === 'class' && kind.id === 'decide-class' && field.vocabulary === vocabulary) ||
        (field.sort === 'number' && kind.id === 'decide-number' && field.count === count)
      if (!fits) continue
      targets[node.id] = name
      open.delete(name)
      break
    }
  }
  return targets
}

/** Where a document's examples come from. */
export function sourceOf(document: HeedDocument): Source {
  if (!document.task)
    throw fault(
      'invalid-document',
      'This document has no task: expected a generator or data to learn from. Start from a template, or give --task or --data.',
    )
  return taskSource(document.task.id, document.task.params)
}
