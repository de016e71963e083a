/**
 * A model's file as a skeleton: the same model, in which weights above a kilobyte are external references into the file itself (its
 * name, offset, length). The file is walked through once with positioned reads, and its weights are never read. onnxruntime is given
 * the skeleton's bytes and the file's folder.
 *
 * Only what has to be known to step over weights is looked at here; `checkWire` and `decodeModel` look at the skeleton as at any model.
 */

import { create, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { fault } from '#shared/base/fault'
import { FileWindow } from './fileWindow'
import { Growing } from './growing'
import { messages, schemaOf } from './schema'

/** Tensors of so many bytes stay in the skeleton: constants that shapes are made of, scales. */
const SMALL = 1024
/** No protobuf reader takes more, nor does onnxruntime. */
const LARGEST_FILE = 2 ** 31 - 1
/** What is left beside the weights, at the most: names, nodes, and numbers that are not stored as bytes. */
const LARGEST_SKELETON = 512 * 2 ** 20
const MOST_TENSORS = 1_000_000
/** A field's number and a length or a number behind it. */
const HEADER = 20

const EXTERNAL = 1
const FLOAT = 1
const DOUBLE = 11
const FLOAT_DATA = 4
const DOUBLE_DATA = 10
const { graph: GRAPH } = messages.ModelProto
const { initializer: INITIALIZER } = messages.GraphProto
const { dataType: DATA_TYPE, rawData: RAW_DATA, dataLocation: DATA_LOCATION } = messages.TensorProto

export interface Skeleton {
  readonly bytes: Uint8Array
  /** Bytes of weights that stayed in the file. */
  readonly left: number
}

export interface SkeletonChoices {
  /** What the references call the file: its name in its folder. */
  readonly name: string
  readonly size: number
  /** Hears how many bytes of the file are behind. */
  readonly onProgress?: ((done: number) => void) | undefined
}

/**
 * @param file an open file; reading it blocks, for it is many small readings that each take less than a turn of the event loop
 * @throws FaultError `bad-model` or `too-large`
 */
export function readSkeleton(file: number, { name, size, onProgress }: SkeletonChoices): Skeleton {
  if (size > LARGEST_FILE)
    throw fault(
      'too-large',
      `${name} has ${(size / 2 ** 30).toFixed(1)} GB, and an ONNX file can have 2 GB at the most: larger models keep their weights in a file beside them.`,
    )
  const walk: Walk = {
    window: new FileWindow(file, size),
    name,
    whole: new Growing(),
    kept: 0,
    left: 0,
    tensors: 0,
    onProgress,
  }
  const { window, whole } = walk
  while (window.position < size) {
    const field = header(walk, size, 'ModelProto')
    if (field.number === GRAPH[0] && field.wire === WireType.LengthDelimited) {
      const graph = readGraph(walk, field.end)
      whole.add(new BinaryWriter().tag(GRAPH[0], WireType.LengthDelimited).uint32(graph.length).finish())
      whole.add(graph)
    } else copy(walk, field, whole)
  }
  return { bytes: whole.bytes(), left: walk.left }
}

interface Walk {
  readonly window: FileWindow
  readonly name: string
  readonly whole: Growing
  /** Bytes kept so far, in any part. */
  kept: number
  left: number
  tensors: number
  readonly onProgress: SkeletonChoices['onProgress']
}

interface FieldAt {
  readonly number: number
  readonly wire: number
  /** Where the field begins, with its tag; where its payload begins and ends. */
  readonly start: number
  readonly payload: number
  readonly end: number
  /** Of a varint. */
  readonly value: number
}

function readGraph(walk: Walk, end: number): Uint8Array {
  const graph = new Growing()
  while (walk.window.position < end) {
    const field = header(walk, end, 'GraphProto')
    if (
      field.number !== INITIALIZER[0] ||
      field.wire !== WireType.LengthDelimited ||
      field.end - field.payload <= SMALL
    ) {
      copy(walk, field, graph)
      continue
    }
    if (++walk.tensors > MOST_TENSORS) throw bad(walk, `it holds more than ${MOST_TENSORS} large constants`)
    const tensor = readTensor(walk, field.end)
    keep(walk, tensor.length)
    graph.add(new BinaryWriter().tag(INITIALIZER[0], WireType.LengthDelimited).uint32(tensor.length).finish())
    graph.add(tensor)
    walk.onProgress?.(walk.window.position)
  }
  return graph.bytes()
}

/** A large constant: with a reference in place of its numbers where they lie in the file as they lie in memory. */
function readTensor(walk: Walk, end: number): Uint8Array {
  const tensor = new Growing()
  const numbers: FieldAt[] = []
  let dataType = 0
  let location = 0
  while (walk.window.position < end) {
    const field = header(walk, end, 'TensorProto')
    if (holdsNumbers(field)) {
      numbers.push(field)
      walk.window.position = field.end
      continue
    }
    if (field.number === DATA_TYPE[0]) dataType = field.value
    if (field.number === DATA_LOCATION[0]) location = field.value
    copy(walk, field, tensor)
  }
  const [only] = numbers
  if (only !== undefined && numbers.length === 1 && location !== EXTERNAL && liesAsInMemory(only, dataType)) {
    walk.left += only.end - only.payload
    tensor.add(referenceTo(walk.name, only.payload, only.end - only.payload))
    return tensor.bytes()
  }
  for (const field of numbers) copy(walk, field, tensor)
  walk.window.position = end
  return tensor.bytes()
}

function holdsNumbers({ number, wire }: FieldAt): boolean {
  return (
    wire === WireType.LengthDelimited &&
    (number === RAW_DATA[0] || number === FLOAT_DATA || number === DOUBLE_DATA)
  )
}

/** Lists of floats and doubles are written one after the other, little-endian, as raw bytes are. */
function liesAsInMemory({ number }: FieldAt, dataType: number): boolean {
  if (number === FLOAT_DATA) return dataType === FLOAT
  return number === DOUBLE_DATA ? dataType === DOUBLE : true
}

function referenceTo(name: string, offset: number, length: number): Uint8Array {
  return toBinary(
    schemaOf('TensorProto'),
    create(schemaOf('TensorProto'), {
      dataLocation: EXTERNAL,
      externalData: [
        { key: 'location', value: name },
        { key: 'offset', value: String(offset) },
        { key: 'length', value: String(length) },
      ],
    }),
  )
}

/** Reads a field's tag and what says how long it is; the window stands at its payload afterwards. */
function header(walk: Walk, end: number, message: string): FieldAt {
  const { window } = walk
  const start = window.position
  if (!window.has(HEADER)) window.fill(HEADER)
  const tag = varint(walk, end)
  const number = Math.floor(tag / 8)
  const wire = tag % 8
  if (number < 1 || number > 0x1fffffff) throw bad(walk, `a ${message} has a field with the number ${number}`)
  const at = (payload: number, length: number, value = 0): FieldAt => {
    if (length > end - payload)
      throw bad(
        walk,
        `a field of a ${message} says that it has ${length} bytes where ${end - payload} are left`,
      )
    return { number, wire, start, payload, end: payload + length, value }
  }
  switch (wire) {
    case WireType.Varint: {
      const payload = window.position
      const value = varint(walk, end)
      return { number, wire, start, payload, end: window.position, value }
    }
    case WireType.Bit64:
      return at(window.position, 8)
    case WireType.Bit32:
      return at(window.position, 4)
    case WireType.LengthDelimited: {
      const length = varint(walk, end)
      return at(window.position, length)
    }
    default:
      throw bad(walk, `a ${message} has a field of wire type ${wire}, which ONNX does not use`)
  }
}

/** Copies a field as it is, and goes on behind it. */
function copy(walk: Walk, { start, end }: FieldAt, to: Growing): void {
  const { window } = walk
  keep(walk, end - start)
  window.position = start
  if (!window.has(end - start)) window.fill(end - start)
  to.add(window.view(start, end))
  window.position = end
}

function keep(walk: Walk, bytes: number): void {
  walk.kept += bytes
  if (walk.kept > LARGEST_SKELETON)
    throw fault(
      'too-large',
      `${walk.name} holds more than ${LARGEST_SKELETON / 2 ** 20} MB beside weights that can be left where they lie: Heed cannot open it. Save its weights as raw data, or in a file beside it.`,
    )
}

/** An unsigned varint; exact below 2^53, which every length and tag must be. */
function varint(walk: Walk, end: number): number {
  const { window } = walk
  let value = 0
  let scale = 1
  for (let count = 0; count < 10; count++) {
    if (window.position >= end) throw bad(walk, 'it ends inside a number')
    const byte = window.byte()
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 128
  }
  throw bad(walk, 'a number takes more than ten bytes')
}

function bad({ window }: Walk, what: string): Error {
  return fault('bad-model', `This is not a readable ONNX model: ${what} (at byte ${window.position}).`)
}
