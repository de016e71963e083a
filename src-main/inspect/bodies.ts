/**
 * Graphs inside of nodes (the bodies of If, Loop and Scan), and the order in which nodes can run.
 */
import type { Graph, Node, Value } from '#shared/ir/graph'

const NONE: ReadonlySet<Value> = new Set()
const NO_BODIES: readonly (readonly [string, Graph])[] = []
const known = new WeakMap<Node, ReadonlySet<Value>>()

/** The node's bodies by attribute: `body`, `then_branch`, `else_branch`. */
export function bodiesOf(node: Node): readonly (readonly [attribute: string, body: Graph])[] {
  let bodies: [string, Graph][] | undefined
  for (const name in node.attributes) {
    const attribute = node.attributes[name]
    if (attribute?.type !== 'graph') continue
    bodies ??= []
    bodies.push([name, attribute.value])
  }
  return bodies ?? NO_BODIES
}

/** Values of the graphs around a node that its bodies read. */
export function freeValues(node: Node): ReadonlySet<Value> {
  const bodies = bodiesOf(node)
  if (bodies.length === 0) return NONE
  const before = known.get(node)
  if (before !== undefined) return before
  const free = new Set<Value>()
  for (const [, body] of bodies) {
    const own = new Set<Value>([...body.inputs, ...body.constants.keys()])
    for (const { outputs } of body.nodes)
      for (const output of outputs) if (output !== undefined) own.add(output)
    const read = [...body.outputs]
    for (const inner of body.nodes) {
      for (const input of inner.inputs) if (input !== undefined) read.push(input)
      read.push(...freeValues(inner))
    }
    for (const value of read) if (!own.has(value)) free.add(value)
  }
  known.set(node, free)
  return free
}

/**
 * Node numbers so that each comes after what it reads: in the file's own order where that is such an order already, as it should be. Of
 * nodes that read each other in a circle the first of the file comes last.
 */
export function inOrder(graph: Graph): readonly number[] {
  return isOrdered(graph) ? graph.nodes.map((_, index) => index) : sorted(graph)
}

/** Whether every node comes after what it reads already. */
function isOrdered({ nodes }: Graph): boolean {
  const ahead = new Set<Value>()
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { inputs, outputs } = nodes[index]!
    // From the end: nothing may be read that is made here or further behind.
    for (const output of outputs) if (output !== undefined) ahead.add(output)
    for (const input of inputs) if (input !== undefined && ahead.has(input)) return false
    for (const value of freeValues(nodes[index]!)) if (ahead.has(value)) return false
  }
  return true
}

function sorted(graph: Graph): number[] {
  const makers = new Map<Value, number>()
  graph.nodes.forEach(({ outputs }, index) => {
    for (const output of outputs) if (output !== undefined) makers.set(output, index)
  })
  const before = (index: number): number[] => {
    const node = graph.nodes[index]
    const read = node === undefined ? [] : [...node.inputs, ...freeValues(node)]
    return read.flatMap((value) => {
      const maker = value === undefined ? undefined : makers.get(value)
      return maker === undefined ? [] : [maker]
    })
  }
  const order: number[] = []
  const entered = new Set<number>()
  for (let start = 0; start < graph.nodes.length; start++) {
    if (entered.has(start)) continue
    entered.add(start)
    const open = [{ index: start, before: before(start), next: 0 }]
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const index = at.before[at.next++]
      if (index === undefined) {
        order.push(at.index)
        open.pop()
      } else if (!entered.has(index)) {
        entered.add(index)
        open.push({ index, before: before(index), next: 0 })
      }
    }
  }
  return order
}
