/**
 * Changes of a document as data. A diff says for each thing that it touches what was there before and what is there after, so it
 * reverses by swapping the two and joins with the next one by keeping the outer two. What a diff does not touch keeps its identity.
 */
import type { DocumentNode, HeedDocument, Wire } from './document'

/** Absent means: not there. */
export interface Change<T> {
  readonly before?: T | undefined
  readonly after?: T | undefined
}

/** What a document holds beside nodes and wires and a person may change. */
export type Field = 'title' | 'note' | 'seed' | 'vocabularies' | 'example' | 'task' | 'learnedFrom' | 'split'
export type FieldValue = HeedDocument[Field]

export interface Diff {
  readonly nodes: Readonly<Record<string, Change<DocumentNode>>>
  readonly wires: Readonly<Record<string, Change<Wire>>>
  readonly fields: Readonly<Partial<Record<Field, Change<FieldValue>>>>
}

export const NO_CHANGE: Diff = { nodes: {}, wires: {}, fields: {} }

export function isEmpty(diff: Diff): boolean {
  return [diff.nodes, diff.wires, diff.fields].every((part) => Object.keys(part).length === 0)
}

export function apply(document: HeedDocument, diff: Diff): HeedDocument {
  if (isEmpty(diff)) return document
  const result: HeedDocument = {
    ...document,
    nodes: applyPart(document.nodes, diff.nodes),
    wires: applyPart(document.wires, diff.wires),
  }
  for (const [field, change] of Object.entries(diff.fields)) {
    if (change.after === undefined) delete result[field as 'task']
    else Object.assign(result, { [field]: change.after })
  }
  return result
}

const FIELDS: readonly Field[] = [
  'title',
  'note',
  'seed',
  'vocabularies',
  'example',
  'task',
  'learnedFrom',
  'split',
]

/** The diff that makes `after` of `before`; things that are equal in all their parts are no change. */
export function between(before: HeedDocument, after: HeedDocument): Diff {
  const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
  const parts = <T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])]
        .filter((id) => !same(a[id], b[id]))
        .map((id): [string, Change<T>] => [id, { before: a[id], after: b[id] }]),
    )
  const fields = FIELDS.filter((field) => !same(before[field], after[field])).map(
    (field): [Field, Change<FieldValue>] => [field, { before: before[field], after: after[field] }],
  )
  return {
    nodes: parts(before.nodes, after.nodes),
    wires: parts(before.wires, after.wires),
    fields: Object.fromEntries(fields),
  }
}

/** The diff that takes back what this one does. */
export function invert(diff: Diff): Diff {
  return { nodes: swap(diff.nodes), wires: swap(diff.wires), fields: swap(diff.fields) }
}

/** One diff that does the first and then the second; what the second takes back is gone from it. */
export function join(first: Diff, second: Diff): Diff {
  return {
    nodes: joinPart(first.nodes, second.nodes),
    wires: joinPart(first.wires, second.wires),
    fields: joinPart(first.fields, second.fields),
  }
}

type Part<T> = Readonly<Record<string, Change<T>>>

function applyPart<T>(things: Record<string, T>, part: Part<T>): Record<string, T> {
  const changes = Object.entries(part)
  if (changes.length === 0) return things
  const result = { ...things }
  for (const [id, { after }] of changes) {
    if (after === undefined) delete result[id]
    else result[id] = after
  }
  return result
}

function swap<T>(part: Readonly<Record<string, Change<T>>>): Record<string, Change<T>> {
  return Object.fromEntries(
    Object.entries(part).map(([id, { before, after }]) => [id, { before: after, after: before }] as const),
  )
}

function joinPart<T>(first: Part<T>, second: Part<T>): Record<string, Change<T>> {
  const result: Record<string, Change<T>> = { ...first }
  for (const [id, { before, after }] of Object.entries(second)) {
    const earlier = first[id]
    const whole = earlier === undefined ? { before, after } : { before: earlier.before, after }
    if (whole.before === whole.after) delete result[id]
    else result[id] = whole
  }
  return result
}
