/**
 * A `.heed` file: a zip archive of `document.json`, `vocabularies.json` and `weights.safetensors`. See docs/file-format.md.
 */
import { strToU8, zipSync } from 'fflate'
import type { Weights } from '#main/engine/protocol'
import { FaultError, fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { parseDocument } from '#shared/document/migrate'
import { decodeSafetensors, encodeSafetensors } from './safetensors'
import { readZip } from './zip'

export interface HeedFile {
  readonly document: HeedDocument
  readonly weights: Weights
}

const DOCUMENT = 'document.json'
const VOCABULARIES = 'vocabularies.json'
const WEIGHTS = 'weights.safetensors'
const LIMITS = { total: 2 ** 30, entries: 100 }
const MAX_JSON = 2 ** 26
/** Same content, same bytes: no clock in the file. */
const MTIME = new Date(1980, 0, 1)

export function encodeHeedFile({ document, weights }: HeedFile): Uint8Array {
  const { vocabularies, ...rest } = document
  return zipSync(
    {
      [DOCUMENT]: strToU8(`${JSON.stringify(rest, null, 2)}\n`),
      [VOCABULARIES]: strToU8(`${JSON.stringify(vocabularies)}\n`),
      // Weights hardly shrink, and stored ones are read without a copy.
      [WEIGHTS]: [encodeSafetensors(weights), { level: 0 }],
    },
    { mtime: MTIME },
  )
}

/** @throws FaultError `bad-file`, `too-large`, `newer-version` or `invalid-document` */
export function decodeHeedFile(bytes: Uint8Array): HeedFile {
  const files = readZip(bytes, LIMITS)
  const document = jsonOf(files, DOCUMENT)
  const vocabularies = files.has(VOCABULARIES) ? jsonOf(files, VOCABULARIES) : {}
  if (typeof document !== 'object' || document === null)
    throw fault('bad-file', `This is not a Heed file: its ${DOCUMENT} holds no document.`)
  const parsed = parseDocument({ ...document, vocabularies })
  if (!parsed.ok) throw new FaultError(parsed.error)
  const weights = files.get(WEIGHTS)
  return { document: parsed.value, weights: weights === undefined ? {} : decodeSafetensors(weights).tensors }
}

function jsonOf(files: ReadonlyMap<string, Uint8Array>, name: string): unknown {
  const bytes = files.get(name)
  if (bytes === undefined) throw fault('bad-file', `This is not a Heed file: it holds no ${name}.`)
  if (bytes.length > MAX_JSON)
    throw fault('too-large', `The ${name} in this file has ${bytes.length} bytes; ${MAX_JSON} are the most.`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw fault('bad-file', `The ${name} in this file is damaged: it is not JSON.`, error)
  }
}
