/** Moves out of loops what does not change from step to step: projections of keys, masks, sizes. */
import type { Graph, Node, Value } from '#shared/ir/graph'
import { providedBy, readBy } from '#shared/ir/walk'

/** Changes the graph in place; innermost loops first, so that a value may leave several loops. */
export function hoist(graph: Graph): void {
  const nodes: Node[] = []
  for (const node of graph.nodes) {
    if (node.loop) {
      hoist(node.loop.body)
      const inside = new Set<Value>(providedBy(node.loop))
      const staying: Node[] = []
      for (const inner of node.loop.body.nodes) {
        const moves = ![...readBy(inner)].some((value) => inside.has(value))
        if (moves) nodes.push(inner)
        else {
          staying.push(inner)
          for (const output of inner.outputs) if (output) inside.add(output)
        }
      }
      node.loop.body.nodes.splice(0, Number.POSITIVE_INFINITY, ...staying)
    }
    nodes.push(node)
  }
  graph.nodes.splice(0, Number.POSITIVE_INFINITY, ...nodes)
}
