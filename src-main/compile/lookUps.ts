/**
 * What is computed from each row of a table by itself is computed for the table, not again for each place where a row is looked up: the
 * projection of 20 words' vectors instead of that of 30 × 64 words read. The numbers are the same; forward and backward products are smaller.
 */
import type { Builder } from '#shared/ir/builder'
import { type Graph, type Node, sizeOf, type Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { fromFront, intOf, intsOf, shapeOf } from '#shared/ops/shapes'

/** A value `[…, size]` that is rows of a table, `[rows, size]`, at places `[…]`. */
interface LookUp {
  readonly table: Value
  readonly places: Value
}

/** Changes a graph of plain operators of known sizes in place; `prune` takes out what is no longer read. */
export function lookUps(builder: Builder, graph: Graph): void {
  const op = operators(builder)
  const known = new Map<Value, LookUp>()
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      builder.source = node.source
      const output = node.outputs[0]
      const rowWise = output && onTable(op, node, known)
      if (rowWise) {
        known.set(output, rowWise)
        graph.nodes.push({
          ...node,
          op: 'Gather',
          inputs: [rowWise.table, rowWise.places],
          attributes: { axis: { type: 'int', value: -2n } },
        })
        continue
      }
      graph.nodes.push(node)
      const lookUp = output && looked(op, node, known)
      if (lookUp) known.set(output, lookUp)
    }
  })
}

const sizes = (value: Value): number[] => shapeOf(value).map(Number)

/** An operator that looks rows up, or puts them elsewhere. */
function looked(op: Operators, node: Node, known: ReadonlyMap<Value, LookUp>): LookUp | undefined {
  const [x, second] = node.inputs as [Value, Value | undefined]
  const before = known.get(x)
  if (node.op === 'Gather' && fromFront(intOf(node.attributes, 'axis', 0), shapeOf(x).length) === 0) {
    if (before && second && shapeOf(x).length > 1)
      return { table: before.table, places: op.Gather(before.places, second, 0) }
    return shapeOf(x).length === 2 && second && shapeOf(second).length > 0
      ? { table: x, places: second }
      : undefined
  }
  if (!before) return undefined
  const { table, places } = before
  const [from, to] = [sizes(x), sizes(node.outputs[0]!)]
  switch (node.op) {
    case 'Identity':
      return before
    case 'Transpose': {
      const perm = intsOf(node.attributes, 'perm')
      const last = perm.length - 1
      return perm[last] === last ? { table, places: op.Transpose(places, perm.slice(0, last)) } : undefined
    }
    case 'Reshape':
    case 'Unsqueeze':
    case 'Squeeze':
      return to.at(-1) === from.at(-1) ? { table, places: op.Reshape(places, to.slice(0, -1)) } : undefined
    default:
      return undefined
  }
}

/** The same operator on the table, where it looks at each row by itself and there are fewer rows than places. */
function onTable(op: Operators, node: Node, known: ReadonlyMap<Value, LookUp>): LookUp | undefined {
  const at = node.inputs.findIndex((input) => input && known.has(input))
  if (at < 0 || node.outputs.length !== 1) return undefined
  const { table, places } = known.get(node.inputs[at]!)!
  const [rows] = sizes(table) as [number]
  if (rows >= sizeOf(sizes(places))) return undefined
  const others = node.inputs.filter((_, i) => i !== at)
  const alike =
    node.op === 'MatMul'
      ? at === 0 && shapeOf(others[0]).length === 2
      : ALONE.has(node.op) && others.every((other) => other && isVector(other, known))
  if (!alike) return undefined
  const inputs = node.inputs.map((input, i) => (i === at ? table : input))
  const size = sizes(node.outputs[0]!).at(-1)!
  const dtype = node.outputs[0]!.dtype
  return { table: op.Raw(node.op, inputs, node.attributes, { dtype, shape: [rows, size] }), places }
}

/** The same for every row. */
function isVector(value: Value, known: ReadonlyMap<Value, LookUp>): boolean {
  return shapeOf(value).length <= 1 && !known.has(value)
}

/** Operators that see one element at a time. */
const ALONE: ReadonlySet<string> = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Neg'],
  ...['Tanh', 'Sigmoid', 'Relu', 'Gelu', 'Softplus'],
])
