/**
 * TensorProto ↔ Tensor. Numbers stay views of the file's bytes and are read when asked for; sizes are checked at once.
 */
import { create } from '@bufbuild/protobuf'
import { assert, need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { sizeOf, type Tensor, type TensorData } from '#shared/ir/graph'
import { bitsOf, codeOf, dtypeOf } from './elements'
import { bytesOf, viewOf } from './rawData'
import { schemaOf, type TensorProto } from './schema'
import { countTyped, readTyped } from './typedData'

/** Where a tensor lies that is not in the model's own file. */
export interface ExternalData {
  readonly tensor: string
  /** Relative to the model's folder, as the file says; see `checkExternal`. */
  readonly location: string
  readonly offset: number
  /** Bytes. */
  readonly length: number
}

/** Gives the bytes of a tensor that lies in a file. */
export type ExternalReader = (data: ExternalData) => Uint8Array

const EXTERNAL = 1
const MAX_RANK = 64

/** `external` is set where the numbers lie outside; the tensor's `data` is then a fault. */
export function decodeTensor(
  proto: TensorProto,
  read?: ExternalReader,
): {
  readonly tensor: Tensor
  readonly external?: ExternalData
} {
  const dtype = dtypeOf(proto.dataType)
  const dims = dimsOf(proto)
  const count = sizeOf(dims)
  if (proto.dataLocation === EXTERNAL) {
    const external = externalOf(proto, count)
    if (read !== undefined) return { tensor: elsewhere(dtype, dims, external, read), external }
    const refuse = (): TensorData => {
      throw fault(
        'unsupported',
        `The tensor "${proto.name}" lies in the file "${external.location}", which is not loaded.`,
      )
    }
    return { tensor: lazy(dtype, dims, refuse), external }
  }
  if (dtype === 'string') {
    expectCount(proto, dims, count, proto.stringData.length)
    return {
      tensor: lazy(dtype, dims, () => proto.stringData.map((bytes) => new TextDecoder().decode(bytes))),
    }
  }
  if (proto.rawData.length > 0) {
    const bits = bitsOf(proto.dataType)
    const expected = bits === undefined ? proto.rawData.length : Math.ceil((count * bits) / 8)
    if (expected !== proto.rawData.length)
      throw fault(
        'bad-model',
        `The tensor "${proto.name}" of shape [${dims.join(', ')}] needs ${expected} bytes, but the file holds ${proto.rawData.length}.`,
      )
    return {
      tensor: lazy(dtype, dims, () => (dtype === 'undefined' ? proto.rawData : viewOf(dtype, proto.rawData))),
    }
  }
  const found = countTyped(proto, dtype)
  if (found !== undefined) expectCount(proto, dims, count, found)
  return { tensor: lazy(dtype, dims, () => readTyped(proto, dtype, count)) }
}

/** The bytes of the data are shared, not copied. */
export function encodeTensor(name: string, tensor: Tensor): TensorProto {
  const dataType = codeOf(tensor.dtype)
  assert(dataType !== 0, `the tensor "${name}" has no element type that ONNX knows`)
  const { data } = tensor
  assert(
    data.length === sizeOf(tensor.dims),
    `the tensor "${name}" holds as many elements as its shape says`,
    {
      dims: tensor.dims,
      length: data.length,
    },
  )
  const common = { name, dataType, dims: tensor.dims.map(BigInt) }
  if (tensor.dtype === 'string') {
    const stringData = (data as readonly string[]).map((text) => new TextEncoder().encode(text))
    return create(schemaOf('TensorProto'), { ...common, stringData })
  }
  return create(schemaOf('TensorProto'), {
    ...common,
    rawData: need(bytesOf(tensor), `numbers of "${name}"`),
  })
}

/** Read anew each time: whoever needs the numbers for longer keeps them. */
function elsewhere(
  dtype: Tensor['dtype'],
  dims: readonly number[],
  external: ExternalData,
  read: ExternalReader,
): Tensor {
  return {
    dtype,
    dims,
    get data() {
      const bytes = read(external)
      return dtype === 'undefined' ? bytes : viewOf(dtype, bytes)
    },
  }
}

function lazy(dtype: Tensor['dtype'], dims: readonly number[], read: () => TensorData): Tensor {
  let data: TensorData | undefined
  return {
    dtype,
    dims,
    get data() {
      data ??= read()
      return data
    },
  }
}

function dimsOf(proto: TensorProto): number[] {
  if (proto.dims.length > MAX_RANK)
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" has ${proto.dims.length} axes; ${MAX_RANK} is the most.`,
    )
  const dims = proto.dims.map(Number)
  if (dims.some((dim) => dim < 0))
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" has a negative size in its shape [${dims.join(', ')}].`,
    )
  // Without the zeros: [2^40, 2^40, 0] is empty, and still no shape that anything can hold.
  if (sizeOf(dims.filter((dim) => dim > 0)) > Number.MAX_SAFE_INTEGER)
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" has a shape too large to count: [${dims.join(', ')}].`,
    )
  return dims
}

function expectCount(proto: TensorProto, dims: readonly number[], expected: number, found: number): void {
  if (expected === found) return
  const shape = `[${dims.join(', ')}]`
  throw fault(
    'bad-model',
    `The tensor "${proto.name}" of shape ${shape} needs ${expected} elements, but the file holds ${found}.`,
  )
}

function externalOf(proto: TensorProto, count: number): ExternalData {
  const entries = new Map(proto.externalData.map(({ key, value }) => [key, value] as const))
  const location = entries.get('location')
  if (location === undefined || location === '')
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" lies in another file, but the model does not say in which.`,
    )
  const bits = bitsOf(proto.dataType)
  if (bits === undefined || bits === 0)
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" lies in another file, but its type has no fixed size.`,
    )
  const needed = Math.ceil((count * bits) / 8)
  const length = wholeNumber(proto.name, 'length', entries.get('length') ?? String(needed))
  if (length !== needed)
    throw fault(
      'bad-model',
      `The tensor "${proto.name}" needs ${needed} bytes, but the model says that ${length} lie in "${location}".`,
    )
  return {
    tensor: proto.name,
    location,
    offset: wholeNumber(proto.name, 'offset', entries.get('offset') ?? '0'),
    length,
  }
}

function wholeNumber(tensor: string, what: string, text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw fault(
      'bad-model',
      `The ${what} of the tensor "${tensor}" in its file should be a whole number, but is "${text}".`,
    )
  return Number(text)
}
