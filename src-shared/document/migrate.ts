/**
 * What was read from disk or sent by a page → a document of this version, or the reason why it is none.
 */
import type { z } from 'zod'
import type { Fault } from '../base/fault'
import { err, ok, type Result } from '../base/result'
import { DOCUMENT_VERSION, type HeedDocument, heedDocument } from './document'

type Json = Readonly<Record<string, unknown>>

/** `migrations[i]` makes a document of version `i + 2` from one of version `i + 1`; there is one for each version but the first. */
export const migrations: readonly ((document: Json) => Json)[] = []

/** Far more than any document needs, and little enough for every walk over one. */
const MAX_DEPTH = 100

/**
 * Kinds that this program does not know, and fields that it does not know, are kept.
 * Faults: `invalid-document` naming the place, or `newer-version`.
 */
export function parseDocument(json: unknown): Result<HeedDocument, Fault> {
  if (!isRecord(json) || json.format !== 'heed') return invalid('This is not a Heed document.')
  const { version } = json
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return invalid(
      `The document's version should be a whole number from 1, but is ${JSON.stringify(version)}.`,
    )
  if (version > DOCUMENT_VERSION) return err(newerVersion(version))
  const unsafe = unsafePlace(json)
  if (unsafe !== undefined) return invalid(`The document ${unsafe}.`)

  let current = json
  for (const migrate of migrations.slice(version - 1)) current = migrate(current)
  const parsed = heedDocument.safeParse(current)
  if (!parsed.success) return invalid(sentenceOf(parsed.error.issues))
  for (const part of ['nodes', 'wires'] as const)
    for (const [key, { id }] of Object.entries(parsed.data[part]))
      if (key !== id)
        return invalid(`The document is not well formed at ${part} ▸ ${key}: its id is "${id}".`)
  return ok(parsed.data)
}

function newerVersion(version: number): Fault {
  return {
    code: 'newer-version',
    message: `This file was written by a newer Heed (document version ${version}; this one reads up to ${DOCUMENT_VERSION}). Update Heed to open it.`,
  }
}

function invalid(message: string): Result<never, Fault> {
  return err({ code: 'invalid-document', message })
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What would harm whoever walks over the document: endless depth, or a key that JavaScript reads as something else. */
function unsafePlace(root: unknown): string | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, depth } = at
    if (typeof value !== 'object' || value === null) continue
    if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`
    if (Object.hasOwn(value, '__proto__')) return 'uses the reserved name "__proto__"'
    for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 })
  }
  return undefined
}

function sentenceOf(issues: readonly z.core.$ZodIssue[]): string {
  const [first] = issues
  const place =
    first === undefined || first.path.length === 0 ? 'its top' : first.path.map(String).join(' ▸ ')
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : ''
  return `The document is not well formed at ${place}: ${first?.message ?? 'unknown reason'}${more}.`
}
