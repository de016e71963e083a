/**
 * Graph → ONNX bytes.
 */
import { create } from '@bufbuild/protobuf'
import { assert } from '#shared/base/assert'
import type { Attribute, Dim, DType, Graph, Node, Value } from '#shared/ir/graph'
import { concatenate, writeModel } from './bytes'
import { codeOf } from './elements'
import { type AttributeProto, type GraphProto, type NodeProto, schemaOf, type ValueInfoProto } from './schema'
import { encodeTensor } from './tensor'

/** Operator set that Heed writes. */
export const OPSET = 21
const IR_VERSION = 10

export interface EncodeOptions {
  /** Version by domain; `''` is ai.onnx and is {@link OPSET} unless said otherwise. */
  readonly opsets?: Readonly<Record<string, number>>
  readonly metadata?: Readonly<Record<string, string>>
  readonly producer?: string
  readonly producerVersion?: string
  readonly irVersion?: number
  /** Writes types and shapes of inner values too, where they are known. */
  readonly valueInfo?: boolean
}

/** Weights are copied once, into the result. */
export function encodeModel(graph: Graph, options: EncodeOptions = {}): Uint8Array {
  const opsets = { '': OPSET, ...options.opsets }
  const model = create(schemaOf('ModelProto'), {
    irVersion: BigInt(options.irVersion ?? IR_VERSION),
    producerName: options.producer ?? 'heed',
    opsetImport: Object.entries(opsets).map(([domain, version]) => ({ domain, version: BigInt(version) })),
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph: graphProto(graph, { names: new Map(), outer: undefined }, options.valueInfo ?? false, true),
  })
  if (options.producerVersion !== undefined) model.producerVersion = options.producerVersion
  return writeModel(model)
}

export interface ExtraOutput {
  /** A value anywhere in the main graph. */
  readonly name: string
  readonly dtype: DType
  readonly shape?: readonly Dim[] | undefined
}

/** The same model with more outputs, by appending bytes: what the model holds is neither read nor checked. */
export function appendOutputs(bytes: Uint8Array, outputs: readonly ExtraOutput[]): Uint8Array {
  const output = outputs.map(({ name, dtype, shape }) => valueInfo(name, dtype, shape))
  const addition = create(schemaOf('ModelProto'), { graph: { output } })
  return concatenate([bytes, writeModel(addition)])
}

/** Names in use, by scope: a body sees the names of the graphs around it. */
interface Scope {
  readonly names: Map<string, Value>
  readonly outer: Scope | undefined
}

function nameOf(value: Value, scope: Scope): string {
  assert(value.name !== '', 'every value has a name before it is encoded')
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const known = at.names.get(value.name)
    if (known === value) return value.name
    assert(known === undefined, `two values have the name "${value.name}"`)
  }
  scope.names.set(value.name, value)
  return value.name
}

function graphProto(graph: Graph, scope: Scope, inner: boolean, typed: boolean): GraphProto {
  const info = (value: Value): ValueInfoProto => {
    assert(!typed || value.dtype !== 'undefined', `the model's input or output "${value.name}" has a type`)
    return valueInfo(nameOf(value, scope), value.dtype, value.shape)
  }
  const nodeNames = new Set<string>()
  const input = graph.inputs.map(info)
  const initializer = [...graph.constants].map(([value, tensor]) =>
    encodeTensor(nameOf(value, scope), tensor),
  )
  const node = graph.nodes.map((each) => nodeProto(each, scope, nodeNames, inner))
  const output = graph.outputs.map(info)
  const valueInfos = inner ? innerValues(graph).map(info) : []
  return create(schemaOf('GraphProto'), {
    name: graph.name,
    input,
    initializer,
    node,
    output,
    valueInfo: valueInfos,
  })
}

function innerValues(graph: Graph): Value[] {
  const known = new Set([...graph.inputs, ...graph.outputs])
  return graph.nodes
    .flatMap((node) => node.outputs)
    .filter(
      (value): value is Value => value !== undefined && value.dtype !== 'undefined' && !known.has(value),
    )
}

function nodeProto(node: Node, scope: Scope, nodeNames: Set<string>, inner: boolean): NodeProto {
  assert(
    node.domain !== 'heed' && node.loop === undefined,
    `no ${node.op} of Heed's own is left when a graph is encoded`,
  )
  const names = (values: readonly (Value | undefined)[]) =>
    values.map((value) => (value === undefined ? '' : nameOf(value, scope)))
  const proto = create(schemaOf('NodeProto'), {
    opType: node.op,
    input: names(node.inputs),
    output: names(node.outputs),
    attribute: Object.entries(node.attributes).map(([name, attribute]) =>
      attributeProto(name, attribute, scope, inner),
    ),
  })
  if (node.domain !== '') proto.domain = node.domain
  if (node.source !== undefined && node.source !== '')
    proto.name = uniqueName(node.source, node.op, nodeNames)
  return proto
}

/** Many nodes come from one canvas node; runtimes report by name. */
function uniqueName(source: string, op: string, taken: Set<string>): string {
  let name = source
  for (let count = 1; taken.has(name); count++) name = `${source}/${op}_${count}`
  taken.add(name)
  return name
}

function attributeProto(name: string, attribute: Attribute, scope: Scope, inner: boolean): AttributeProto {
  const text = (value: string) => new TextEncoder().encode(value)
  const make = (type: number, field: object) => create(schemaOf('AttributeProto'), { name, type, ...field })
  switch (attribute.type) {
    case 'float':
      return make(1, { f: Math.fround(attribute.value) })
    case 'int':
      return make(2, { i: attribute.value })
    case 'string':
      return make(3, { s: text(attribute.value) })
    case 'tensor':
      return make(4, { t: encodeTensor('', attribute.value) })
    case 'graph':
      return make(5, { g: graphProto(attribute.value, { names: new Map(), outer: scope }, inner, false) })
    case 'floats':
      return make(6, { floats: attribute.value.map(Math.fround) })
    case 'ints':
      return make(7, { ints: [...attribute.value] })
    case 'strings':
      return make(8, { strings: attribute.value.map(text) })
  }
}

function valueInfo(name: string, dtype: DType, shape: readonly Dim[] | undefined): ValueInfoProto {
  if (dtype === 'undefined') return create(schemaOf('ValueInfoProto'), { name })
  const dim = shape?.map((size) => {
    if (typeof size === 'number') return { dimValue: BigInt(size) }
    // `?n` is how a size that a file left open is read.
    return size.startsWith('?') ? {} : { dimParam: size }
  })
  const tensorType = { elemType: codeOf(dtype), ...(dim === undefined ? {} : { shape: { dim } }) }
  return create(schemaOf('ValueInfoProto'), { name, type: { tensorType } })
}
