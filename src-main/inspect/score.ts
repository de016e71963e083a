/**
 * From a Softmax backwards: do its scores compare a query with keys, and how?
 */
import type { Node, Value } from '#shared/ir/graph'
import type { Links } from './links'

export interface Score {
  readonly kind: 'product' | 'additive'
  readonly query: Value
  readonly key: Value
  readonly product: Node
  /** What was added to the scores, or chose between them and a constant: masks and position biases. */
  readonly masks: readonly Value[]
}

const PRODUCTS = new Set(['MatMul', 'Gemm', 'Einsum', 'FusedMatMul', 'MatMulInteger'])
/** Scores pass through these: scaled, capped, masked, reshaped, quantised and back. */
const PASSED = new Set([
  ...[
    'Add',
    'Sub',
    'Mul',
    'Div',
    'Where',
    'Cast',
    'Identity',
    'Reshape',
    'Squeeze',
    'Unsqueeze',
    'Transpose',
    'Clip',
  ],
  ...[
    'Tanh',
    'Max',
    'Min',
    'Dropout',
    'QuantizeLinear',
    'DequantizeLinear',
    'Expand',
    'Slice',
    'Concat',
    'ReduceSum',
  ],
])
const MAX_NODES = 200

/** The score behind `value`, or the reason why it is none. */
export function scoreOf(links: Links, value: Value): Score | string {
  const seen = new Set<Value>()
  const masks: Value[] = []
  let reason = 'its scores hold no product of a query and keys'
  const open: Value[] = [value]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const node = links.maker(at)
    if (seen.has(at) || node === undefined || seen.size > MAX_NODES) continue
    seen.add(at)
    const found = compared(links, node)
    if (typeof found === 'object') return { ...found, masks: [...masks, ...open] }
    if (found !== undefined) reason = found
    if (found !== undefined || !PASSED.has(node.op)) continue
    for (const input of node.inputs) {
      if (input === undefined) continue
      if (links.derived(input) && !(node.op === 'Where' && input === node.inputs[0])) open.push(input)
      else if (node.op === 'Add' || node.op === 'Sub' || node.op === 'Where') masks.push(input)
    }
  }
  return reason
}

/** What a node compares; a reason when it is a product of something else; undefined when it is no product. */
function compared(links: Links, node: Node): Omit<Score, 'masks'> | string | undefined {
  const summed =
    node.op === 'ReduceSum' && node.inputs[0] !== undefined ? links.maker(node.inputs[0]) : undefined
  const product = PRODUCTS.has(node.op) ? node : summed?.op === 'Mul' ? summed : undefined
  if (product === undefined) return undefined
  const [a, b] = product.inputs
  if (a !== undefined && b !== undefined && links.derived(a) && links.derived(b))
    return { kind: 'product', query: a, key: b, product }
  const sides = tanhOfSum(links, links.derived(a) ? a : b)
  if (sides !== undefined) return { kind: 'additive', query: sides[0], key: sides[1], product }
  return 'its scores come from one tensor alone, so there is no query that looks at keys'
}

/** The two sides of `Tanh(Add(query, keys))`, Bahdanau's comparison. */
function tanhOfSum(links: Links, value: Value | undefined): readonly [Value, Value] | undefined {
  const tanh = makerBehind(links, value)
  if (tanh?.op !== 'Tanh') return undefined
  // A bias may be added to the sum.
  for (let at = makerBehind(links, tanh.inputs[0]), steps = 0; at?.op === 'Add' && steps < 4; steps++) {
    const sides = at.inputs.filter((input): input is Value => links.derived(input))
    const [a, b] = sides
    if (a !== undefined && b !== undefined) return [a, b]
    at = makerBehind(links, a)
  }
  return undefined
}

function makerBehind(links: Links, value: Value | undefined): Node | undefined {
  let node = value === undefined ? undefined : links.maker(value)
  const passes = ['Cast', 'Identity', 'Reshape', 'Dropout', 'Unsqueeze', 'Squeeze', 'Transpose']
  for (let steps = 0; node !== undefined && passes.includes(node.op) && steps < 8; steps++)
    node = node.inputs[0] === undefined ? undefined : links.maker(node.inputs[0])
  return node
}
