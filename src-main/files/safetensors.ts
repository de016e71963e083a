/**
 * The safetensors format: a JSON list of names, types, shapes and offsets, then the numbers.
 * Source: https://github.com/huggingface/safetensors#format.
 */
import { bytesOf, elementSize, viewOf } from '#main/onnx/rawData'
import { assert, need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { type DType, sizeOf, type Tensor } from '#shared/ir/graph'

export type Tensors = Readonly<Record<string, Tensor>>

const NAMES: Readonly<Partial<Record<DType, string>>> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint64: 'U64',
  uint32: 'U32',
  uint16: 'U16',
  uint8: 'U8',
  bool: 'BOOL',
}
const DTYPES = new Map(Object.entries(NAMES).map(([dtype, name]) => [name, dtype as DType] as const))
const METADATA = '__metadata__'
const LENGTH_BYTES = 8
const MAX_HEADER = 100_000_000
const MAX_RANK = 64

export interface Safetensors {
  readonly tensors: Tensors
  readonly metadata: Readonly<Record<string, string>>
}

/** Large elements come first, so that all numbers are aligned within the file. */
export function encodeSafetensors(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, bytes: need(bytesOf(tensor), `numbers of "${name}"`) }))
    .sort((a, b) => sizeOfElement(b.tensor) - sizeOfElement(a.tensor) || (a.name < b.name ? -1 : 1))
  const list: [string, unknown][] = Object.keys(metadata).length > 0 ? [[METADATA, metadata]] : []
  let offset = 0
  for (const { name, tensor, bytes } of entries) {
    const { dtype, dims } = tensor
    assert(name !== METADATA, 'no tensor has the name that safetensors keeps for its metadata')
    assert(bytes.length === sizeOf(dims) * sizeOfElement(tensor), `"${name}" holds what its shape says`, {
      dims,
    })
    list.push([name, { dtype: NAMES[dtype], shape: dims, data_offsets: [offset, offset + bytes.length] }])
    offset += bytes.length
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(list)))
  const header = Math.ceil(json.length / 8) * 8
  const file = new Uint8Array(LENGTH_BYTES + header + offset)
  new DataView(file.buffer).setBigUint64(0, BigInt(header), true)
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + header)
  file.set(json, LENGTH_BYTES)
  let position = LENGTH_BYTES + header
  for (const { bytes } of entries) {
    file.set(bytes, position)
    position += bytes.length
  }
  return file
}

/**
 * Numbers are views of `bytes` wherever these are aligned.
 * @throws FaultError `bad-file`
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < LENGTH_BYTES) throw bad('it is too short')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > BigInt(Math.min(MAX_HEADER, bytes.length - LENGTH_BYTES)))
    throw bad(`its list should have ${length} bytes, but ${bytes.length - LENGTH_BYTES} follow`)
  const start = LENGTH_BYTES + Number(length)
  const { [METADATA]: metadata, ...list } = record(parseJson(bytes.subarray(LENGTH_BYTES, start)), 'its list')
  const data = bytes.subarray(start)
  const tensors = Object.entries(list).map(
    ([name, entry]) => [name, readEntry(name, record(entry, `"${name}"`), data)] as const,
  )
  checkCovered(
    tensors.map(([, { from, to }]) => [from, to]),
    data.length,
  )
  return {
    tensors: Object.fromEntries(tensors.map(([name, { tensor }]) => [name, tensor])),
    metadata: Object.fromEntries(
      Object.entries(record(metadata ?? {}, METADATA)).map(([k, v]) => [k, String(v)]),
    ),
  }
}

interface Placed {
  readonly tensor: Tensor
  readonly from: number
  readonly to: number
}

function readEntry(name: string, entry: Readonly<Record<string, unknown>>, data: Uint8Array): Placed {
  const dtype = DTYPES.get(String(entry.dtype))
  if (dtype === undefined)
    throw bad(`"${name}" has the type ${JSON.stringify(entry.dtype)}, which Heed does not read`)
  const dims = wholeNumbers(entry.shape, `the shape of "${name}"`)
  const [from = 0, to = 0, ...rest] = wholeNumbers(entry.data_offsets, `the place of "${name}"`)
  if (rest.length > 0 || from > to || to > data.length)
    throw bad(`"${name}" should lie at bytes ${from} to ${to} of ${data.length}`)
  const expected = sizeOf(dims) * need(elementSize(dtype), dtype)
  if (expected !== to - from)
    throw bad(`"${name}" of shape [${dims.join(', ')}] needs ${expected} bytes, but has ${to - from}`)
  return { tensor: { dtype, dims, data: viewOf(dtype, data.subarray(from, to)) }, from, to }
}

/** The format allows neither holes nor overlaps: nothing hides, and nothing is read twice. */
function checkCovered(places: readonly (readonly [number, number])[], length: number): void {
  let position = 0
  for (const [from, to] of places.toSorted(([a, b], [c, d]) => a - c || b - d)) {
    if (from !== position)
      throw bad(
        `bytes ${Math.min(from, position)} to ${Math.max(from, position)} belong to no tensor or to two`,
      )
    position = to
  }
  if (position !== length) throw bad(`${length - position} bytes at its end belong to no tensor`)
}

function wholeNumbers(value: unknown, what: string): number[] {
  const fine =
    Array.isArray(value) && value.length <= MAX_RANK && value.every((n) => Number.isSafeInteger(n) && n >= 0)
  if (!fine) throw bad(`${what} should be a list of whole numbers`)
  return value
}

function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(`${what} should be a JSON object`)
  return Object.fromEntries(Object.entries(value))
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw bad('its list is not JSON', error)
  }
}

function sizeOfElement({ dtype }: Tensor): number {
  return need(elementSize(dtype), `size of ${dtype}`)
}

function bad(why: string, cause?: unknown): Error {
  return fault('bad-file', `These weights cannot be read as safetensors: ${why}.`, cause)
}
