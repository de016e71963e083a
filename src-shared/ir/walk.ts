/** Reading graphs: what a node reads, what a loop provides, what a graph takes from the graphs around it. */
import type { Graph, Loop, Node, Value } from './graph'

/** Values that a loop's body has without computing them. */
export function providedBy(loop: Loop): Value[] {
  return [
    loop.index,
    ...loop.elements.map(({ element }) => element),
    ...loop.carries.map(({ value }) => value),
    ...loop.histories.flatMap(({ value, mask }) => [value, mask]),
  ]
}

/** Values of its body that a loop reads after each step. */
export function readAfterStep(loop: Loop): Value[] {
  return [
    ...loop.carries.map(({ next }) => next),
    ...loop.histories.map(({ item }) => item),
    ...loop.collected.map(({ item }) => item),
    ...(loop.continue ? [loop.continue] : []),
  ]
}

/** Everything a node reads, captured values of its bodies included, each once. */
export function readBy(node: Node): Set<Value> {
  const read = new Set<Value>()
  for (const input of node.inputs) if (input) read.add(input)
  if (node.loop) {
    for (const value of capturedBy(node.loop.body, providedBy(node.loop), readAfterStep(node.loop)))
      read.add(value)
  }
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.type !== 'graph') continue
    for (const value of capturedBy(attribute.value, attribute.value.inputs, attribute.value.outputs))
      read.add(value)
  }
  return read
}

/** What a body reads from the graphs around it. */
export function capturedBy(body: Graph, provided: Iterable<Value>, alsoRead: Iterable<Value>): Set<Value> {
  const own = new Set<Value>(provided)
  for (const value of body.constants.keys()) own.add(value)
  for (const node of body.nodes) for (const output of node.outputs) if (output) own.add(output)
  const captured = new Set<Value>()
  for (const node of body.nodes) for (const value of readBy(node)) if (!own.has(value)) captured.add(value)
  for (const value of alsoRead) if (!own.has(value)) captured.add(value)
  return captured
}

/** Every node of a graph and of the bodies in it, outermost first. */
export function* everyNode(graph: Graph): Generator<Node> {
  for (const node of graph.nodes) {
    yield node
    if (node.loop) yield* everyNode(node.loop.body)
    for (const attribute of Object.values(node.attributes))
      if (attribute.type === 'graph') yield* everyNode(attribute.value)
  }
}
