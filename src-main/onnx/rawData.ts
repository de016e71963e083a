/**
 * Little-endian bytes ↔ numbers of an element type, without a copy wherever the bytes lie on an address that allows it.
 */
import { fault } from '#shared/base/fault'
import type { DType, Tensor, TensorData } from '#shared/ir/graph'

type NumberArray = Exclude<TensorData, readonly string[]>

interface NumberArrayOf {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumberArray
}

const ARRAYS: Readonly<Partial<Record<DType, NumberArrayOf>>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
}

/** Bytes of one element; undefined for strings and for types without a name. */
export function elementSize(dtype: DType): number | undefined {
  return ARRAYS[dtype]?.BYTES_PER_ELEMENT
}

/** Numbers over the same memory; a copy only where the address is not a multiple of the element's size. */
export function viewOf(dtype: DType, bytes: Uint8Array): TensorData {
  const ArrayOf = ARRAYS[dtype]
  if (ArrayOf === undefined) throw fault('unsupported', `Heed cannot read numbers of the type ${dtype}.`)
  const size = ArrayOf.BYTES_PER_ELEMENT
  // A Buffer's own slice would be no copy.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes)
  return new ArrayOf(aligned.buffer, aligned.byteOffset, aligned.byteLength / size)
}

/** The bytes of a tensor of numbers, over the same memory; undefined for strings. */
export function bytesOf(tensor: Tensor): Uint8Array | undefined {
  const { data } = tensor
  if (!ArrayBuffer.isView(data)) return undefined
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
