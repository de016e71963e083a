/**
 * Changes to a model that was read, written back with everything else as it was: nodes, outputs and bodies are copied where they are
 * changed, weights never are.
 */
import { create } from '@bufbuild/protobuf'
import { assert, need } from '#shared/base/assert'
import type { DType, Tensor } from '#shared/ir/graph'
import { writeModel } from './bytes'
import { functionKey, type Model } from './decode'
import { codeOf } from './elements'
import {
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type NodeProto,
  schemaOf,
  type ValueInfoProto,
} from './schema'
import { encodeTensor } from './tensor'

/** One step from a graph into a body: of a node's attribute, or of a function that the node calls. */
export interface BodyPlace {
  readonly node: number
  readonly attribute: string
  /** `domain::name`; then `attribute` says nothing. */
  readonly function?: string | undefined
}

export interface NewNode {
  readonly op: string
  readonly domain?: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly ints?: Readonly<Record<string, number>>
  readonly intLists?: Readonly<Record<string, readonly number[]>>
  readonly tensors?: Readonly<Record<string, Tensor>>
  /** Taken over as they are. */
  readonly attributes?: readonly AttributeProto[]
}

export function makeNode(node: NewNode): NodeProto {
  const attribute = [
    ...(node.attributes ?? []),
    ...Object.entries(node.ints ?? {}).map(([name, value]) => intAttribute(name, value)),
    ...Object.entries(node.intLists ?? {}).map(([name, values]) =>
      create(schemaOf('AttributeProto'), { name, type: 7, ints: values.map(BigInt) }),
    ),
    ...Object.entries(node.tensors ?? {}).map(([name, tensor]) =>
      create(schemaOf('AttributeProto'), { name, type: 4, t: encodeTensor('', tensor) }),
    ),
  ]
  const proto = create(schemaOf('NodeProto'), {
    opType: node.op,
    input: [...node.inputs],
    output: [...node.outputs],
    attribute,
  })
  if (node.domain !== undefined) proto.domain = node.domain
  return proto
}

function intAttribute(name: string, value: number): AttributeProto {
  return create(schemaOf('AttributeProto'), { name, type: 2, i: BigInt(value) })
}

/** A graph, or a function's body, that is being changed. Nodes keep the numbers that they had when the model was read. */
export class GraphDraft {
  readonly #graph: GraphProto | FunctionProto
  readonly #nodes: NodeProto[]
  readonly #own = new Set<NodeProto>()
  readonly #instead = new Map<number, readonly NodeProto[]>()
  readonly #before = new Map<number, readonly NodeProto[]>()
  readonly #added: NodeProto[] = []

  /** `graph` is a copy that may be changed. */
  constructor(graph: GraphProto | FunctionProto) {
    this.#graph = graph
    this.#nodes = [...graph.node]
  }

  get outputs(): readonly string[] {
    return this.#graph.output.map((output) => (typeof output === 'string' ? output : output.name))
  }

  /** A node's copy, to be changed. */
  node(index: number): NodeProto {
    const node = need(this.#nodes[index], `node ${index}`)
    if (this.#own.has(node)) return node
    const copy = {
      ...node,
      input: [...node.input],
      output: [...node.output],
      attribute: [...node.attribute],
    }
    this.#own.add(copy)
    this.#nodes[index] = copy
    return copy
  }

  setInt(index: number, name: string, value: number): void {
    const node = this.node(index)
    node.attribute = [...node.attribute.filter((each) => each.name !== name), intAttribute(name, value)]
  }

  /** Adds to a list of integers, where the node has it. */
  extendInts(index: number, name: string, value: number): void {
    const node = this.node(index)
    node.attribute = node.attribute.map((each) =>
      each.name === name ? { ...each, ints: [...each.ints, BigInt(value)] } : each,
    )
  }

  /** These nodes stand where node `index` stood. */
  replace(index: number, nodes: readonly NodeProto[]): void {
    this.#instead.set(index, nodes)
  }

  /** Behind all others. */
  add(node: NodeProto): void {
    this.#added.push(node)
  }

  /** Right before node `index`, for what it reads. */
  addBefore(index: number, node: NodeProto): void {
    this.#before.set(index, [...(this.#before.get(index) ?? []), node])
  }

  /** The runtime infers its type. `at` counts the outputs; behind all others where it is absent. */
  addOutput(name: string, at?: number): void {
    const graph = this.#graph
    if (graph.$typeName === 'onnx.FunctionProto') graph.output = [...graph.output, name]
    else {
      const outputs = [...graph.output]
      outputs.splice(at ?? outputs.length, 0, create(schemaOf('ValueInfoProto'), { name }))
      graph.output = outputs
    }
  }

  /** An input of a body, of any shape. */
  addInput(name: string, dtype: DType): void {
    const graph = this.#graph
    assert(graph.$typeName === 'onnx.GraphProto', 'a body of a node gets an input')
    graph.input = [...graph.input, typed(name, dtype)]
  }

  /** The type of a value that the runtime cannot infer. */
  declare(name: string, dtype: DType): void {
    this.#graph.valueInfo = [...this.#graph.valueInfo, typed(name, dtype)]
  }

  finish(): void {
    this.#graph.node = [
      ...this.#nodes.flatMap((node, index) => [
        ...(this.#before.get(index) ?? []),
        ...(this.#instead.get(index) ?? [node]),
      ]),
      ...this.#added,
    ]
  }
}

function typed(name: string, dtype: DType): ValueInfoProto {
  return create(schemaOf('ValueInfoProto'), { name, type: { tensorType: { elemType: codeOf(dtype) } } })
}

export class ModelDraft {
  readonly #model: Model['proto']
  readonly #drafts = new Map<string, GraphDraft>()
  readonly main: GraphDraft

  constructor(model: Model) {
    const graph = { ...need(model.proto.graph, 'a graph') }
    this.#model = { ...model.proto, graph, functions: [...model.proto.functions] }
    this.main = new GraphDraft(graph)
    this.#drafts.set('', this.main)
  }

  /** The graph at the end of `path`. A function is copied first: the calls on `path` call the copy, all others what they called. */
  at(path: readonly BodyPlace[]): GraphDraft {
    let [key, draft] = ['', this.main]
    for (const step of path) {
      key = step.function === undefined ? `${key}/${step.node}.${step.attribute}` : `:${step.function}`
      const around = draft
      draft = this.#drafts.get(key) ?? this.#enter(key, around, step)
      if (step.function !== undefined) around.node(step.node).opType = copyName(step.function)
    }
    return draft
  }

  #enter(key: string, around: GraphDraft, step: BodyPlace): GraphDraft {
    const draft = new GraphDraft(
      step.function === undefined ? bodyCopy(around, step) : this.#functionCopy(step.function),
    )
    this.#drafts.set(key, draft)
    return draft
  }

  #functionCopy(name: string): FunctionProto {
    const own = this.#model.functions.find((each) => functionKey(each) === name)
    const copy = { ...need(own, `the function ${name}`), name: copyName(name) }
    this.#model.functions.push(copy)
    return copy
  }

  /** The whole model. Weights are copied once, into the result. */
  bytes(): Uint8Array {
    for (const draft of this.#drafts.values()) draft.finish()
    return writeModel(this.#model)
  }
}

function copyName(name: string): string {
  return `${name.slice(name.indexOf('::') + 2)}.heed`
}

function bodyCopy(around: GraphDraft, { node, attribute }: BodyPlace): GraphProto {
  const owner = around.node(node)
  const at = owner.attribute.findIndex(({ name }) => name === attribute)
  const before = need(owner.attribute[at], `the attribute ${attribute}`)
  assert(before.g !== undefined, `the attribute ${attribute} holds a graph`)
  const graph = { ...before.g }
  owner.attribute[at] = { ...before, g: graph }
  return graph
}
