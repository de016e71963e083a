/**
 * For sessions of several threads: onnxruntime 1.30 adds the rows of a `ScatterND` on all threads at once, and rows of the same place overwrite
 * one another. Few places become a product with ones and zeros, many a `ScatterElements`, which it adds up rightly.
 */
import { need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Up to so many places the product takes less time. */
const FEW = 256

/** Changes a graph of plain operators of known sizes in place. */
export function withoutRaces(builder: Builder, graph: Graph): void {
  const op = operators(builder)
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      builder.source = node.source
      if (node.op === 'ScatterND') graph.nodes.push(added(op, node))
      else graph.nodes.push(node)
    }
  })
}

/** Rows `[n, …]` added to zeros `[size, …]` at places int64 `[n, 1]`. */
function added(op: Operators, node: Node): Node {
  const [, places, rows] = node.inputs as [Value, Value, Value]
  const output = need(node.outputs[0], 'an output')
  const shape = shapeOf(output).map(Number)
  const [size, ...rest] = shape as [number, ...number[]]
  const count = Number(shapeOf(rows)[0])
  const width = rest.reduce((product, dim) => product * dim, 1)
  const flat = op.Reshape(rows, [count, width])
  const sum =
    size <= FEW
      ? op.MatMul(
          op.Cast(op.Equal(op.Unsqueeze(op.Range(size), [1]), op.Reshape(places, [1, count])), rows.dtype),
          flat,
        )
      : op.Raw(
          'ScatterElements',
          [op.Zeros(rows, [size, width]), op.Expand(places, [count, width]), flat],
          { axis: { type: 'int', value: 0n }, reduction: { type: 'string', value: 'add' } },
          { dtype: rows.dtype, shape: [size, width] },
        )
  const { source } = node
  return {
    op: 'Reshape',
    domain: '',
    inputs: [sum, op.vector(shape)],
    outputs: [output],
    attributes: {},
    source,
  }
}
