/**
 * Reads zip archives strictly: every offset, size and checksum is checked, and nothing is inflated beyond the size that the archive
 * announces. Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { fault } from '#shared/base/fault'

export interface ZipLimits {
  /** Bytes of all entries together, when inflated. */
  readonly total: number
  readonly entries: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_SIZE = 22
const STORED = 0
const DEFLATED = 8
const ENCRYPTED = 1
/** What a 16 or 32 bit field holds when its number is elsewhere (zip64). */
const ELSEWHERE = 0xffffffff

interface Entry {
  readonly name: string
  readonly method: number
  readonly checksum: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/**
 * Entries by name; those stored without compression are views of `bytes`. Folders are left out.
 * @throws FaultError `bad-file` or `too-large`
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = directory(bytes, view, limits)
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  if (total > limits.total)
    throw fault(
      'too-large',
      `Unpacked, this file would take ${total} bytes; ${limits.total} are the most that Heed opens.`,
    )
  const files = new Map<string, Uint8Array>()
  for (const entry of entries) {
    if (files.has(entry.name)) throw bad(`it holds "${entry.name}" twice`)
    if (!entry.name.endsWith('/')) files.set(entry.name, unpack(bytes, view, entry))
  }
  return files
}

function directory(bytes: Uint8Array, view: DataView, limits: ZipLimits): Entry[] {
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries)
    throw fault('too-large', `This file holds ${count} entries; ${limits.entries} are the most.`)
  let position = view.getUint32(end + 16, true)
  const entries: Entry[] = []
  for (let index = 0; index < count; index++) {
    if (position + 46 > end || view.getUint32(position, true) !== ENTRY)
      throw bad('its list of entries is broken')
    const nameLength = view.getUint16(position + 28, true)
    const next =
      position + 46 + nameLength + view.getUint16(position + 30, true) + view.getUint16(position + 32, true)
    if (next > end) throw bad('its list of entries is broken')
    const entry: Entry = {
      name: new TextDecoder().decode(bytes.subarray(position + 46, position + 46 + nameLength)),
      method: view.getUint16(position + 10, true),
      checksum: view.getUint32(position + 16, true),
      packed: view.getUint32(position + 20, true),
      size: view.getUint32(position + 24, true),
      offset: view.getUint32(position + 42, true),
    }
    if (view.getUint16(position + 8, true) & ENCRYPTED) throw bad(`"${entry.name}" is encrypted`)
    if ([entry.packed, entry.size, entry.offset].includes(ELSEWHERE))
      throw bad(`"${entry.name}" is larger than 4 GB`)
    entries.push(entry)
    position = next
  }
  return entries
}

/** The end record stands last, before a comment of up to 65,535 bytes. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - 0xffff)
  for (let at = view.byteLength - END_SIZE; at >= first; at--)
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) === view.byteLength)
      return at
  throw bad('it is no zip archive, or its end is missing')
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { name, offset, packed, size } = entry
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL)
    throw bad(`"${name}" is not where it should be`)
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packed > bytes.length) throw bad(`"${name}" reaches beyond the end of the file`)
  const content = inflate(entry, bytes.subarray(start, start + packed))
  if (content.length !== size) throw bad(`"${name}" has ${content.length} bytes where ${size} were announced`)
  if (crc32(content) !== entry.checksum) throw bad(`"${name}" is damaged (its checksum does not fit)`)
  return content
}

function inflate({ name, method, size }: Entry, packed: Uint8Array): Uint8Array {
  if (method === STORED) return packed
  if (method !== DEFLATED)
    throw bad(`"${name}" is packed in a way that Heed does not know (method ${method})`)
  try {
    // At least 1, for an empty entry: zlib takes no limit of 0.
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
    return new Uint8Array(content.buffer, content.byteOffset, content.byteLength)
  } catch (error) {
    throw bad(`"${name}" cannot be unpacked`, error)
  }
}

function bad(why: string, cause?: unknown): Error {
  return fault('bad-file', `This file cannot be read: ${why}.`, cause)
}
