/** Laws that every graph keeps: names are unique, nothing is read before it is written, every output exists. */
import { assert } from '../base/assert'
import type { Graph, Value } from './graph'
import { providedBy, readAfterStep } from './walk'

export function verify(graph: Graph): void {
  check(graph, new Set(), new Map(), graph.inputs, graph.outputs)
}

function check(
  graph: Graph,
  outer: ReadonlySet<Value>,
  names: Map<string, Value>,
  provided: Iterable<Value>,
  read: Iterable<Value>,
): void {
  const known = new Set(outer)
  const define = (value: Value) => {
    const other = names.get(value.name)
    assert(other === undefined, `two values of the graph ${graph.name} have the name ${value.name}`)
    names.set(value.name, value)
    known.add(value)
  }
  for (const value of provided) define(value)
  for (const value of graph.constants.keys()) define(value)
  for (const node of graph.nodes) {
    const where = `${node.op}${node.source ? ` of ${node.source}` : ''} in ${graph.name}`
    for (const value of node.inputs)
      assert(!value || known.has(value), `${where} reads ${value?.name} before it is written`)
    if (node.loop) check(node.loop.body, known, names, providedBy(node.loop), readAfterStep(node.loop))
    for (const attribute of Object.values(node.attributes))
      if (attribute.type === 'graph')
        check(attribute.value, known, names, attribute.value.inputs, attribute.value.outputs)
    for (const value of node.outputs) if (value) define(value)
  }
  for (const value of read)
    assert(known.has(value), `${graph.name} gives back ${value.name}, which is not written`)
}
