/** A document made to fit what it is to learn from: the fields and the words that it does not know become its own. */
import { basename } from 'node:path'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { taskOf } from '../../tasks/registry'
import { type Source, taskSource } from '../../tasks/source'
import type { Example, Field } from '../../tasks/task'
import { dataFor } from './data'
import { fingerprint } from './fingerprint'

export interface Adopted {
  readonly document: HeedDocument
  /** What was taken over, in sentences. */
  readonly notes: readonly string[]
}

type Fields = Readonly<Record<string, Field>>
type Vocabularies = Readonly<Record<string, readonly string[]>>

/**
 * A vocabulary that lacks a word is replaced as a whole; what that costs of its weights, whoever holds them says. The document remembers which data it is
 * to learn from, so that it is never judged by what it has seen.
 */
export async function adopt(document: HeedDocument, path?: string): Promise<Adopted> {
  if (path !== undefined) {
    const { fields, vocabularies, examples } = await dataFor(document, path)
    const remembering = { ...document, learnedFrom: await fingerprint(path) }
    return taken(remembering, fields, vocabularies, examples[0], basename(path))
  }
  const { task } = document
  if (!task) return { document, notes: [] }
  const source = taskSource(task.id, task.params)
  const [example] = source.heldOut(1, 1)
  const { document: named, shared } = renamed(document, source.fields)
  const { fields, vocabularies } = underShared(source, shared)
  return taken(named, fields, vocabularies, example, `the task “${taskOf(task.id).title}”`)
}

function taken(
  document: HeedDocument,
  fields: Fields,
  vocabularies: Vocabularies,
  example: Example | undefined,
  from: string,
): Adopted {
  const changed = Object.entries(vocabularies).filter(([name, words]) => {
    const known = new Set(document.vocabularies[name] ?? [])
    return words.some((word) => !known.has(word))
  })
  if (changed.length === 0) return { document, notes: [] }
  const typed = Object.entries(example?.fields ?? {}).filter(([name]) => fields[name]?.role === 'input')
  return {
    document: {
      ...document,
      example: Object.fromEntries(typed),
      vocabularies: {
        ...document.vocabularies,
        ...Object.fromEntries(changed.map(([name, words]) => [name, [...words]])),
      },
    },
    notes: changed.map(
      ([name, words]) =>
        `The vocabulary “${name}” was taken over from ${from}, with ${words.length} entries.`,
    ),
  }
}

const WORDS: readonly Field['sort'][] = ['words', 'symbols']

/** What a node reads or says, where that has a name of the task. */
function sortsOf(
  node: DocumentNode,
): { readonly role: Field['role']; readonly sorts: readonly Field['sort'][] } | undefined {
  const kind = kinds.get(node.kind)
  if (kind?.input) {
    const own = kind.id as Field['sort']
    return { role: 'input', sorts: own === 'words' ? WORDS : [own] }
  }
  if (kind?.loop === 'until') return { role: 'target', sorts: WORDS }
  return kind?.id === 'decide-class' ? { role: 'target', sorts: ['class'] } : undefined
}

/** Each node takes the name of the first field of its sort, its own name before others; whoever shares its vocabulary follows. */
function renamed(
  document: HeedDocument,
  fields: Fields,
): { readonly document: HeedDocument; readonly shared: ReadonlyMap<string, string> } {
  const free = new Map(Object.entries(fields))
  const vocabularies = new Map<string, string>()
  // Vocabularies of the task that the document has no name of their own for: an answer that is told in the words of the story.
  const shared = new Map<string, string>()
  const named: Record<string, DocumentNode> = {}
  for (const [id, node] of Object.entries(document.nodes)) {
    const wanted = sortsOf(node)
    const kind = kinds.get(node.kind)
    if (!wanted || !kind) continue
    const params = withDefaults(kind, node.params)
    const fitting = [...free].filter(
      ([, field]) => field.role === wanted.role && wanted.sorts.includes(field.sort),
    )
    const [name, field] = fitting.find(([each]) => each === params.field) ?? fitting[0] ?? []
    if (name === undefined || field === undefined) continue
    free.delete(name)
    if ('field' in params) named[id] = { ...node, params: { ...node.params, field: name } }
    if (!('vocabulary' in field) || !('vocabulary' in params)) continue
    const own = String(params.vocabulary)
    const known = vocabularies.get(own)
    if (known === undefined) vocabularies.set(own, field.vocabulary)
    else if (known !== field.vocabulary) shared.set(field.vocabulary, known)
  }
  const nodes = Object.entries({ ...document.nodes, ...named }).map(([id, node]) => {
    const kind = kinds.get(node.kind)
    const { vocabulary } = kind ? withDefaults(kind, node.params) : node.params
    const other = vocabularies.get(String(vocabulary))
    return [
      id,
      other === undefined ? node : { ...node, params: { ...node.params, vocabulary: other } },
    ] as const
  })
  return { document: { ...document, nodes: Object.fromEntries(nodes) }, shared }
}

/** The task's fields and vocabularies, with those that share a name in the document as one. */
function underShared(
  { fields, vocabularies }: Pick<Source, 'fields' | 'vocabularies'>,
  shared: ReadonlyMap<string, string>,
): { readonly fields: Fields; readonly vocabularies: Vocabularies } {
  const joined: Record<string, readonly string[]> = {}
  for (const [name, entries] of Object.entries(vocabularies)) {
    const own = shared.get(name) ?? name
    joined[own] = [...new Set([...(joined[own] ?? []), ...entries])]
  }
  return { fields, vocabularies: joined }
}
