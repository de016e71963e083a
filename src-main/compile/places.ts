/** Follows where the elements of an index input went: the operators that move them move numbered places just the same. */
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Operators that only move elements, and which of their inputs hold elements. */
const MOVES: Readonly<Record<string, (node: Node) => readonly number[]>> = {
  Identity: () => [0],
  Reshape: () => [0],
  Transpose: () => [0],
  Squeeze: () => [0],
  Unsqueeze: () => [0],
  Expand: () => [0],
  Slice: () => [0],
  Split: () => [0],
  Gather: () => [0],
  Pad: () => [0],
  Concat: ({ inputs }) => inputs.map((_, i) => i),
  Where: () => [1, 2],
}

/**
 * Gives a function that makes, of a value that is computed from `input` by moving its elements, the value that is computed alike from
 * `places`; elements that come from elsewhere are 0 in it. `refuse` names an operator that does more than move.
 */
export function followPlaces(
  builder: Builder,
  graph: Graph,
  input: Value,
  places: Value,
  refuse: (node: Node) => Error,
): (value: Value) => Value {
  const op = operators(builder)
  const maker = new Map<Value, Node>()
  for (const node of graph.nodes) for (const output of node.outputs) if (output) maker.set(output, node)
  const followed = new Map<Value, Value>([[input, places]])
  const depends = dependence(graph, input)

  function follow(value: Value): Value {
    const known = followed.get(value)
    if (known) return known
    if (!depends.has(value)) {
      const none = op.Expand(builder.int(0), shapeOf(value).map(Number))
      followed.set(value, none)
      return none
    }
    const node = maker.get(value)!
    const moved = MOVES[node.op]?.(node)
    if (!moved || node.inputs.some((each, i) => each && depends.has(each) && !moved.includes(i)))
      throw refuse(node)
    const inputs = node.inputs.map((each, i) => (each && moved.includes(i) ? follow(each) : each))
    // What is padded comes from nowhere: 0, which is the default.
    if (node.op === 'Pad' && inputs.length > 2) inputs[2] = undefined
    const outputs = node.outputs.map(
      (output) => output && builder.value(`${output.name}.places`, 'int64', shapeOf(output)),
    )
    graph.nodes.push({ ...node, inputs, outputs })
    node.outputs.forEach((output, i) => {
      if (output) followed.set(output, outputs[i]!)
    })
    return followed.get(value)!
  }
  return follow
}

function dependence(graph: Graph, input: Value): Set<Value> {
  const found = new Set<Value>([input])
  for (const node of graph.nodes) {
    if (!node.inputs.some((value) => value && found.has(value))) continue
    for (const output of node.outputs) if (output) found.add(output)
  }
  return found
}
