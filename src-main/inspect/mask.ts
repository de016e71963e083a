/**
 * Is a mask causal? It is when it is made by Trilu, by comparing positions with positions, or is a triangular constant.
 */
import type { Node, Tensor, Value } from '#shared/ir/graph'
import type { Links } from './links'

const COMPARISONS = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual'])
const STOPS = new Set(['MatMul', 'Gemm', 'Einsum', 'Softmax', 'LayerNormalization', 'Gather'])
const MAX_NODES = 300
/** As much of a constant mask as is looked at. */
const CORNER = 64
/** What is added to scores that must not count is at most this. */
const BLOCKS = -1e4

export function isCausal(links: Links, masks: readonly Value[]): boolean {
  const seen = new Set<Value>()
  const open = [...masks]
  for (let at = open.pop(); at !== undefined && seen.size < MAX_NODES; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const constant = links.constant(at)
    if (constant !== undefined) {
      if (!links.elsewhere(constant) && isTriangular(constant)) return true
      continue
    }
    const node = links.maker(at)
    if (node === undefined) {
      const outside = links.outside(at)
      if (outside !== undefined && isCausal(outside.links, [outside.value])) return true
      continue
    }
    if (STOPS.has(node.op)) continue
    if (node.op === 'Trilu' || comparesPositions(links, node)) return true
    for (const input of node.inputs) if (input !== undefined) open.push(input)
  }
  return false
}

/** Lengths come from what is fed, and bounds are single numbers; positions are neither. */
function comparesPositions(links: Links, node: Node): boolean {
  if (!COMPARISONS.has(node.op)) return false
  const positions = node.inputs.every((input) => {
    const constant = links.constant(input)
    return !links.derived(input) && (constant === undefined || constant.dims.some((dim) => dim > 1))
  })
  return positions && !node.inputs.some((input) => isShifted(links, input))
}

/** Positions that a constant is added to, or taken from, bound a window around each place: its two sides are no causal mask. */
function isShifted(links: Links, value: Value | undefined): boolean {
  let node = value === undefined ? undefined : links.maker(value)
  while (node !== undefined && ['Cast', 'Unsqueeze', 'Reshape', 'Expand', 'Identity'].includes(node.op))
    node = node.inputs[0] === undefined ? undefined : links.maker(node.inputs[0])
  if (node?.op !== 'Add' && node?.op !== 'Sub') return false
  return node.inputs.some((input) => {
    const [number, ...more] = links.numbers(input, 1) ?? []
    return number !== undefined && more.length === 0 && Math.abs(number) > 1
  })
}

/**
 * Above the diagonal one value, or what blocks; on it and just below it another. Further below, a sliding window may block again. Where
 * there are more keys than queries, the queries are the last ones.
 */
function isTriangular({ dims, data }: Tensor): boolean {
  const [rows = 0, columns = 0] = dims.slice(-2)
  if (rows < 2 || columns < rows || dims.includes(0)) return false
  if (data.length < rows * columns || typeof data[0] === 'string') return false
  return [...new Set([0, columns - rows])].some((shift) => hasDiagonal(data as Numbers, rows, columns, shift))
}

type Numbers = ArrayLike<number | bigint>

function hasDiagonal(data: Numbers, rows: number, columns: number, shift: number): boolean {
  if (shift + 1 >= columns) return false
  const at = (row: number, column: number) => Number(data[row * columns + column])
  const [inside, outside] = [at(0, shift), at(0, shift + 1)]
  let two = inside !== outside
  let blocks = true
  for (let row = 0; row < Math.min(rows, CORNER); row++)
    for (let column = 0; column < Math.min(columns, CORNER + shift); column++) {
      const number = at(row, column)
      const diagonal = row + shift
      if (column > diagonal) {
        two &&= number === outside
        blocks &&= number <= BLOCKS
      } else if (column === diagonal || column === diagonal - 1) {
        two &&= number === inside
        blocks &&= number > BLOCKS
      } else two &&= number === inside || number === outside
    }
  return two || blocks
}
