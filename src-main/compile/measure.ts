/** How large a network is and how much it computes, by canvas node: counted on the lowered graph, nothing is run. */
import type { Measure, Measured } from '#shared/contract/contract'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { expanded } from '#shared/document/insideOpen'
import { type Dim, type Graph, type Node, sizeOf, type Value } from '#shared/ir/graph'
import { kinds } from '#shared/kinds/registry'
import { hoist } from './hoist'
import { canvasNode, lower } from './lower'

/** What sizes that are open are taken to be: words, steps, patches. */
export const ASSUMED_LENGTH = 10

/**
 * Trained numbers, and multiplications with an addition in one run of one item, each open size taken as {@link ASSUMED_LENGTH}. Only products
 * of matrices and recurrent layers are counted, as is usual; what does not change in a loop is counted once. Nodes with problems, and what
 * reads them, are left out.
 */
export function measure(document: HeedDocument): Measured {
  const sound = soundPart(document)
  const nodes = new Map<string, { parameters: number; multiplyAdds: number }>()
  // Without an input there is no item to count for.
  if (Object.values(sound.nodes).some(({ kind }) => kinds.get(kind)?.structural === 'input')) {
    const whole = expanded(sound).document
    const of = (id: string) => {
      const node = canvasNode(sound, whole, id)
      const known = nodes.get(node)
      if (known) return known
      const fresh = { parameters: 0, multiplyAdds: 0 }
      nodes.set(node, fresh)
      return fresh
    }
    const lowered = lower(sound)
    for (const { name, shape } of lowered.parameters.values())
      of(name.split('.')[0]!).parameters += sizeOf(shape)
    hoist(lowered.graph)
    count(lowered.graph, 1, (source, products) => {
      of(source).multiplyAdds += products
    })
  }
  const measures = Object.fromEntries(nodes)
  const total = (of: keyof Measure) => Object.values(measures).reduce((sum, one) => sum + one[of], 0)
  return {
    nodes: measures,
    parameters: total('parameters'),
    multiplyAdds: total('multiplyAdds'),
    length: ASSUMED_LENGTH,
  }
}

/** The document without what has problems: its nodes and wires, until what is left has none. */
function soundPart(document: HeedDocument): HeedDocument {
  let sound = document
  for (;;) {
    const problems = infer(sound).problems.filter(({ severity }) => severity === 'error')
    if (problems.length === 0) return sound
    const bad = new Set(problems.flatMap(({ node }) => node ?? []))
    const cut = new Set(problems.flatMap(({ wire, node }) => (node === undefined ? (wire ?? []) : [])))
    if (bad.size + cut.size === 0) return { ...sound, nodes: {}, wires: {} }
    const gone = (id: string): boolean => {
      const seen = new Set<string>()
      for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = sound.nodes[at]?.parent) {
        if (bad.has(at)) return true
        seen.add(at)
      }
      return false
    }
    const nodes = Object.fromEntries(
      Object.entries(sound.nodes)
        .filter(([id]) => !gone(id))
        .map(([id, node]) => [id, withoutTies(node, gone)] as const),
    )
    const wires = Object.fromEntries(
      Object.entries(sound.wires).filter(
        ([id, { from, to }]) =>
          !cut.has(id) && nodes[from.node] !== undefined && nodes[to.node] !== undefined,
      ),
    )
    sound = { ...sound, nodes, wires }
  }
}

function withoutTies(
  node: HeedDocument['nodes'][string],
  gone: (id: string) => boolean,
): HeedDocument['nodes'][string] {
  if (node.tieTo === undefined) return node
  const { tieTo, ...rest } = node
  return { ...rest, tieTo: Object.fromEntries(Object.entries(tieTo).filter(([, tie]) => !gone(tie.node))) }
}

function count(graph: Graph, times: number, add: (source: string, products: number) => void): void {
  for (const node of graph.nodes) {
    if (node.loop) count(node.loop.body, times * length(node.loop.steps), add)
    else if (node.source !== undefined) add(node.source, times * productsOf(node))
  }
}

function length(dim: Dim | undefined): number {
  if (typeof dim === 'number') return dim
  return dim === 'batch' ? 1 : ASSUMED_LENGTH
}

function dims(value: Value | undefined): number[] {
  return (value?.shape ?? []).map(length)
}

function productsOf({ op, inputs, outputs }: Node): number {
  switch (op) {
    case 'MatMul':
    case 'Gemm':
      return sizeOf(dims(outputs[0])) * (dims(inputs[0]).at(-1) ?? 1)
    case 'RNN':
    case 'GRU':
    case 'LSTM': {
      // [time, batch, input], [directions, gates · hidden, input], [directions, gates · hidden, hidden].
      const [time = 1, batch = 1] = dims(inputs[0])
      return time * batch * (sizeOf(dims(inputs[1])) + sizeOf(dims(inputs[2])))
    }
    default:
      return 0
  }
}
