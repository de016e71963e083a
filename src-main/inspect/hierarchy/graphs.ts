/** All graphs of a model with names for them and for their nodes: the main graph, bodies of If, Loop and Scan, local functions. */
import type { Model } from '#main/onnx/decode'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { nameStyleOf } from './scopePath'
import { type Tree, treeOf } from './tree'

export interface ModelGraph {
  /** `''` for the main graph; a node's id and an attribute for a body; a function's name for a function. */
  readonly key: string
  readonly graph: Graph
  readonly tree: Tree
  /** Where a body is entered from; undefined for the main graph and for functions. */
  readonly around: { readonly graph: ModelGraph; readonly node: number } | undefined
  /** Rank of the node that makes a value of this graph. */
  readonly makers: ReadonlyMap<Value, number>
  /** Ranks of the nodes that read a value, in this graph; a node reads what its bodies read. */
  readonly uses: ReadonlyMap<Value, readonly number[]>
  /** What each node reads of this graph or of those around it, the captures of its bodies included. */
  readonly reads: readonly ReadonlySet<Value>[]
}

export type Bodies = readonly { readonly attribute: string; readonly graph: Graph }[]

export function bodiesOf(node: Node): Bodies {
  const bodies: { attribute: string; graph: Graph }[] = []
  for (const [attribute, value] of Object.entries(node.attributes))
    if (value.type === 'graph') bodies.push({ attribute, graph: value.value })
  return bodies
}

/** A Constant is a part of the nodes that read it, as the file's other constants are. */
export function isCard(node: Node): boolean {
  return node.op !== 'Constant'
}

export function nodeId(key: string, index: number): string {
  return `${key}#${index}`
}

export function functionScope(name: string): string {
  return `function ${name}`
}

/** @returns graphs by their key, the main one first */
export function graphsOf(model: Model, title: string): ReadonlyMap<string, ModelGraph> {
  const graphs = new Map<string, ModelGraph>()
  const add = (key: string, name: string, graph: Graph, around: ModelGraph['around']) => {
    const reads = graph.nodes.map(readsOf)
    const { makers, uses } = linked(graph, reads)
    const style = nameStyleOf(graph.nodes, model.nameScopes)
    const tree = treeOf(key, name, graph.nodes, isCard, style, model.nameScopes)
    const made: ModelGraph = { key, graph, tree, around, makers, uses, reads }
    graphs.set(key, made)
    graph.nodes.forEach((node, index) => {
      for (const body of bodiesOf(node))
        add(
          `${nodeId(key, index)}.${body.attribute}`,
          `${node.op} ▸ ${bodyTitle(body.attribute)}`,
          body.graph,
          { graph: made, node: index },
        )
    })
  }
  add('', title, model.graph, undefined)
  for (const [name, graph] of model.functionGraphs())
    add(functionScope(name), name.replace(/^::/, ''), graph, undefined)
  return graphs
}

export function bodyTitle(attribute: string): string {
  return attribute.replace(/_branch$/, '')
}

function readsOf(node: Node): ReadonlySet<Value> {
  const reads = new Set<Value>()
  for (const input of node.inputs) if (input !== undefined) reads.add(input)
  for (const { graph } of bodiesOf(node)) for (const value of capturesOf(graph)) reads.add(value)
  return reads
}

/** What a body reads of the graphs around it. */
function capturesOf(graph: Graph): Set<Value> {
  const own = new Set<Value>([...graph.inputs, ...graph.constants.keys()])
  for (const { outputs } of graph.nodes)
    for (const output of outputs) if (output !== undefined) own.add(output)
  const captured = new Set<Value>()
  const look = (value: Value | undefined) => {
    if (value !== undefined && !own.has(value)) captured.add(value)
  }
  graph.outputs.forEach(look)
  for (const node of graph.nodes) for (const value of readsOf(node)) look(value)
  return captured
}

function linked(graph: Graph, reads: readonly ReadonlySet<Value>[]): Pick<ModelGraph, 'makers' | 'uses'> {
  const makers = new Map<Value, number>()
  const uses = new Map<Value, number[]>()
  graph.nodes.forEach(({ outputs }, index) => {
    for (const output of outputs) if (output !== undefined) makers.set(output, index)
    for (const value of reads[index]!) {
      const known = uses.get(value)
      if (known === undefined) uses.set(value, [index])
      else known.push(index)
    }
  })
  return { makers, uses }
}
