/**
 * From a Softmax forwards: is something weighed with its result, and which tensor are the weights that are really used?
 */
import type { Node, Value } from '#shared/ir/graph'
import { fromEnd, movedAxis, sumsOver } from './axes'
import type { Links, Use } from './links'
import { axesInput, rankOf } from './sizes'

export interface WeightsUse {
  /** The weights: what the value product consumes, before it is only cast, reshaped or unsqueezed. */
  readonly weights: Value
  /** The weights' axis of keys, from the end; undefined where it is not known. */
  readonly axis: number | undefined
  /** The weights are the Softmax's own result. */
  readonly same: boolean
  /** Whether the weights lie in diagonals that are shifted into place before the product. */
  readonly banded: boolean
  /** Whether an axis is added to the weights before the product: then a row of a matrix is one query of each example. */
  readonly widened: boolean
  readonly product: Node
}

const PRODUCTS = new Set(['MatMul', 'Gemm', 'Einsum', 'FusedMatMul', 'MatMulInteger', 'QLinearMatMul'])
/** These leave the numbers as they are. */
const SHAPES = new Set(['Reshape', 'Unsqueeze', 'Squeeze', 'Expand', 'Tile', 'Flatten'])
const UNCHANGED = new Set(['Cast', 'Identity', 'Dropout'])
/** These change them on their way: masks of rows and heads, quantisation, a sink cut off, one memory's weights blended with the last ones. */
const CHANGED = new Set([
  ...['Where', 'Mul', 'Add', 'Sub', 'Div', 'Pow', 'QuantizeLinear', 'DequantizeLinear'],
  ...['Slice', 'Gather', 'Pad', 'Clip', 'Einsum', 'MatMul', 'Concat', 'Split'],
])
const MAX_NODES = 100

interface Step extends Omit<WeightsUse, 'product' | 'axis'> {
  readonly value: Value
  /** The axis of keys of `value`, and of `weights`. */
  readonly axis: number | undefined
  readonly weightsAxis: number | undefined
  /** Axes have been moved since `weights`. */
  readonly moved: boolean
}

/** The use of a Softmax's result as attention weights, or the reason why it is none. `axis` is the Softmax's, from the end. */
export function weightsUse(links: Links, softmax: Value, axis: number | undefined): WeightsUse | string {
  const seen = new Set<Value>()
  const elsewhere = new Set<string>()
  let constant = false
  let across = false
  const open: Step[] = [
    {
      ...{ value: softmax, weights: softmax, axis, weightsAxis: axis },
      ...{ same: true, banded: false, widened: false, moved: false },
    },
  ]
  for (let at = open.shift(); at !== undefined && seen.size < MAX_NODES; at = open.shift()) {
    if (seen.has(at.value)) continue
    seen.add(at.value)
    for (const use of links.uses(at.value)) {
      const other = otherFactor(use)
      const sums = other === undefined ? undefined : summed(links, use, at)
      if (sums === true && links.derived(other)) {
        const { weights, weightsAxis, same, banded, widened } = at
        return { weights, axis: weightsAxis, same, banded, widened, product: use.node }
      }
      if (sums === true) constant = true
      else if (sums === false && links.derived(other)) across = true
      const next = sums === true ? 'beside' : step(links, at, use)
      if (next === undefined) elsewhere.add(use.node.op)
      else if (next !== 'beside') open.push(next)
    }
    if (links.isOutput(at.value)) elsewhere.add('')
  }
  if (constant)
    return 'what it weighs are constants of the model (a vocabulary, a code book, coordinates), and nothing that the model was given'
  if (across) return 'what it weighs is not summed along the axis that it runs along'
  return reasonFor([...elsewhere])
}

/** What a product multiplies the used value with. */
function otherFactor({ node, index }: Use): Value | undefined {
  if (node.op === 'QLinearMatMul') return index === 0 ? node.inputs[3] : node.inputs[0]
  if (PRODUCTS.has(node.op) || node.op === 'Mul') return index > 1 ? undefined : node.inputs[1 - index]
  return undefined
}

/** Whether this use sums over the axis of keys; undefined where it is no such product at all. */
function summed(links: Links, { node, index }: Use, at: Step): boolean | undefined {
  if (node.op === 'Mul') {
    const [result] = node.outputs
    const uses = result === undefined ? [] : links.uses(result)
    if (!uses.some((use) => use.node.op === 'ReduceSum')) return undefined
    // Weights that only scale what has as many entries as themselves select, and do not sum.
    return sumsOver(links, node, index, at.axis) ?? true
  }
  const factor = node.op === 'QLinearMatMul' && index === 3 ? 1 : index
  return sumsOver(links, node, factor, at.axis) ?? (factor === 0 || at.moved)
}

function step(links: Links, at: Step, { node, index }: Use): Step | 'beside' | undefined {
  const [value] = node.outputs
  if (value === undefined) return undefined
  // `IsNaN → Where` replaces rows that were wholly masked: the Where is reached from the weights themselves, too.
  if (node.op === 'IsNaN' || node.op === 'Shape' || node.op === 'ReduceSum') return 'beside'
  const axis = renewedAxis(links, node, index) ?? movedAxis(links, node, index, at.axis)
  if (UNCHANGED.has(node.op) && index === 0) return { ...at, value }
  if (node.op === 'Transpose') {
    // The keys come last where they were not: the usual form of weights.
    if (axis === -1 && at.axis !== -1 && !at.widened)
      return {
        ...at,
        value,
        axis,
        weights: value,
        weightsAxis: -1,
        same: false,
        widened: false,
        moved: false,
      }
    // Weights that were multiplied with their heads in the last place are whole again.
    if (axis === -1 && !at.same)
      return {
        ...at,
        value,
        axis,
        weights: value,
        weightsAxis: -1,
        same: false,
        widened: false,
        moved: false,
      }
    return { ...at, value, axis, moved: true }
  }
  if (SHAPES.has(node.op) && index === 0)
    return { ...at, value, axis, widened: at.widened || widens(links, node) }
  if (!CHANGED.has(node.op) || !keepsWeights(links, node, index, axis)) return undefined
  if (node.op === 'Where' && index === 0) return 'beside'
  // Weights that were reshaped before they were changed have the axes of that shape from here on.
  return {
    value,
    axis,
    weights: value,
    weightsAxis: axis,
    same: false,
    banded: at.banded || node.op === 'Pad',
    widened: false,
    moved: at.moved && axis !== -1,
  }
}

/** Weights divided by their sum run along the axis of that sum from here on, as in slot attention. */
function renewedAxis(links: Links, node: Node, index: number): number | undefined {
  const [above, below] = node.inputs
  if (node.op !== 'Div' || index !== 0 || below === undefined) return undefined
  let sum = links.maker(below)
  if (sum?.op === 'Add') sum = sum.inputs.map((input) => input && links.maker(input)).find((each) => each)
  if (sum?.op !== 'ReduceSum' || sum.inputs[0] !== above) return undefined
  const axes = axesInput(links, sum)
  return axes?.length === 1 ? fromEnd(axes[0] ?? -1, rankOf(links, above)) : undefined
}

/** An axis of one query goes before the product: [batch, key] → [batch, 1, key]. */
function widens(links: Links, node: Node): boolean {
  if (node.op === 'Squeeze' || node.op === 'Flatten') return false
  if (node.op !== 'Reshape') return true
  const [before, after] = [rankOf(links, node.inputs[0]), rankOf(links, node.outputs[0])]
  return before === undefined || after === undefined || after > before
}

/** What is done to weights keeps them weights where the keys keep their axis, and a product only mixes heads. */
function keepsWeights(links: Links, node: Node, index: number, axis: number | undefined): boolean {
  if (node.op === 'MatMul' || node.op === 'Einsum')
    return axis !== undefined && !links.derived(node.inputs[1 - index])
  if (node.op === 'Gather') return index === 0 && axis !== undefined
  if (node.op === 'Div' || node.op === 'Pow') return index === 0
  if (node.op === 'Slice' || node.op === 'Pad' || node.op === 'Split') return index === 0
  return true
}

function reasonFor(ops: readonly string[]): string {
  const named = ops.filter((op) => op !== '')
  if (named.length > 0) return `its result goes to ${named.join(', ')}, and weighs no values`
  if (ops.length > 0)
    return 'its result is an output of the model, as in a classifier head, and weighs no values'
  return 'its result is not used'
}
