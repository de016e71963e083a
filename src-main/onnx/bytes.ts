/**
 * Model message ↔ bytes. Weights are copied once, into the result: they are kept out of the protobuf writer, which would move them
 * each time its buffer grows.
 */
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { fault } from '#shared/base/fault'
import { type GraphProto, type ModelProto, messages, schemaOf, type TensorProto } from './schema'
import { checkWire, MAX_DEPTH } from './wire'

/** No protobuf reader takes more. */
const MAX_BYTES = 2 ** 31 - 1

/**
 * Bytes of the model's weights stay views of `bytes`.
 * @throws FaultError `bad-model` or `too-large`
 */
export function readModel(bytes: Uint8Array): ModelProto {
  if (bytes.length > MAX_BYTES) throw tooLarge(bytes.length)
  checkWire('ModelProto', bytes)
  try {
    return fromBinary(schemaOf('ModelProto'), bytes, { recursionLimit: MAX_DEPTH + 1 })
  } catch (error) {
    throw fault('bad-model', 'This is not a readable ONNX model.', error)
  }
}

export function writeModel(model: ModelProto): Uint8Array {
  const chunks: Uint8Array[] = [toBinary(schemaOf('ModelProto'), { ...model, graph: undefined })]
  if (model.graph !== undefined) {
    const graph = graphChunks(model.graph)
    chunks.push(header(messages.ModelProto.graph[0], lengthOf(graph)), ...graph)
  }
  return concatenate(chunks)
}

function graphChunks(graph: GraphProto): Uint8Array[] {
  const chunks: Uint8Array[] = [toBinary(schemaOf('GraphProto'), { ...graph, initializer: [] })]
  for (const tensor of graph.initializer) {
    const parts = tensorChunks(tensor)
    chunks.push(header(messages.GraphProto.initializer[0], lengthOf(parts)), ...parts)
  }
  return chunks
}

function tensorChunks(tensor: TensorProto): Uint8Array[] {
  if (tensor.rawData.length === 0) return [toBinary(schemaOf('TensorProto'), tensor)]
  const { rawData, ...rest } = tensor
  const small = toBinary(schemaOf('TensorProto'), rest as TensorProto)
  return [small, header(messages.TensorProto.rawData[0], rawData.length), rawData]
}

function header(field: number, length: number): Uint8Array {
  if (length > MAX_BYTES) throw tooLarge(length)
  return new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish()
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((length, chunk) => length + chunk.length, 0)
}

/** One copy of all of them. Messages written one after the other are one message: fields merge, lists grow. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const length = lengthOf(chunks)
  if (length > MAX_BYTES) throw tooLarge(length)
  const bytes = new Uint8Array(length)
  let position = 0
  for (const chunk of chunks) {
    bytes.set(chunk, position)
    position += chunk.length
  }
  return bytes
}

function tooLarge(length: number): Error {
  const gigabytes = (length / 2 ** 30).toFixed(1)
  return fault(
    'too-large',
    `An ONNX file can hold 2 GB at the most, and this one would hold ${gigabytes} GB.`,
  )
}
