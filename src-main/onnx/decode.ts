/**
 * ONNX bytes → Graph. Everything a file says is checked before memory is taken for it; weights stay views of the file's bytes.
 */
import { create } from '@bufbuild/protobuf'
import { fault } from '#shared/base/fault'
import type { Attribute, Dim, Graph, Node, Tensor, Value } from '#shared/ir/graph'
import { readModel } from './bytes'
import { dtypeOf } from './elements'
import {
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  schemaOf,
  type TensorProto,
  type TypeProto,
} from './schema'
import { decodeTensor, type ExternalData, type ExternalReader } from './tensor'

export interface Model {
  /**
   * The main graph. A graph input that also has a constant is only among the constants: it need not be fed.
   * Attributes that Heed's graph has no form for (sparse tensors, types) are only in `proto`.
   */
  readonly graph: Graph
  /** Version by domain; `''` is ai.onnx. */
  readonly opsets: Readonly<Record<string, number>>
  readonly irVersion: number
  readonly producer: string
  readonly producerVersion: string
  readonly metadata: Readonly<Record<string, string>>
  /** `domain::name` of each function that the model defines by itself. */
  readonly functions: readonly string[]
  /** The scopes of nodes that PyTorch's dynamo exporter wrote down, as it wrote them. */
  readonly nameScopes: ReadonlyMap<Node, string>
  /** The bodies of the model's own functions, by `domain::name`. Their values have no types. */
  functionGraphs(): ReadonlyMap<string, Graph>
  /** Tensors that lie in other files; check them with `checkExternal` before anything opens those. */
  readonly external: ReadonlyMap<Tensor, ExternalData>
  readonly bytes: Uint8Array
  /** The message as read, for what must be written back unchanged; see `writeModel`. */
  readonly proto: ModelProto
}

/**
 * @param read gives the numbers of tensors in other files when they are asked for; without it, asking for them is a fault
 * @throws FaultError `bad-model` or `too-large`, and nothing else
 */
export function decodeModel(bytes: Uint8Array, read?: ExternalReader): Model {
  const proto = readModel(bytes)
  if (proto.graph === undefined) throw fault('bad-model', 'This is not an ONNX model: it holds no graph.')
  const reading: Reading = { external: new Map(), nameScopes: new Map(), unknownSizes: 0, read }
  let functionGraphs: ReadonlyMap<string, Graph> | undefined
  const graph = decodeGraph(proto.graph, { values: new Map(), outer: undefined }, reading)
  return {
    graph,
    opsets: Object.fromEntries(
      proto.opsetImport.map(({ domain, version }) => [domainOf(domain), Number(version)] as const),
    ),
    irVersion: Number(proto.irVersion),
    producer: proto.producerName,
    producerVersion: proto.producerVersion,
    metadata: Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value] as const)),
    functions: proto.functions.map(functionKey),
    nameScopes: reading.nameScopes,
    functionGraphs: () => {
      functionGraphs ??= new Map(
        proto.functions.map((each) => [functionKey(each), functionGraph(each, reading)]),
      )
      return functionGraphs
    },
    external: reading.external,
    bytes,
    proto,
  }
}

interface Reading {
  readonly read: ExternalReader | undefined
  readonly nameScopes: Map<Node, string>
  readonly external: Map<Tensor, ExternalData>
  /** How many sizes the file leaves open; each gets a name of its own, `?1`, `?2`, … */
  unknownSizes: number
}

interface Scope {
  readonly values: Map<string, Value>
  readonly outer: Scope | undefined
}

const NAME_SCOPES = 'pkg.torch.onnx.name_scopes'

export function functionKey({ domain, name }: FunctionProto): string {
  return `${domainOf(domain)}::${name}`
}

function functionGraph(proto: FunctionProto, reading: Reading): Graph {
  const named = (name: string) => ({ name })
  const graph = create(schemaOf('GraphProto'), { name: proto.name, node: proto.node })
  graph.input = proto.input.map((name) => create(schemaOf('ValueInfoProto'), named(name)))
  graph.output = proto.output.map((name) => create(schemaOf('ValueInfoProto'), named(name)))
  graph.valueInfo = proto.valueInfo
  return decodeGraph(graph, { values: new Map(), outer: undefined }, reading)
}

/** `ai.onnx` is the long form of the empty name. */
function domainOf(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain
}

function decodeGraph(proto: GraphProto, scope: Scope, reading: Reading): Graph {
  const types = new Map<string, TypeProto | undefined>()
  for (const { name, type } of [...proto.valueInfo, ...proto.input, ...proto.output]) types.set(name, type)
  const define = (name: string, what: string): Value => {
    if (scope.values.has(name))
      throw fault('bad-model', `The model defines "${name}" twice: the second time as ${what}.`)
    const value = newValue(name, types.get(name), reading)
    scope.values.set(name, value)
    return value
  }

  const constants = new Map<Value, Tensor>()
  for (const each of proto.initializer) {
    const tensor = readTensor(each, reading)
    const value: Value = { name: each.name, dtype: tensor.dtype, shape: tensor.dims }
    if (scope.values.has(each.name))
      throw fault('bad-model', `The model holds two constants named "${each.name}".`)
    scope.values.set(each.name, value)
    constants.set(value, tensor)
  }
  for (const { values } of proto.sparseInitializer)
    if (values !== undefined) define(values.name, 'a sparse constant')
  const inputs = proto.input
    .filter(({ name }) => !constants.has(scope.values.get(name) as Value))
    .map(({ name }) => define(name, 'an input'))

  // All outputs before any input: runtimes take nodes in any order, and so do some exporters.
  const made = proto.node.map((each) =>
    each.output.map((name) => (name === '' ? undefined : define(name, `an output of ${titleOf(each)}`))),
  )
  const nodes = proto.node.map((each, index) => decodeNode(each, made[index] ?? [], scope, reading))
  const outputs = proto.output.map(({ name }) => {
    const value = find(name, scope)
    if (value === undefined) throw fault('bad-model', `Nothing in the model makes its output "${name}".`)
    return value
  })
  return { name: proto.name, inputs, outputs, constants, nodes }
}

function find(name: string, scope: Scope): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.values.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

function titleOf(proto: NodeProto): string {
  return `${proto.opType}${proto.name === '' ? '' : ` "${proto.name}"`}`
}

function decodeNode(proto: NodeProto, outputs: (Value | undefined)[], scope: Scope, reading: Reading): Node {
  const inputs = proto.input.map((name) => {
    if (name === '') return undefined
    const value = find(name, scope)
    if (value === undefined)
      throw fault(
        'bad-model',
        `The node ${titleOf(proto)} reads "${name}", which nothing in the model makes.`,
      )
    return value
  })
  const attributes = decodeAttributes(proto.attribute, scope, reading)
  const source = proto.name === '' ? undefined : proto.name
  const node: Node = {
    op: proto.opType,
    domain: domainOf(proto.domain),
    inputs,
    outputs,
    attributes,
    source,
  }
  const scopes = proto.metadataProps.find(({ key }) => key === NAME_SCOPES)?.value
  if (scopes !== undefined) reading.nameScopes.set(node, scopes)
  return node
}

function decodeAttributes(
  protos: readonly AttributeProto[],
  scope: Scope,
  reading: Reading,
): Readonly<Record<string, Attribute>> {
  const entries: [string, Attribute][] = []
  for (const proto of protos) {
    const attribute = decodeAttribute(proto, scope, reading)
    if (attribute !== undefined) entries.push([proto.name, attribute])
  }
  return Object.fromEntries(entries)
}

function decodeAttribute(proto: AttributeProto, scope: Scope, reading: Reading): Attribute | undefined {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  switch (proto.type) {
    case 1:
      return { type: 'float', value: proto.f }
    case 2:
      return { type: 'int', value: proto.i }
    case 3:
      return { type: 'string', value: text(proto.s) }
    case 4:
      return proto.t && { type: 'tensor', value: readTensor(proto.t, reading) }
    case 5:
      return (
        proto.g && {
          type: 'graph',
          value: decodeGraph(proto.g, { values: new Map(), outer: scope }, reading),
        }
      )
    case 6:
      return { type: 'floats', value: proto.floats }
    case 7:
      return { type: 'ints', value: proto.ints }
    case 8:
      return { type: 'strings', value: proto.strings.map(text) }
    default:
      return undefined
  }
}

function readTensor(proto: TensorProto, reading: Reading): Tensor {
  const { tensor, external } = decodeTensor(proto, reading.read)
  if (external !== undefined) reading.external.set(tensor, external)
  return tensor
}

function newValue(name: string, type: TypeProto | undefined, reading: Reading): Value {
  const tensor = type?.tensorType
  if (tensor === undefined) return { name, dtype: 'undefined', shape: undefined }
  const shape = tensor.shape?.dim.map((dim, axis): Dim => {
    const { dimValue, dimParam } = dim
    if (dimParam !== '') return dimParam
    // Some exporters write −1 where they mean that they do not know.
    if (!Object.hasOwn(dim, 'dimValue') || dimValue < 0n) return `?${++reading.unknownSizes}`
    if (dimValue > BigInt(Number.MAX_SAFE_INTEGER))
      throw fault(
        'bad-model',
        `Axis ${axis} of "${name}" has the size ${dimValue}, which is too large to count.`,
      )
    return Number(dimValue)
  })
  return { name, dtype: dtypeOf(tensor.elemType), shape }
}
