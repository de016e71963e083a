/** A document made to fit what it is to learn from: words that it does not know become its vocabularies. */
import { basename } from 'node:path'
import type { HeedDocument } from '#shared/document/document'
import { taskSource } from '../../tasks/source'
import { dataFor } from './data'
import { fingerprint } from './fingerprint'

export interface Adopted {
  readonly document: HeedDocument
  /** What was taken over, in sentences. */
  readonly notes: readonly string[]
}

/**
 * A vocabulary that lacks a word is replaced as a whole; weights of another shape begin anew. The document remembers which data it is
 * to learn from, so that it is never judged by what it has seen.
 */
export async function adopt(document: HeedDocument, path?: string): Promise<Adopted> {
  const { task } = document
  if (path === undefined && !task) return { document, notes: [] }
  const { vocabularies } =
    path === undefined ? taskSource(task?.id ?? '', task?.params ?? {}) : await dataFor(document, path)
  const taken = Object.entries(vocabularies).filter(([name, words]) => {
    const known = new Set(document.vocabularies[name] ?? [])
    return words.some((word) => !known.has(word))
  })
  const from = path === undefined ? `the task “${task?.id}”` : basename(path)
  return {
    document: {
      ...document,
      ...(path !== undefined && { learnedFrom: await fingerprint(path) }),
      vocabularies: {
        ...document.vocabularies,
        ...Object.fromEntries(taken.map(([name, words]) => [name, [...words]])),
      },
    },
    notes: taken.map(
      ([name, words]) =>
        `The vocabulary “${name}” was taken over from ${from}, with ${words.length} entries: weights that depend on it begin anew.`,
    ),
  }
}
