/**
 * NumPy arrays, one to a file.
 */
import { bytesOf, elementSize, viewOf } from '#main/onnx/rawData'
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { type DType, sizeOf, type Tensor, type TensorData } from '#shared/ir/graph'
import { badNpy, readNpyHeader, writeNpyHeader } from './npyHeader'

const DESCRS: Readonly<Partial<Record<DType, string>>> = {
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  bool: '|b1',
}
const DTYPES = new Map(
  Object.entries(DESCRS).map(([dtype, descr]) => [descr.slice(1), dtype as DType] as const),
)
const CODE_POINT_BYTES = 4

/**
 * Both byte orders and both memory orders are read; text too (`U`, `S`). Numbers are views of `bytes` wherever these are aligned.
 * @throws FaultError `bad-file` or `unsupported`
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  const { descr, fortran, dims, start } = readNpyHeader(bytes)
  const body = bytes.subarray(start)
  const text = /^[<>|=]?([US])([1-9]\d{0,6})$/.exec(descr)
  if (text !== null) {
    const width = Number(text[2]) * (text[1] === 'U' ? CODE_POINT_BYTES : 1)
    expectBytes(dims, width, body)
    const strings = texts(body, sizeOf(dims), width, text[1] === 'U', descr.startsWith('>'))
    return { dtype: 'string', dims, data: fortran ? rowMajor(strings, dims) : strings }
  }
  const dtype = DTYPES.get(descr.replace(/^[<>|=]/, ''))
  if (dtype === undefined) throw unreadable(descr)
  const size = need(elementSize(dtype), dtype)
  expectBytes(dims, size, body)
  const data = viewOf(dtype, descr.startsWith('>') ? swapped(body, size) : body)
  return { dtype, dims, data: fortran ? rowMajor(data, dims) : data }
}

/** NumPy has no bfloat16: such a tensor is written as float32, which holds the same numbers. */
export function encodeNpy(tensor: Tensor): Uint8Array {
  const { dtype, dims } = tensor
  if (dtype === 'string') return encodeTexts(tensor)
  if (dtype === 'bfloat16')
    return encodeNpy({ dtype: 'float32', dims, data: widened(tensor.data as Uint16Array) })
  const header = writeNpyHeader(need(DESCRS[dtype], `NumPy's name for ${dtype}`), dims)
  const body = need(bytesOf(tensor), 'numbers')
  const file = new Uint8Array(header.length + body.length)
  file.set(header)
  file.set(body, header.length)
  return file
}

function unreadable(descr: string): Error {
  if (/^\|?O/.test(descr))
    return fault('unsupported', 'This .npy file holds Python objects; Heed reads plain numbers and text.')
  return fault(
    'unsupported',
    `This .npy file holds elements of the type "${descr}"; Heed reads plain numbers and text.`,
  )
}

function expectBytes(dims: readonly number[], size: number, body: Uint8Array): void {
  const expected = sizeOf(dims) * size
  if (expected !== body.length)
    throw badNpy(`its shape (${dims.join(', ')}) needs ${expected} bytes, but ${body.length} follow`)
}

function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) result[i] = bytes[i - (i % size) + size - 1 - (i % size)]!
  return result
}

/** Elements in column-major order → the same in row-major order. */
function rowMajor<T extends TensorData>(data: T, dims: readonly number[]): T {
  const result = data.slice() as unknown as { [index: number]: unknown }
  const strides: number[] = []
  let stride = 1
  for (const dim of dims) {
    strides.push(stride)
    stride *= dim
  }
  const index = dims.map(() => 0)
  let from = 0
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from]
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += strides[axis]!
      if (++index[axis]! < dims[axis]!) break
      from -= strides[axis]! * dims[axis]!
      index[axis] = 0
    }
  }
  return result as unknown as T
}

function texts(body: Uint8Array, count: number, width: number, wide: boolean, big: boolean): string[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const strings: string[] = []
  for (let start = 0; strings.length < count; start += width) {
    const codes: number[] = []
    for (let at = start; at < start + width; at += wide ? CODE_POINT_BYTES : 1)
      codes.push(wide ? view.getUint32(at, !big) : view.getUint8(at))
    while (codes.at(-1) === 0) codes.pop()
    if (codes.some((code) => code > 0x10ffff)) throw badNpy('it holds text that is none')
    strings.push(codes.map((code) => String.fromCodePoint(code)).join(''))
  }
  return strings
}

function encodeTexts({ dims, data }: Tensor): Uint8Array {
  const points = [...(data as readonly string[])].map((text) =>
    [...text].map((char) => char.codePointAt(0) ?? 0),
  )
  const longest = points.reduce((most, each) => Math.max(most, each.length), 1)
  const codes = new Uint32Array(points.length * longest)
  for (const [row, each] of points.entries()) codes.set(each, row * longest)
  const header = writeNpyHeader(`<U${longest}`, dims)
  const file = new Uint8Array(header.length + codes.byteLength)
  file.set(header)
  file.set(new Uint8Array(codes.buffer), header.length)
  return file
}

function widened(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer)
}
