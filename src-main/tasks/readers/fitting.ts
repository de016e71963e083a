/** Read data and a document that is to be trained on it: which field is which, and what the frozen vocabularies cannot hold. */
import { fault } from '#shared/base/fault'
import { PAD, SPECIAL, tokenize } from '#shared/base/words'
import type { HeedDocument } from '#shared/document/document'
import { wordIndex } from '../batch/wordIndex'
import type { Source } from '../source'
import type { Alignment, Example, Field } from '../task'
import type { Data, Refused } from './data'
import { slotsOf } from './slots'

/**
 * The same data under the document's names for fields and vocabularies, in the order of the fields.
 * @throws FaultError `bad-input` where a field has no place in the document, or a place no field
 */
export function namedFor(document: HeedDocument, data: Data): Data {
  const free = slotsOf(document)
  const fieldNames = new Map<string, string>()
  const vocabularyNames = new Map<string, string>()
  for (const [name, field] of Object.entries(data.fields)) {
    const at = free.findIndex(({ role, sorts }) => role === field.role && sorts.includes(field.sort))
    const [slot] = at < 0 ? [] : free.splice(at, 1)
    if (!slot)
      throw fault(
        'bad-input',
        `The data has ${field.role === 'input' ? 'an input' : 'a target'} “${name}” (${field.sort}), for which the document has no place. Its places: ${placesOf(document)}.`,
      )
    fieldNames.set(name, slot.field ?? name)
    if ('vocabulary' in field) vocabularyNames.set(field.vocabulary, slot.vocabulary ?? field.vocabulary)
  }
  const open = free.find(({ field }) => field !== undefined)
  if (open)
    throw fault(
      'bad-input',
      `${open.title} ▸ Field “${open.field}” (${open.sorts.join(' or ')}): the data has nothing for it, only ${Object.keys(data.fields).join(', ')}.`,
    )
  const ends = ({ target, input }: Alignment) => ({
    target: fieldNames.get(target) ?? target,
    input: fieldNames.get(input) ?? input,
  })
  const renamed = <T>(record: Readonly<Record<string, T>>, names: ReadonlyMap<string, string>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [names.get(name) ?? name, value]))
  return {
    ...data,
    fields: renamed(
      Object.fromEntries(
        Object.entries(data.fields).map(([name, field]) => [
          name,
          'vocabulary' in field
            ? { ...field, vocabulary: vocabularyNames.get(field.vocabulary) ?? field.vocabulary }
            : field,
        ]),
      ),
      fieldNames,
    ),
    vocabularies: joined(data.vocabularies, vocabularyNames),
    examples: data.examples.map((example) => ({
      ...example,
      fields: renamed(example.fields, fieldNames),
      ...(example.support ? { support: renamed(example.support, fieldNames) } : {}),
      ...(example.alignment ? { alignment: { ...example.alignment, ...ends(example.alignment) } } : {}),
    })),
  }
}

/** Vocabularies that the document has under one name are one: entries of classes follow the words. */
function joined(
  vocabularies: Data['vocabularies'],
  names: ReadonlyMap<string, string>,
): Record<string, readonly string[]> {
  const found: Record<string, readonly string[]> = {}
  const wordsFirst = Object.entries(vocabularies).sort(([, a], [, b]) => specials(b) - specials(a))
  for (const [name, entries] of wordsFirst) {
    const own = names.get(name) ?? name
    found[own] = [...new Set([...(found[own] ?? []), ...entries])]
  }
  return found
}

function specials(entries: readonly string[]): number {
  return entries[PAD] === SPECIAL[PAD] ? 1 : 0
}

/**
 * The source under the document's vocabularies: a class that no decision chooses from its own vocabulary is told by a decision whose
 * vocabulary holds all of its names.
 */
export function fittedSource(document: HeedDocument, source: Source): Source {
  const decisions = slotsOf(document).filter(({ sorts }) => sorts.includes('class'))
  const names = decisions.map(({ vocabulary }) => vocabulary ?? '')
  const wider = (classes: string) => {
    if (names.includes(classes)) return classes
    const wanted = source.vocabularies[classes] ?? []
    const holds = (name: string) => {
      const there = new Set(document.vocabularies[name])
      return wanted.every((entry) => there.has(entry))
    }
    return names.find(holds) ?? classes
  }
  const fields = Object.entries(source.fields).map(([name, field]) => [
    name,
    field.sort === 'class' ? { ...field, vocabulary: wider(field.vocabulary) } : field,
  ])
  return { ...source, fields: Object.fromEntries(fields) }
}

function placesOf(document: HeedDocument): string {
  return slotsOf(document)
    .map(({ title, sorts, role }) => `${title} (${role}: ${sorts.join(' or ')})`)
    .join(', ')
}

/** How many unknown words a note names. */
const NAMED = 5

/**
 * The same data under vocabularies that are frozen: examples whose targets these cannot say are refused,
 * words of inputs that they do not hold are noted, since they become `<unknown>`.
 * @throws FaultError `bad-input` where no example is left
 */
export function withVocabularies(
  data: Data,
  vocabularies: Readonly<Record<string, readonly string[]>>,
): Data {
  const examples: Example[] = []
  const refused: Refused[] = [...data.refused]
  const lines: number[] = []
  const unknown = new Set<string>()
  const missing = (field: Field, text: string): string | undefined => {
    if (!('vocabulary' in field)) return undefined
    const index = wordIndex(vocabularies[field.vocabulary] ?? [])
    return (field.sort === 'class' ? [text] : tokenize(text)).find((word) => !index.has(word))
  }
  for (const [i, example] of data.examples.entries()) {
    let reason: string | undefined
    for (const [name, field] of Object.entries(data.fields)) {
      const word = missing(field, example.fields[name] ?? '')
      if (word === undefined) continue
      if (field.role === 'input') unknown.add(word)
      else reason ??= `${name}: “${word}” is not in the document’s vocabulary.`
    }
    if (reason === undefined) {
      examples.push(example)
      lines.push(data.lines[i] ?? i + 1)
    } else refused.push({ line: data.lines[i] ?? i + 1, reason })
  }
  if (examples.length === 0)
    throw fault(
      'bad-input',
      `None of ${data.examples.length} examples fits the document’s vocabularies. The first: ${refused.at(data.refused.length)?.reason ?? ''} Take over the vocabularies of the data.`,
    )
  const named = [...unknown].slice(0, NAMED).map((word) => `“${word}”`)
  const note = `Words that the document does not know become <unknown>: ${named.join(', ')}${unknown.size > NAMED ? ` and others` : ''}.`
  return {
    ...data,
    examples,
    lines,
    refused,
    vocabularies,
    notes: [...(data.notes ?? []), ...(unknown.size > 0 ? [note] : [])],
  }
}

/** Entries of both, those of the first keep their places: for a training file and the test file beside it. */
export function joinedVocabularies(
  a: Readonly<Record<string, readonly string[]>>,
  b: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.keys({ ...a, ...b }).map((name) => [name, [...new Set([...(a[name] ?? []), ...(b[name] ?? [])])]]),
  )
}
