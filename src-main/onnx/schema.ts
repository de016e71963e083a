/**
 * The messages of an ONNX file, as far as Heed reads them: field names, numbers and types. Everything that is not listed (training
 * information, device configurations, a tensor's typed number lists, whatever a later version adds) is kept as unknown fields and
 * survives a round trip. Source: the ONNX IR specification, https://onnx.ai/onnx/api/classes.html.
 */
import { create, createFileRegistry, type Message } from '@bufbuild/protobuf'
import type { GenMessage } from '@bufbuild/protobuf/codegenv2'
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt'
import { need } from '#shared/base/assert'

export const messages = {
  ModelProto: {
    irVersion: [1, 'int64'],
    producerName: [2, 'string'],
    producerVersion: [3, 'string'],
    domain: [4, 'string'],
    modelVersion: [5, 'int64'],
    docString: [6, 'string'],
    graph: [7, 'GraphProto'],
    opsetImport: [8, 'OperatorSetIdProto[]'],
    metadataProps: [14, 'StringStringEntryProto[]'],
    functions: [25, 'FunctionProto[]'],
  },
  OperatorSetIdProto: { domain: [1, 'string'], version: [2, 'int64'] },
  StringStringEntryProto: { key: [1, 'string'], value: [2, 'string'] },
  GraphProto: {
    node: [1, 'NodeProto[]'],
    name: [2, 'string'],
    initializer: [5, 'TensorProto[]'],
    docString: [10, 'string'],
    input: [11, 'ValueInfoProto[]'],
    output: [12, 'ValueInfoProto[]'],
    valueInfo: [13, 'ValueInfoProto[]'],
    quantizationAnnotation: [14, 'TensorAnnotation[]'],
    sparseInitializer: [15, 'SparseTensorProto[]'],
    metadataProps: [16, 'StringStringEntryProto[]'],
  },
  NodeProto: {
    input: [1, 'string[]'],
    output: [2, 'string[]'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'AttributeProto[]'],
    docString: [6, 'string'],
    domain: [7, 'string'],
    overload: [8, 'string'],
    metadataProps: [9, 'StringStringEntryProto[]'],
  },
  AttributeProto: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    t: [5, 'TensorProto'],
    g: [6, 'GraphProto'],
    floats: [7, 'float[]'],
    ints: [8, 'int64[]'],
    strings: [9, 'bytes[]'],
    tensors: [10, 'TensorProto[]'],
    graphs: [11, 'GraphProto[]'],
    docString: [13, 'string'],
    tp: [14, 'TypeProto'],
    typeProtos: [15, 'TypeProto[]'],
    type: [20, 'int32'],
    refAttrName: [21, 'string'],
    sparseTensor: [22, 'SparseTensorProto'],
    sparseTensors: [23, 'SparseTensorProto[]'],
  },
  TensorProto: {
    dims: [1, 'int64[]'],
    dataType: [2, 'int32'],
    stringData: [6, 'bytes[]'],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
    docString: [12, 'string'],
    externalData: [13, 'StringStringEntryProto[]'],
    dataLocation: [14, 'int32'],
    metadataProps: [16, 'StringStringEntryProto[]'],
  },
  SparseTensorProto: {
    values: [1, 'TensorProto'],
    indices: [2, 'TensorProto'],
    dims: [3, 'int64[]'],
  },
  TensorAnnotation: {
    tensorName: [1, 'string'],
    quantParameterTensorNames: [2, 'StringStringEntryProto[]'],
  },
  ValueInfoProto: {
    name: [1, 'string'],
    type: [2, 'TypeProto'],
    docString: [3, 'string'],
    metadataProps: [4, 'StringStringEntryProto[]'],
  },
  TypeProto: {
    tensorType: [1, 'TensorTypeProto'],
    sequenceType: [4, 'ElementTypeProto'],
    mapType: [5, 'MapTypeProto'],
    denotation: [6, 'string'],
    opaqueType: [7, 'OpaqueTypeProto'],
    sparseTensorType: [8, 'TensorTypeProto'],
    optionalType: [9, 'ElementTypeProto'],
  },
  TensorTypeProto: { elemType: [1, 'int32'], shape: [2, 'TensorShapeProto'] },
  ElementTypeProto: { elemType: [1, 'TypeProto'] },
  MapTypeProto: { keyType: [1, 'int32'], valueType: [2, 'TypeProto'] },
  OpaqueTypeProto: { domain: [1, 'string'], name: [2, 'string'] },
  TensorShapeProto: { dim: [1, 'DimensionProto[]'] },
  DimensionProto: { dimValue: [1, 'int64'], dimParam: [2, 'string'], denotation: [3, 'string'] },
  FunctionProto: {
    name: [1, 'string'],
    input: [4, 'string[]'],
    output: [5, 'string[]'],
    attribute: [6, 'string[]'],
    node: [7, 'NodeProto[]'],
    docString: [8, 'string'],
    opsetImport: [9, 'OperatorSetIdProto[]'],
    domain: [10, 'string'],
    attributeProto: [11, 'AttributeProto[]'],
    valueInfo: [12, 'ValueInfoProto[]'],
    overload: [13, 'string'],
    metadataProps: [14, 'StringStringEntryProto[]'],
  },
} as const

type Messages = typeof messages
export type MessageName = keyof Messages

interface Scalars {
  int32: number
  int64: bigint
  float: number
  string: string
  bytes: Uint8Array
}

type Single<T> = T extends keyof Scalars ? Scalars[T] : T extends MessageName ? MessageOf<T> : never
type Field<T> = T extends `${infer Item}[]`
  ? Single<Item>[]
  : T extends keyof Scalars
    ? Scalars[T]
    : Single<T> | undefined
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly [number, infer F] ? Field<F> : never }

/** One message in memory. An absent scalar reads as its zero; absent messages are undefined. */
export type MessageOf<N extends MessageName> = Message<`onnx.${N}`> & Mutable<Messages[N]>

export type ModelProto = MessageOf<'ModelProto'>
export type GraphProto = MessageOf<'GraphProto'>
export type NodeProto = MessageOf<'NodeProto'>
export type FunctionProto = MessageOf<'FunctionProto'>
export type AttributeProto = MessageOf<'AttributeProto'>
export type TensorProto = MessageOf<'TensorProto'>
export type ValueInfoProto = MessageOf<'ValueInfoProto'>
export type TypeProto = MessageOf<'TypeProto'>

const SCALARS = {
  int32: Type.INT32,
  int64: Type.INT64,
  float: Type.FLOAT,
  string: Type.STRING,
  bytes: Type.BYTES,
}

/** What a field's type says: its element, whether it repeats, whether it is a message. */
export function fieldType(type: string): {
  readonly item: string
  readonly repeated: boolean
  readonly message: boolean
} {
  const repeated = type.endsWith('[]')
  const item = repeated ? type.slice(0, -2) : type
  return { item, repeated, message: item in messages }
}

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: 'onnx.proto',
    package: 'onnx',
    syntax: 'proto2',
    messageType: Object.entries(messages).map(([name, fields]) => ({
      name,
      field: Object.entries(fields).map(([field, [number, type]]) => {
        const { item, repeated, message } = fieldType(type)
        return {
          name: field,
          number,
          label: repeated ? Label.REPEATED : Label.OPTIONAL,
          ...(message
            ? { type: Type.MESSAGE, typeName: `.onnx.${item}` }
            : { type: SCALARS[item as keyof typeof SCALARS] }),
        }
      }),
    })),
  }),
  () => undefined,
)

/** The descriptor that `create`, `fromBinary` and `toBinary` of the protobuf library take. */
export function schemaOf<N extends MessageName>(name: N): GenMessage<MessageOf<N>> {
  return need(registry.getMessage(`onnx.${name}`), `message ${name}`) as unknown as GenMessage<MessageOf<N>>
}
