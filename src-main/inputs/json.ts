/** JSON of files beside a model: an object, or a sentence that says why not. */
import { fault } from '#shared/base/fault'

/** The largest vocabularies have some 20 MB. */
export const MOST_JSON_BYTES = 100_000_000

export function readJson(name: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (bytes.length > MOST_JSON_BYTES)
    throw fault('too-large', `${name} has ${bytes.length} bytes; ${MOST_JSON_BYTES} are the most.`)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw fault('bad-file', `${name} could not be read: it is not JSON.`, error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault('bad-file', `${name} could not be read: expected an object, found something else.`)
  return value as Record<string, unknown>
}
