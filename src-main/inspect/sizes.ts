/**
 * Ranks and sizes of values, as far as the graph gives them away: exporters seldom write the shapes of inner values, but constants of
 * Reshape and permutations of Transpose tell what attention needs to know.
 */
import type { Node, Value } from '#shared/ir/graph'
import { intAttribute, intsAttribute, type Links } from './links'

const SAME_SHAPE = new Set([
  ...['Cast', 'Identity', 'Dropout', 'Softmax', 'LogSoftmax', 'Clip', 'Sqrt', 'Neg', 'Exp', 'Log', 'Abs'],
  ...['Tanh', 'Sigmoid', 'Relu', 'LeakyRelu', 'Elu', 'Gelu', 'Erf', 'Softplus', 'HardSigmoid', 'Not'],
  ...['LayerNormalization', 'SimplifiedLayerNormalization', 'SkipLayerNormalization', 'RMSNormalization'],
  ...['BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'LpNormalization'],
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear', 'QLinearSoftmax', 'Trilu', 'IsNaN'],
  ...['FastGelu', 'BiasGelu', 'QuickGelu', 'CumSum', 'ScatterND', 'ScatterElements', 'RotaryEmbedding'],
])
const BROADCAST = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Where', 'Pow', 'Max', 'Min', 'Sum', 'And', 'Or', 'Equal'],
  ...['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual', 'Mod'],
])
const MATRICES = new Set(['MatMul', 'FusedMatMul', 'MatMulInteger'])
const SAME_RANK = new Set([
  'Split',
  'Slice',
  'Pad',
  'Concat',
  'Tile',
  'Conv',
  'MaxPool',
  'AveragePool',
  'Resize',
])
const RANKS: Readonly<Record<string, number>> = {
  ...{ Gemm: 2, Flatten: 2, FusedGemm: 2, QGemm: 2, Range: 1, Shape: 1, NonZero: 2, Size: 0 },
}
/** How far back a size is looked for. */
const MAX_STEPS = 200

/** Questions, beside the size of an axis by its number. */
const RANK = -1
const LAST = -2

/** Answers by value and question: where branches meet again, each would be asked twice as often as the one before. */
const answers = new WeakMap<Links, Map<Value, Map<number, number | undefined>>>()

function once(
  links: Links,
  value: Value,
  question: number,
  answer: () => number | undefined,
): number | undefined {
  const all = answers.get(links) ?? new Map<Value, Map<number, number | undefined>>()
  answers.set(links, all)
  const known = all.get(value) ?? new Map<number, number | undefined>()
  all.set(value, known)
  // While it is being looked for, a value that depends on itself has none.
  if (!known.has(question)) known.set(question, undefined).set(question, answer())
  return known.get(question)
}

export function rankOf(links: Links, value: Value | undefined, steps = MAX_STEPS): number | undefined {
  if (value === undefined || steps === 0) return undefined
  return once(links, value, RANK, () => rank(links, value, steps))
}

function rank(links: Links, value: Value, steps: number): number | undefined {
  if (value.shape !== undefined) return value.shape.length
  const node = links.maker(value)
  if (node === undefined) {
    const outside = links.outside(value)
    return links.constant(value)?.dims.length ?? (outside && rankOf(outside.links, outside.value, steps - 1))
  }
  const of = (index: number) => rankOf(links, node.inputs[index], steps - 1)
  if (SAME_SHAPE.has(node.op)) return of(0)
  if (BROADCAST.has(node.op) || MATRICES.has(node.op)) {
    const ranks = node.inputs.slice(0, MATRICES.has(node.op) ? 2 : undefined).map((_, index) => of(index))
    if (MATRICES.has(node.op) && ranks.includes(1)) {
      const other = ranks[0] === 1 ? ranks[1] : ranks[0]
      return other === undefined ? undefined : other === 1 ? 0 : other - 1
    }
    // One that is unknown may be the larger, unless a known one has all the axes that attention has.
    return ranks.includes(undefined)
      ? ranks.find((each) => (each ?? 0) >= 4)
      : Math.max(0, ...ranks.map(Number))
  }
  if (node.op === 'Transpose') return intsAttribute(node, 'perm')?.length ?? of(0)
  if (node.op === 'Reshape') return shapeInput(links, node.inputs[1])?.length
  if (node.op === 'QLinearMatMul') {
    const [a, b] = [of(0), of(3)]
    return a === undefined || b === undefined ? undefined : Math.max(a, b)
  }
  if (node.op in RANKS) return RANKS[node.op]
  if (node.op === 'Constant') return links.constant(value)?.dims.length
  if (node.op === 'Einsum') return einsumTerms(node.attributes.equation)?.output.length
  if (node.op === 'Squeeze' || node.op === 'Unsqueeze') {
    const axes = axesInput(links, node)
    const before = of(0)
    if (before === undefined || axes === undefined) return undefined
    return node.op === 'Squeeze' ? before - axes.length : before + axes.length
  }
  if (node.op === 'Gather') {
    const [data, indices] = [of(0), of(1)]
    return data === undefined || indices === undefined ? undefined : data + indices - 1
  }
  if (node.op === 'ConstantOfShape') return shapeInput(links, node.inputs[0])?.length
  if (node.op === 'Expand') {
    const [before, size] = [of(0), shapeInput(links, node.inputs[1])?.length]
    return Math.max(before ?? 0, size ?? 0) || undefined
  }
  if (node.op.startsWith('Reduce')) {
    const [before, axes] = [of(0), axesInput(links, node)]
    if (intAttribute(node, 'keepdims') !== 0) return before
    return before === undefined || axes === undefined ? undefined : before - axes.length
  }
  if (node.op === 'LSTM' || node.op === 'GRU' || node.op === 'RNN') return node.outputs[0] === value ? 4 : 3
  if (SAME_RANK.has(node.op)) return of(0)
  return undefined
}

/** Size of one axis of a value, counted from the front; undefined where only a run can tell. */
export function axisSize(
  links: Links,
  value: Value | undefined,
  axis: number,
  steps = MAX_STEPS,
): number | undefined {
  if (value === undefined || steps === 0 || axis < 0) return undefined
  return once(links, value, axis, () => sizeOfAxis(links, value, axis, steps))
}

function sizeOfAxis(links: Links, value: Value, axis: number, steps: number): number | undefined {
  const declared = value.shape?.[axis]
  if (typeof declared === 'number') return declared
  const node = links.maker(value)
  if (node === undefined) {
    const outside = links.outside(value)
    const found = links.constant(value)?.dims[axis]
    return found ?? (outside && axisSize(outside.links, outside.value, axis, steps - 1))
  }
  const from = (index: number, at: number) => axisSize(links, node.inputs[index], at, steps - 1)
  if (SAME_SHAPE.has(node.op)) return from(0, axis)
  if (node.op === 'Transpose') {
    const source = intsAttribute(node, 'perm')?.[axis]
    return source === undefined ? undefined : from(0, source)
  }
  if (node.op === 'Reshape') {
    const size = shapeInput(links, node.inputs[1])?.[axis]
    if (size === 0) return from(0, axis)
    return size === -1 ? splitSize(links, node, axis) : size
  }
  if (BROADCAST.has(node.op)) {
    const rank = rankOf(links, value)
    for (let index = 0; index < node.inputs.length; index++)
      if (rank !== undefined && rankOf(links, node.inputs[index]) === rank) {
        const size = from(index, axis)
        if (size !== undefined && size > 1) return size
      }
    return undefined
  }
  if (node.op === 'Squeeze') {
    const axes = axesInput(links, node)
    const rank = rankOf(links, node.inputs[0])
    if (axes === undefined || axes.length !== 1 || (axes[0]! < 0 && rank === undefined)) return undefined
    const removed = axes[0]! < 0 ? axes[0]! + rank! : axes[0]!
    return from(0, axis < removed ? axis : axis + 1)
  }
  if (node.op === 'Split' || node.op === 'Slice') {
    const along = node.op === 'Split' ? [intAttribute(node, 'axis') ?? 0] : links.numbers(node.inputs[3])
    return along === undefined || along.some((each) => each < 0 || each === axis) ? undefined : from(0, axis)
  }
  return undefined
}

/** The heads in `[…, −1, size]`: as many as the last axis before has room for. */
function splitSize(links: Links, reshape: Node, axis: number): number | undefined {
  const shape = shapeInput(links, reshape.inputs[1])
  if (shape === undefined || axis !== shape.length - 2) return undefined
  return dividedBy(lastSize(links, reshape.inputs[0]), shape.at(-1))
}

/** Size of a value's last axis. */
export function lastSize(links: Links, value: Value | undefined, steps = MAX_STEPS): number | undefined {
  if (value === undefined || steps === 0) return undefined
  return once(links, value, LAST, () => sizeOfLast(links, value, steps))
}

function sizeOfLast(links: Links, value: Value, steps: number): number | undefined {
  const declared = value.shape?.at(-1)
  if (typeof declared === 'number') return declared
  const node = links.maker(value)
  if (node === undefined) {
    const outside = links.outside(value)
    const found = links.constant(value)?.dims.at(-1)
    return found ?? (outside && lastSize(outside.links, outside.value, steps - 1))
  }
  const from = (index: number) => lastSize(links, node.inputs[index], steps - 1)
  if (SAME_SHAPE.has(node.op)) return from(0)
  if (BROADCAST.has(node.op))
    return node.inputs.map((_, index) => from(index)).find((size) => (size ?? 1) > 1)
  if (MATRICES.has(node.op)) return from(1)
  if (node.op === 'Gemm')
    return links.constant(node.inputs[1])?.dims[intAttribute(node, 'transB') === 1 ? 0 : 1]
  if (node.op === 'Constant') return links.constant(value)?.dims.at(-1)
  if (node.op === 'Reshape') {
    const size = shapeInput(links, node.inputs[1])?.at(-1)
    return size !== undefined && size > 0 ? size : undefined
  }
  if (node.op === 'Split') return links.numbers(node.inputs[1])?.[node.outputs.indexOf(value)]
  if (node.op === 'Gather') return intAttribute(node, 'axis') === 0 ? from(0) : undefined
  if (node.op === 'Transpose') {
    const perm = intsAttribute(node, 'perm')
    return perm?.at(-1) === (perm?.length ?? 0) - 1 ? from(0) : undefined
  }
  if (node.op === 'Squeeze' || node.op === 'Unsqueeze') {
    // The longer of the two shapes says whether one of the axes is its last.
    const longer = rankOf(links, node.op === 'Squeeze' ? node.inputs[0] : value)
    const axes = axesInput(links, node)
    return longer === undefined || axes === undefined || axes.includes(-1) || axes.includes(longer - 1)
      ? undefined
      : from(0)
  }
  return undefined
}

/** The axes that Squeeze, Unsqueeze or a reduction is told, as an attribute or as an input. */
export function axesInput(links: Links, node: Node): readonly number[] | undefined {
  return intsAttribute(node, 'axes') ?? links.numbers(node.inputs[1], 64)
}

/** What Reshape is told; undefined where an entry is computed when the model runs. */
export function shapeInput(
  links: Links,
  shape: Value | undefined,
): readonly (number | undefined)[] | undefined {
  const known = links.numbers(shape, 64)
  if (known !== undefined || shape === undefined) return known
  const node = links.maker(shape)
  if (node?.op !== 'Concat') return undefined
  return node.inputs.map((entry) => links.numbers(entry, 1)?.[0])
}

/**
 * Heads that were folded into the batch for a product of three axes, as `nn.MultiheadAttention` does. The Reshape behind `value` tells:
 * by its input's second of four axes, by a constant factor of the folded size, or by how much smaller its last axis is.
 */
export function foldedHeads(links: Links, value: Value | undefined, steps = MAX_STEPS): number | undefined {
  const node = value === undefined || steps === 0 ? undefined : links.maker(value)
  if (node === undefined) return undefined
  if (node.op !== 'Reshape') {
    const next = node.inputs.filter((input) => links.derived(input))
    return next.length === 1 && node.op !== 'MatMul' ? foldedHeads(links, next[0], steps - 1) : undefined
  }
  const [input, target] = node.inputs
  const told = shapeInput(links, target) ?? []
  const [batch] = told
  // The batch is as it was, or the last axis takes what is left: what is flattened are other axes.
  if (
    batch === 0 ||
    told.at(-1) === -1 ||
    (batch !== undefined && batch > 0 && batch === axisSize(links, input, 0))
  )
    return undefined
  const split = rankOf(links, input) === 4 ? axisSize(links, input, 1) : undefined
  return (
    split ??
    foldedFactor(links, target) ??
    dividedBy(lastSize(links, input), shapeInput(links, target)?.at(-1))
  )
}

function foldedFactor(links: Links, target: Value | undefined): number | undefined {
  const shape = target === undefined ? undefined : links.maker(target)
  if (shape?.op !== 'Concat') return undefined
  for (const entry of shape.inputs) {
    let maker = entry === undefined ? undefined : links.maker(entry)
    if (maker?.op === 'Unsqueeze' && maker.inputs[0] !== undefined) maker = links.maker(maker.inputs[0])
    if (maker?.op !== 'Mul') continue
    const factor = maker.inputs
      .map((input) => links.numbers(input, 1)?.[0])
      .find((each) => each !== undefined)
    if (factor !== undefined && factor > 1) return factor
  }
  return undefined
}

/** The whole quotient above 1. */
function dividedBy(whole: number | undefined, each: number | undefined): number | undefined {
  if (whole === undefined || each === undefined || each < 1 || whole <= each) return undefined
  return whole % each === 0 ? whole / each : undefined
}

export interface EinsumTerms {
  readonly inputs: readonly string[]
  readonly output: string
}

/** The letters of an Einsum whose equation names its output and no ellipsis. */
export function einsumTerms(
  equation: { readonly type: string; readonly value: unknown } | undefined,
): EinsumTerms | undefined {
  if (equation?.type !== 'string') return undefined
  const [inputs, output, ...rest] = String(equation.value).replace(/\s/g, '').split('->')
  if (inputs === undefined || output === undefined || rest.length > 0 || inputs.includes('.'))
    return undefined
  return { inputs: inputs.split(','), output }
}
