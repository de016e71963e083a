/** The threshold by cumulative mass: of each row, the smallest set of cells that together hold a given part of its weight. */

/**
 * Indices of the kept cells, strongest first. Weights that are not above zero are never kept.
 * @param mass part of the row's sum, 0 … 1; at 1 every weight above zero is kept
 */
export function keptCells(weights: ArrayLike<number>, mass: number): number[] {
  const order: number[] = []
  let total = 0
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! > 0) {
      order.push(i)
      total += weights[i]!
    }
  }
  order.sort((a, b) => weights[b]! - weights[a]! || a - b)
  if (mass >= 1) return order
  // Sums of float32 weights miss their total by roundings, so a row at exactly the mass must not need one cell more.
  const enough = total * mass - 1e-6 * total
  let held = 0
  let kept = 0
  while (kept < order.length && held < enough) held += weights[order[kept++]!]!
  return order.slice(0, kept)
}
