/**
 * Is a mask causal? It is when it is made by Trilu, by comparing positions with positions, or is a triangular constant.
 */
import type { Node, Value } from '#shared/ir/graph'
import type { Links } from './links'

const COMPARISONS = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual'])
const STOPS = new Set(['MatMul', 'Gemm', 'Einsum', 'Softmax', 'LayerNormalization', 'Gather'])
const MAX_NODES = 300
/** As much of a constant mask as is looked at. */
const CORNER = 64

export function isCausal(links: Links, masks: readonly Value[]): boolean {
  const seen = new Set<Value>()
  const open = [...masks]
  for (let at = open.pop(); at !== undefined && seen.size < MAX_NODES; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (links.constant(at) !== undefined) {
      if (isTriangular(links, at)) return true
      continue
    }
    const node = links.maker(at)
    if (node === undefined || STOPS.has(node.op)) continue
    if (node.op === 'Trilu' || comparesPositions(links, node)) return true
    for (const input of node.inputs) if (input !== undefined) open.push(input)
  }
  return false
}

/** Lengths come from what is fed, and bounds are single numbers; positions are neither. */
function comparesPositions(links: Links, node: Node): boolean {
  if (!COMPARISONS.has(node.op)) return false
  return node.inputs.every((input) => {
    const constant = links.constant(input)
    return !links.derived(input) && (constant === undefined || constant.dims.some((dim) => dim > 1))
  })
}

/** One value on and below the diagonal, another above it. */
function isTriangular(links: Links, mask: Value): boolean {
  const [rows = 0, columns = 0] = links.constant(mask)?.dims.slice(-2) ?? []
  if (rows !== columns || rows < 2) return false
  const numbers = links.numbers(mask, 2 ** 24)
  if (numbers === undefined) return false
  const [inside, outside] = [numbers[0], numbers[1]]
  if (inside === outside) return false
  for (let row = 0; row < Math.min(rows, CORNER); row++)
    for (let column = 0; column < Math.min(columns, CORNER); column++)
      if (numbers[row * columns + column] !== (column <= row ? inside : outside)) return false
  return true
}
