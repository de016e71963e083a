/** Which field of the task each decision is to say. */
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { planOf } from '../../tasks/batch/plan'
import { fittedSource } from '../../tasks/readers/fitting'
import { type Source, taskSource } from '../../tasks/source'
import type { Field } from '../../tasks/task'
import { dataLessons } from './data'

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

/** Where examples come from, and what could not be taken of the data. */
export interface Lessons {
  readonly source: Source
  readonly notes: readonly string[]
}

/**
 * The data where there is some, else the document's own task.
 * @throws FaultError `invalid-document` where the document cannot learn from it
 */
export async function lessonsOf(
  document: HeedDocument,
  dataPath?: string,
  purpose: 'learn' | 'judge' = 'learn',
): Promise<Lessons> {
  if (dataPath !== undefined) {
    const lessons = await dataLessons(document, dataPath, purpose)
    expectDecision(document, lessons.source)
    return lessons
  }
  if (!document.task)
    throw fault(
      'invalid-document',
      'This document has no task: expected a generator or data to learn from. Start from a template, or give --task or --data.',
    )
  const source = fittedSource(document, taskSource(document.task.id, document.task.params))
  // Says where document and task do not fit each other.
  planOf(document, source.fields)
  expectDecision(document, source)
  expectVocabularies(document, source)
  return { source, notes: [] }
}

/** Nothing that the network says would be right or wrong otherwise. */
function expectDecision(document: HeedDocument, { fields }: Source): void {
  const speaks = Object.values(document.nodes).some(({ kind }) => kinds.get(kind)?.loop === 'until')
  if (speaks || Object.keys(targetsOf(document, fields)).length > 0) return
  const targets = Object.entries(fields).flatMap(([name, field]) =>
    field.role === 'target' ? [`“${name}” (${field.sort})`] : [],
  )
  throw fault(
    'invalid-document',
    `There is nothing to learn: no decision on the canvas says a target of the task. Its targets: ${targets.join(', ') || 'none'}.`,
  )
}

/** Words that a task says and the document does not know would all be read as one. */
function expectVocabularies(document: HeedDocument, { vocabularies }: Source): void {
  for (const [name, words] of Object.entries(vocabularies)) {
    const known = document.vocabularies[name]
    if (!known) continue
    const there = new Set(known)
    const absent = words.filter((word) => !there.has(word))
    if (absent.length > 0)
      throw fault(
        'invalid-document',
        `The vocabulary “${name}” of the document does not fit the task: ${absent.length} of the task’s ${words.length} words are not in it, such as “${absent[0]}”. Take over the vocabularies of the task.`,
      )
  }
}
