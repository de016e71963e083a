/**
 * onnxruntime (1.30, MatMulScaleFusion) moves a multiplication by a constant scalar into a matrix product that reads it, and takes the
 * multiplication away although other nodes, or a loop's body, read it too. A vector of the same number for each feature it leaves alone.
 */
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { everyNode, readBy } from '#shared/ir/walk'

/** Changes the graph in place: no product with a scalar constant is read more than once. */
export function keepScalings(builder: Builder, graph: Graph): void {
  const readers = new Map<Value, number>()
  for (const node of everyNode(graph))
    for (const value of readBy(node)) readers.set(value, (readers.get(value) ?? 0) + 1)
  for (const node of everyNode(graph))
    if (isScaling(node) && (readers.get(node.outputs[0]!) ?? 0) > 1) widen(builder, node)
}

function isScaling({ op, domain }: Node): boolean {
  return domain === '' && (op === 'Mul' || op === 'Div')
}

function widen(builder: Builder, node: Node): void {
  node.inputs.forEach((input, i) => {
    const scalar = input && builder.root.constants.get(input)
    const size = node.inputs[1 - i]?.shape?.at(-1)
    if (scalar?.dtype !== 'float32' || scalar.dims.length > 0 || typeof size !== 'number' || size < 2) return
    const data = new Float32Array(size).fill(Number(scalar.data[0]))
    node.inputs[i] = builder.constant({ dtype: 'float32', dims: [size], data }, input!.name)
  })
}
