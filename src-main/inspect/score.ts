/**
 * From a Softmax backwards: do its scores compare a query with keys, and how?
 */
import type { Node, Value } from '#shared/ir/graph'
import { intAttribute, type Links } from './links'
import { einsumTerms, lastSize, rankOf } from './sizes'

export interface Score {
  /** `additive`: each place has a score of its own, mostly `v · tanh(query + key)`. */
  readonly kind: 'product' | 'additive'
  readonly query: Value
  readonly key: Value
  readonly product: Node
  /** What was added to the scores, or chose between them and a constant: masks and position biases. */
  readonly masks: readonly Value[]
}

const PRODUCTS = new Set([
  'MatMul',
  'Gemm',
  'Einsum',
  'FusedMatMul',
  'MatMulInteger',
  'QLinearMatMul',
  'Conv',
])
/** Scores pass through these: scaled, capped, masked, reshaped, quantised and back. */
const PASSED = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Sqrt', 'Pow', 'Log', 'Where', 'Cast', 'Identity', 'Dropout', 'Sum'],
  ...[
    'Reshape',
    'Flatten',
    'Squeeze',
    'Unsqueeze',
    'Transpose',
    'Expand',
    'Tile',
    'Slice',
    'Concat',
    'Gather',
  ],
  ...['GatherElements', 'ScatterND', 'Pad', 'Split', 'Clip', 'Tanh', 'LeakyRelu', 'Relu', 'Max', 'Min'],
  ...['QuantizeLinear', 'DequantizeLinear', 'QLinearAdd', 'QLinearMul', 'ReduceSum', 'ReduceMax', 'Softmax'],
])
/** These sum up a distance, after what is done to each difference. */
const SUMS = new Set(['ReduceSum', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare'])
const EACH = new Set(['Pow', 'Abs', 'Mul', 'Neg'])
/** Where scores enter a node that takes indices and exponents too. */
const ENTRIES: Readonly<Record<string, readonly number[]>> = {
  Where: [1, 2],
  Gather: [0],
  GatherElements: [0],
  ScatterND: [0, 2],
  Pow: [0],
  Pad: [0],
}
const MAX_NODES = 200

/** The score behind `value`, or the reason why it is none. */
export function scoreOf(links: Links, value: Value): Score | string {
  const from = new Map<Value, Value | undefined>([[value, undefined]])
  const open: Value[] = [value]
  let single: Found | undefined
  let reason = 'its scores hold no product of a query and keys'
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const node = links.maker(at)
    if (node === undefined || from.size > MAX_NODES) continue
    const found = compared(links, node, places(links, from, at))
    if (typeof found === 'object') {
      const whole = { ...found, masks: masksOf(links, from, at) }
      if (!found.alone) return whole
      single ??= { ...found, at }
      continue
    }
    if (found !== undefined) reason = found
    if (found !== undefined || !PASSED.has(node.op)) continue
    for (const input of next(links, node)) {
      if (from.has(input)) continue
      from.set(input, at)
      open.push(input)
    }
  }
  return single === undefined ? reason : { ...single, masks: masksOf(links, from, single.at) }
}

/** Inputs that may hold the scores. */
function next(links: Links, node: Node): Value[] {
  return node.inputs.filter((input, index): input is Value => {
    if (input === undefined || !links.derived(input)) return false
    return ENTRIES[node.op]?.includes(index) ?? true
  })
}

/** What joins the scores on their way from `product` to the Softmax. */
function masksOf(links: Links, from: ReadonlyMap<Value, Value | undefined>, product: Value): Value[] {
  const masks: Value[] = []
  for (let at: Value | undefined = from.get(product), behind = product; at !== undefined; at = from.get(at)) {
    const node = links.maker(at)
    if (node !== undefined && ['Add', 'Sub', 'Mul', 'Where', 'Sum', 'Max', 'Min'].includes(node.op))
      for (const input of node.inputs) if (input !== undefined && input !== behind) masks.push(input)
    behind = at
  }
  return masks
}

/** Whether axes were moved between the product and the Softmax, so that its rows need not run along what a layer makes. */
function places(links: Links, from: ReadonlyMap<Value, Value | undefined>, product: Value): boolean {
  for (let at = from.get(product); at !== undefined; at = from.get(at)) {
    const op = links.maker(at)?.op ?? ''
    if (['Transpose', 'Reshape', 'Squeeze', 'Flatten', 'Gather'].includes(op)) return true
  }
  return false
}

interface Found extends Comparison {
  readonly at: Value
}

interface Comparison extends Omit<Score, 'masks'> {
  /** The query is a weight of the model, or there is none: a product of two things that were fed is looked for first. */
  readonly alone: boolean
}

/** What a node compares; a reason when it is a product of something else; undefined when it is no product. */
function compared(links: Links, node: Node, moved: boolean): Comparison | string | undefined {
  const summed = SUMS.has(node.op) ? behindSum(links, node) : undefined
  if (summed !== undefined) return { kind: 'product', ...summed, product: node, alone: false }
  const weighed = node.op === 'ReduceSum' ? links.maker(node.inputs[0] as Value) : undefined
  const product =
    PRODUCTS.has(node.op) || node.op === 'CDist' ? node : weighed?.op === 'Mul' ? weighed : undefined
  if (product === undefined) return undefined
  const [a, b] = factors(product)
  if (a === undefined || b === undefined) return undefined
  const [fedA, fedB] = [links.derived(a), links.derived(b)]
  if (fedA && fedB && (a !== b || product === node))
    return { kind: 'product', query: a, key: b, product, alone: false }
  const fed = fedA ? a : b
  const sides = tanhOfSum(links, fed)
  const count = product === node ? features(links, product) : 1
  if (count === 1 || (sides !== undefined && moved))
    return { kind: 'additive', query: sides?.[0] ?? fed, key: sides?.[1] ?? fed, product, alone: true }
  if (!fedA && fedB && learnedQuery(links, product))
    return { kind: 'product', query: a, key: b, product, alone: true }
  return 'its scores come from one tensor alone, so there is no query that looks at keys'
}

function factors(product: Node): readonly (Value | undefined)[] {
  if (product.op === 'QLinearMatMul') return [product.inputs[0], product.inputs[3]]
  return product.inputs
}

/** The two sides of a sum of products or of differences. */
function behindSum(links: Links, sum: Node): { readonly query: Value; readonly key: Value } | undefined {
  let node = makerBehind(links, sum.inputs[0])
  for (let steps = 0; node !== undefined && EACH.has(node.op) && steps < 3; steps++) {
    const [a, b] = node.inputs
    if (node.op === 'Mul' && a !== b) break
    node = makerBehind(links, a)
  }
  const [query, key] = node?.op === 'Sub' || node?.op === 'Mul' ? node.inputs : []
  if (query === undefined || key === undefined || query === key) return undefined
  return links.derived(query) && links.derived(key) ? { query, key } : undefined
}

/** How many numbers a layer makes for each place, where its weights tell. */
function features(links: Links, product: Node): number | undefined {
  const [a, weights] = factors(product)
  const shape = links.constant(weights)?.dims
  if (product.op === 'Conv') return shape?.[0]
  if (product.op === 'Einsum') return einsumFeatures(links, product)
  if (weights === undefined || links.derived(weights) || a === undefined) return undefined
  if (product.op === 'Gemm' && intAttribute(product, 'transB') === 1) return shape?.[0]
  return rankOf(links, weights) === 1 ? 1 : lastSize(links, weights)
}

function einsumFeatures(links: Links, node: Node): number | undefined {
  const terms = einsumTerms(node.attributes.equation)
  const at = node.inputs.findIndex((input) => input !== undefined && !links.derived(input))
  const letters = terms?.inputs[at]
  if (terms === undefined || letters === undefined) return undefined
  return [...letters].some((letter) => terms.output.includes(letter)) ? undefined : 1
}

/** Queries that are weights of the model stand before keys, as in attention; what layers multiply with stands behind. */
function learnedQuery(links: Links, product: Node): boolean {
  if (product.op === 'Conv' || product.op === 'Gemm') return false
  return (rankOf(links, product.inputs[0]) ?? 2) >= 2
}

/** The two sides of `Tanh(Add(query, keys))`, Bahdanau's comparison, or of `Tanh(layer(Concat(query, keys)))`. */
function tanhOfSum(links: Links, value: Value | undefined): readonly [Value, Value] | undefined {
  const bent = makerBehind(links, value)
  if (bent === undefined || !['Tanh', 'LeakyRelu', 'Relu', 'Elu', 'Gelu'].includes(bent.op)) return undefined
  // A bias may be added to the sum.
  for (let at = makerBehind(links, bent.inputs[0]), steps = 0; at !== undefined && steps < 5; steps++) {
    const sides = at.inputs.filter((input): input is Value => links.derived(input))
    const [a, b] = sides
    if (a !== undefined && b !== undefined) return at.op === 'Add' || at.op === 'Concat' ? [a, b] : undefined
    if (!['Add', 'MatMul', 'Gemm'].includes(at.op)) return undefined
    at = makerBehind(links, a)
  }
  return undefined
}

function makerBehind(links: Links, value: Value | undefined): Node | undefined {
  let node = value === undefined ? undefined : links.maker(value)
  const passes = [
    ...['Cast', 'Identity', 'Reshape', 'Dropout', 'Unsqueeze', 'Squeeze', 'Transpose', 'Expand'],
    ...['QuantizeLinear', 'DequantizeLinear'],
  ]
  for (let steps = 0; node !== undefined && passes.includes(node.op) && steps < 8; steps++)
    node = node.inputs[0] === undefined ? undefined : links.maker(node.inputs[0])
  return node
}
