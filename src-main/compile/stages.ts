/**
 * The pass for streaming runs: the graph cut at its loops into graphs that run one after the other, a loop's body step by step, so that each
 * step's weights arrive as they are made.
 */
import type { Graph, Loop, Node, Tensor, Value } from '#shared/ir/graph'
import { readAfterStep, readBy } from '#shared/ir/walk'

export interface GraphStage {
  readonly type: 'graph'
  /** Plain ONNX: its inputs are what it reads of what other stages have made, its outputs what others read. */
  readonly graph: Graph
}

export interface LoopStage {
  readonly type: 'loop'
  readonly loop: Loop
  readonly stages: readonly Stage[]
}

export type Stage = GraphStage | LoopStage

/**
 * Histories must have been grown and weights attached as constants. `wanted` are values that the driver reads, wherever they lie.
 */
export function toStages(graph: Graph, wanted: Iterable<Value>): Stage[] {
  return cut(graph.nodes, new Set(wanted), graph.constants, new Set(graph.outputs), graph.name)
}

function cut(
  nodes: readonly Node[],
  wanted: ReadonlySet<Value>,
  constants: ReadonlyMap<Value, Tensor>,
  read: ReadonlySet<Value>,
  name: string,
): Stage[] {
  const reads = nodes.map((node) => readBy(node))
  // A node runs in the first stage that comes behind all loops that it reads.
  const depths = new Map<Value, number>()
  const stageOf = nodes.map((node, i) => {
    let depth = 0
    for (const value of reads[i]!) depth = Math.max(depth, depths.get(value) ?? 0)
    for (const output of node.outputs) if (output) depths.set(output, node.loop ? depth + 1 : depth)
    return depth
  })
  const stages: Stage[] = []
  const last = Math.max(-1, ...stageOf)
  for (let depth = 0; depth <= last; depth++) {
    const inside = nodes.filter((node, i) => stageOf[i] === depth && !node.loop)
    const others = new Set<Value>(read)
    nodes.forEach((node, i) => {
      if (stageOf[i] !== depth || node.loop) for (const value of reads[i]!) others.add(value)
    })
    if (inside.length > 0) {
      const graph = stageGraph(
        inside,
        constants,
        (value) => others.has(value) || wanted.has(value),
        `${name}.${depth}`,
      )
      if (graph.outputs.length > 0) stages.push({ type: 'graph', graph })
    }
    nodes.forEach((node, i) => {
      if (stageOf[i] !== depth || !node.loop) return
      const { loop } = node
      const inner = cut(loop.body.nodes, wanted, constants, new Set(readAfterStep(loop)), loop.id)
      stages.push({ type: 'loop', loop, stages: inner })
    })
  }
  return stages
}

function stageGraph(
  nodes: readonly Node[],
  constants: ReadonlyMap<Value, Tensor>,
  isOutput: (value: Value) => boolean,
  name: string,
): Graph {
  const graph: Graph = { name, inputs: [], outputs: [], constants: new Map(), nodes: [...nodes] }
  const known = new Set<Value>()
  for (const node of nodes) {
    for (const value of readBy(node)) {
      if (known.has(value)) continue
      known.add(value)
      const constant = constants.get(value)
      if (constant) graph.constants.set(value, constant)
      else graph.inputs.push(value)
    }
    for (const output of node.outputs) {
      if (!output) continue
      known.add(output)
      if (isOutput(output)) graph.outputs.push(output)
    }
  }
  return graph
}
