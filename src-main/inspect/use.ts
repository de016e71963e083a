/**
 * From a Softmax forwards: is something weighed with its result, and which tensor are the weights that are really used?
 */
import type { Node, Value } from '#shared/ir/graph'
import type { Links, Use } from './links'

export interface WeightsUse {
  /** The weights: what the value product consumes, before it is only cast, reshaped or unsqueezed. */
  readonly weights: Value
  /** Whether the weights' axes are still those of the Softmax. */
  readonly sameAxes: boolean
  /** Whether an axis is added to the weights before the product: then a row of a matrix is one query of each example. */
  readonly widened: boolean
  readonly product: Node
}

const PRODUCTS = new Set(['MatMul', 'Gemm', 'Einsum', 'FusedMatMul'])
/** These leave the numbers as they are. */
const SHAPES = new Set(['Reshape', 'Unsqueeze', 'Squeeze', 'Expand'])
const UNCHANGED = new Set(['Cast', 'Identity', 'Dropout'])
/** These change them on their way: masks of rows and heads, quantisation. */
const CHANGED = new Set(['Where', 'Mul', 'QuantizeLinear', 'DequantizeLinear'])
const MAX_NODES = 100

interface Step extends Omit<WeightsUse, 'product'> {
  readonly value: Value
  /** Whether the weights were transposed on their way. */
  readonly transposed: boolean
}

/**
 * The use of a Softmax's result as attention weights, or the reason why it is none. `lastAxis`: whether its rows lie along the last axis.
 */
export function weightsUse(links: Links, softmax: Value, lastAxis: boolean): WeightsUse | string {
  const seen = new Set<Value>()
  const elsewhere = new Set<string>()
  const open: Step[] = [
    { value: softmax, weights: softmax, sameAxes: true, widened: false, transposed: false },
  ]
  for (let at = open.shift(); at !== undefined && seen.size < MAX_NODES; at = open.shift()) {
    if (seen.has(at.value)) continue
    seen.add(at.value)
    for (const use of links.uses(at.value)) {
      const product = productOf(links, use, at.transposed || !lastAxis)
      if (product !== undefined) {
        const { weights, sameAxes, widened } = at
        return { weights, sameAxes, widened, product }
      }
      const next = step(at, use)
      if (next === undefined) elsewhere.add(use.node.op)
      else if (next !== 'beside') open.push(next)
    }
    if (links.isOutput(at.value)) elsewhere.add('')
  }
  return reasonFor([...elsewhere])
}

/**
 * The node that weighs values with the weights, when this use is one. Weights with their keys in front are a second factor: then each of
 * its columns sums to 1.
 */
function productOf(links: Links, { node, index }: Use, keysFirst: boolean): Node | undefined {
  const other = node.inputs[1 - index]
  if (PRODUCTS.has(node.op)) return (index === 0 || keysFirst) && links.derived(other) ? node : undefined
  if (node.op !== 'Mul' || !links.derived(other)) return undefined
  const summed = node.outputs[0] === undefined ? [] : links.uses(node.outputs[0])
  return summed.some((use) => use.node.op === 'ReduceSum') ? node : undefined
}

function step(at: Step, { node, index }: Use): Step | 'beside' | undefined {
  const [value] = node.outputs
  if (value === undefined) return undefined
  // `IsNaN → Where` replaces rows that were wholly masked: the Where is reached from the weights themselves, too.
  if (node.op === 'IsNaN' || node.op === 'Shape') return 'beside'
  if (UNCHANGED.has(node.op) && index === 0) return { ...at, value }
  if (node.op === 'Transpose') return { ...at, value, transposed: true }
  if (SHAPES.has(node.op) && index === 0)
    return { ...at, value, widened: at.widened || node.op !== 'Squeeze' }
  if (!CHANGED.has(node.op)) return undefined
  if (node.op === 'Where' && index === 0) return 'beside'
  // Weights that were reshaped before they were changed have the axes of that shape from here on.
  return {
    value,
    weights: value,
    sameAxes: at.sameAxes && !at.widened && !at.transposed,
    widened: false,
    transposed: false,
  }
}

function reasonFor(ops: readonly string[]): string {
  const named = ops.filter((op) => op !== '')
  if (named.length > 0) return `its result goes to ${named.join(', ')}, and weighs no values`
  if (ops.length > 0)
    return 'its result is an output of the model, as in a classifier head, and weighs no values'
  return 'its result is not used'
}
