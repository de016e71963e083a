/**
 * The numbers of a tensor that are stored as lists (`float_data`, `int32_data`, …) instead of raw bytes. The schema leaves these
 * fields unknown, so they stay views of the file until somebody asks for them.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { fault } from '#shared/base/fault'
import type { DType, TensorData } from '#shared/ir/graph'
import { viewOf } from './rawData'
import type { TensorProto } from './schema'

type Storage = 'float' | 'double' | 'int32' | 'int64' | 'uint64'

const FIELDS: Readonly<Record<Storage, number>> = { float: 4, int32: 5, int64: 7, double: 10, uint64: 11 }

/** Which list holds the elements of a type. */
const STORAGE: Readonly<Partial<Record<DType, Storage>>> = {
  float32: 'float',
  float64: 'double',
  int8: 'int32',
  uint8: 'int32',
  int16: 'int32',
  uint16: 'int32',
  int32: 'int32',
  bool: 'int32',
  float16: 'int32',
  bfloat16: 'int32',
  int64: 'int64',
  uint32: 'uint64',
  uint64: 'uint64',
}

/** The pieces of the list that belongs to a type, each without its length. */
function piecesOf(proto: TensorProto, storage: Storage): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (const field of proto.$unknown ?? []) {
    if (field.no !== FIELDS[storage]) continue
    pieces.push(
      field.wireType === WireType.LengthDelimited ? new BinaryReader(field.data).bytes() : field.data,
    )
  }
  return pieces
}

/** How many elements the lists of a tensor hold; undefined where the type is not stored in lists. */
export function countTyped(proto: TensorProto, dtype: DType): number | undefined {
  const storage = STORAGE[dtype]
  if (storage === undefined) return undefined
  let count = 0
  for (const piece of piecesOf(proto, storage)) {
    if (storage === 'float') count += piece.length / 4
    else if (storage === 'double') count += piece.length / 8
    else for (const byte of piece) if (byte < 0x80) count++
  }
  return count
}

/** Reads `count` elements, as {@link countTyped} counted them. */
export function readTyped(proto: TensorProto, dtype: DType, count: number): TensorData {
  const storage = STORAGE[dtype]
  if (storage === undefined)
    throw fault('unsupported', `The tensor "${proto.name}" has a type that Heed cannot read.`)
  const pieces = piecesOf(proto, storage)
  if (storage === 'float' || storage === 'double') return viewOf(dtype, joined(pieces))
  const data = integers(dtype, count)
  let index = 0
  for (const piece of pieces) {
    const reader = new BinaryReader(piece)
    while (reader.pos < reader.len) {
      if (data instanceof BigInt64Array) data[index++] = BigInt(reader.int64())
      else if (data instanceof BigUint64Array) data[index++] = BigInt(reader.uint64())
      else if (storage === 'uint64') data[index++] = Number(reader.uint64())
      else data[index++] = reader.int32()
    }
  }
  return data
}

function integers(dtype: DType, count: number) {
  if (dtype === 'int8') return new Int8Array(count)
  if (dtype === 'uint8' || dtype === 'bool') return new Uint8Array(count)
  if (dtype === 'int16') return new Int16Array(count)
  if (dtype === 'int32') return new Int32Array(count)
  if (dtype === 'uint32') return new Uint32Array(count)
  if (dtype === 'int64') return new BigInt64Array(count)
  if (dtype === 'uint64') return new BigUint64Array(count)
  return new Uint16Array(count)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces
  if (first !== undefined && pieces.length === 1) return first
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let position = 0
  for (const piece of pieces) {
    whole.set(piece, position)
    position += piece.length
  }
  return whole
}
