/** All that a file says of one node: attributes as text, inputs and outputs with their types. */
import type { ModelNode } from '#shared/contract/model'
import type { Attribute, Node, Tensor } from '#shared/ir/graph'
import type { ModelGraph } from './graphs'
import { type LevelContext, operatorOf } from './level'
import { portsOf } from './ports'

/** Entries of a list that are written out. */
const SHOWN = 16
/** Letters of a text that are shown. */
const LETTERS = 400

export function detailsOf(
  context: Pick<LevelContext, 'infoOf'>,
  graph: ModelGraph,
  index: number,
  id: string,
): ModelNode {
  const node = graph.graph.nodes[index]!
  const ports = portsOf(node)
  const port = (names: readonly string[], what: string, rank: number) => names[rank] ?? `${what} ${rank + 1}`
  return {
    node: id,
    name: node.source ?? '',
    operator: operatorOf(node),
    scope: graph.tree.scopeOf[index]?.id ?? graph.key,
    attributes: Object.entries(node.attributes).map(([name, attribute]) => ({
      name,
      type: attribute.type,
      text: textOf(attribute, node),
    })),
    inputs: node.inputs.map((value, rank) => ({
      port: port(ports.inputs, 'input', rank),
      tensor: value && context.infoOf(graph, value),
    })),
    outputs: node.outputs.map((value, rank) => ({
      port: port(ports.outputs, 'output', rank),
      tensor: value && context.infoOf(graph, value),
    })),
  }
}

function textOf(attribute: Attribute, node: Node): string {
  switch (attribute.type) {
    case 'int':
    case 'float':
      return String(attribute.value)
    case 'string':
      return cut(attribute.value)
    case 'ints':
    case 'floats':
      return list(attribute.value, attribute.value.length)
    case 'strings':
      return list(
        attribute.value.map((text) => `“${cut(text)}”`),
        attribute.value.length,
      )
    case 'tensor':
      return tensorText(attribute.value)
    case 'graph':
      return `${attribute.value.nodes.length} nodes, run by the ${node.op}`
  }
}

function tensorText(tensor: Tensor): string {
  const { dtype, dims } = tensor
  const type = `${dtype} [${dims.join(', ')}]`
  const size = dims.reduce((product, dim) => product * dim, 1)
  if (size > SHOWN || dtype === 'undefined') return type
  const data = tensor.data as ArrayLike<number | bigint | string>
  return `${type}: ${list(Array.from(data), size)}`
}

function list(values: readonly (number | bigint | string)[], length: number): string {
  const text = values.slice(0, SHOWN).join(', ')
  return length > SHOWN ? `${text}, … (${length})` : text
}

function cut(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS)}…` : text
}
