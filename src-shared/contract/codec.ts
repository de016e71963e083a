/**
 * Messages as bytes, for links that carry only bytes (the WebSocket). A small header over typed arrays:
 *
 *     uint32 (little-endian)  length of the header
 *     header                  JSON in ASCII: { value, arrays: [{ path, type, offset, length }] }
 *     arrays                  each at its offset, a multiple of 8 from the start of the message
 *
 * The receiver gets each typed array as a view into the message, without a copy where the message itself is aligned. No generated
 * code, so that a page may forbid `eval`. Absent object fields stay absent; numbers outside of typed arrays must be finite.
 */
import { fault } from '../base/fault'

/** Bytes that one message may have at the most: a model of 1 GB and some room. */
export const LARGEST_MESSAGE = 1_200_000_000

const ALIGNMENT = 8
const LENGTH_BYTES = 4
const DEEPEST = 64

const arrayTypes = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const

type ArrayType = keyof typeof arrayTypes
type TypedArray = InstanceType<(typeof arrayTypes)[ArrayType]>
type Path = readonly (string | number)[]

interface Placed {
  readonly path: Path
  readonly type: ArrayType
  readonly offset: number
  readonly length: number
}

/** A message's bytes. Strings, finite numbers, flags, null, lists, plain objects and typed arrays survive; nothing else is allowed. */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const found: { path: Path; array: TypedArray }[] = []
  findArrays(message, [], found)
  const places: Placed[] = []
  let end = 0
  for (const { path, array } of found) {
    places.push({ path, type: typeOf(array), offset: end, length: array.length })
    end = align(end + array.byteLength)
  }
  const header = toAscii(
    JSON.stringify({ value: message, arrays: places }, function (this: unknown, key, value) {
      return ArrayBuffer.isView((this as Record<string, unknown>)[key]) ? null : value
    }),
  )
  const start = align(LENGTH_BYTES + header.length)
  const bytes = new Uint8Array(start + end)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  for (let i = 0; i < header.length; i++) bytes[LENGTH_BYTES + i] = header.charCodeAt(i)
  found.forEach(({ array }, i) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + places[i]!.offset)
  })
  return bytes
}

/** What {@link encodeMessage} was given. Anything that it cannot have written is a fault `bad-input`. */
export function decodeMessage(received: Uint8Array): unknown {
  const bytes = received.byteOffset % ALIGNMENT === 0 ? received : new Uint8Array(received)
  if (bytes.length < LENGTH_BYTES) throw broken('it has no header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headerLength = view.getUint32(0, true)
  if (headerLength > bytes.length - LENGTH_BYTES) throw broken('its header is longer than the message')
  const { value, arrays } = parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength))
  const start = align(LENGTH_BYTES + headerLength)
  const root = { value }
  for (const placed of arrays) put(root, ['value', ...placed.path], arrayAt(bytes, start, placed))
  return root.value
}

function findArrays(value: unknown, path: Path, found: { path: Path; array: TypedArray }[]): void {
  if (typeof value !== 'object' || value === null) return
  if (path.length > DEEPEST) throw broken(`it is nested more than ${DEEPEST} deep`)
  if (ArrayBuffer.isView(value)) {
    found.push({ path, array: value as TypedArray })
    return
  }
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value)
  for (const [key, item] of entries)
    if (typeof item === 'object' && item !== null) findArrays(item, [...path, key], found)
}

/** The plain type of a typed array: Node's Buffer is a Uint8Array. */
function typeOf(array: TypedArray): ArrayType {
  for (const [name, type] of Object.entries(arrayTypes)) if (array instanceof type) return name as ArrayType
  throw broken('it holds an array of a type that cannot travel')
}

function align(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT
}

function toAscii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function fromAscii(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)))
  return parts.join('')
}

function parseHeader(bytes: Uint8Array): { value: unknown; arrays: readonly Placed[] } {
  let header: unknown
  try {
    header = JSON.parse(fromAscii(bytes))
  } catch (error) {
    throw broken('its header is not JSON', error)
  }
  if (typeof header !== 'object' || header === null || !('value' in header) || !('arrays' in header))
    throw broken('its header lacks a field')
  const { value, arrays } = header
  if (!Array.isArray(arrays) || !arrays.every(isPlaced)) throw broken('its list of arrays is malformed')
  return { value, arrays }
}

function isPlaced(entry: unknown): entry is Placed {
  if (typeof entry !== 'object' || entry === null) return false
  const { path, type, offset, length } = entry as Partial<Record<keyof Placed, unknown>>
  return (
    Array.isArray(path) &&
    path.length <= DEEPEST &&
    path.every((key) => typeof key === 'string' || isCount(key)) &&
    typeof type === 'string' &&
    Object.hasOwn(arrayTypes, type) &&
    isCount(offset) &&
    offset % ALIGNMENT === 0 &&
    isCount(length)
  )
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function arrayAt(bytes: Uint8Array, start: number, placed: Placed): TypedArray {
  const type = arrayTypes[placed.type]
  const from = start + placed.offset
  if (from + placed.length * type.BYTES_PER_ELEMENT > bytes.length) throw broken('an array ends behind it')
  return new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + from, placed.length)
}

function put(root: object, path: Path, array: TypedArray): void {
  let holder: unknown = root
  for (const key of path.slice(0, -1)) holder = own(holder, key)
  const last = path.at(-1)!
  if (own(holder, last) !== null) throw broken('an array has no place in it')
  ;(holder as Record<string | number, unknown>)[last] = array
}

function own(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key))
    throw broken('an array has no place in it')
  return (holder as Record<string | number, unknown>)[key]
}

function broken(why: string, cause?: unknown) {
  return fault('bad-input', `A message between the page and Heed could not be read: ${why}.`, cause)
}
