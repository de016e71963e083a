/** Takes out what nobody reads: operators, constants, and of loops the state and the results that are not used. */
import type { Graph, Loop, Node, Value } from '#shared/ir/graph'
import { readBy } from '#shared/ir/walk'

/** Changes the graph in place. What `wanted` holds stays, also where it lies inside of a loop. */
export function prune(graph: Graph, wanted: Iterable<Value>): void {
  const asked = new Set<Value>(wanted)
  const needed = new Set<Value>(asked)
  for (const output of graph.outputs) needed.add(output)
  const kept: Node[] = []
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => output && needed.has(output)) && !writes(node, asked)) continue
    const slim = node.loop ? slimLoop(node, node.loop, needed, asked) : node
    for (const value of readBy(slim)) needed.add(value)
    kept.push(slim)
  }
  graph.nodes.splice(0, Number.POSITIVE_INFINITY, ...kept.reverse())
  for (const value of graph.constants.keys()) if (!needed.has(value)) graph.constants.delete(value)
}

/** The loop with only the state, results and elements that are needed; its body pruned accordingly. */
function slimLoop(node: Node, loop: Loop, needed: ReadonlySet<Value>, asked: ReadonlySet<Value>): Node {
  const collected = loop.collected.filter(({ all }) => needed.has(all))
  const kept = new Set(loop.carries.filter(({ final }) => final && needed.has(final)))
  const keptHistories = new Set<Loop['histories'][number]>()
  // State is needed when what is needed reads it: grow until nothing is added.
  let used = new Set<Value>()
  for (let before = -1; before !== kept.size + keptHistories.size; ) {
    before = kept.size + keptHistories.size
    const roots = [
      ...collected.map(({ item }) => item),
      ...[...kept].map(({ next }) => next),
      ...[...keptHistories].map(({ item }) => item),
      ...(loop.continue ? [loop.continue] : []),
      ...asked,
    ]
    used = reachable(loop.body, roots, asked)
    for (const carry of loop.carries) if (used.has(carry.value)) kept.add(carry)
    for (const history of loop.histories)
      if (used.has(history.value) || used.has(history.mask)) keptHistories.add(history)
  }
  const slim: Loop = {
    ...loop,
    collected,
    carries: loop.carries
      .filter((carry) => kept.has(carry))
      .map((carry) => (carry.final && !needed.has(carry.final) ? { ...carry, final: undefined } : carry)),
    histories: loop.histories.filter((history) => keptHistories.has(history)),
    elements: loop.elements.filter(({ element }) => used.has(element)),
  }
  prune(slim.body, [
    ...slim.collected.map(({ item }) => item),
    ...slim.carries.map(({ next }) => next),
    ...slim.histories.map(({ item }) => item),
    ...(slim.continue ? [slim.continue] : []),
    ...asked,
  ])
  return {
    ...node,
    inputs: [
      slim.count,
      ...slim.elements.map(({ sequence }) => sequence),
      ...slim.carries.map(({ initial }) => initial),
    ],
    outputs: [...slim.collected.map(({ all }) => all), ...slim.carries.flatMap(({ final }) => final ?? [])],
    loop: slim,
  }
}

/** Whether the body of a loop, or of one in it, writes one of these values. */
function writes(node: Node, asked: ReadonlySet<Value>): boolean {
  return (
    node.loop?.body.nodes.some(
      (inner) => inner.outputs.some((output) => output && asked.has(output)) || writes(inner, asked),
    ) ?? false
  )
}

/** Everything that these values are computed from, themselves included. */
function reachable(body: Graph, roots: readonly Value[], asked: ReadonlySet<Value>): Set<Value> {
  const used = new Set<Value>(roots)
  for (const node of [...body.nodes].reverse()) {
    if (!node.outputs.some((output) => output && used.has(output)) && !writes(node, asked)) continue
    for (const value of readBy(node)) used.add(value)
  }
  return used
}
