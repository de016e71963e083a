/** Losses as graph pieces: each gives one number. Positions that do not count give none. */
import type { Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

const allAxes = (value: Value): number[] => shapeOf(value).map((_, i) => i)

/** Mean over what counts: `mask` is bool of the same shape, or absent. */
function mean(op: Operators, each: Value, mask: Value | undefined): Value {
  if (!mask) return op.ReduceMean(each, allAxes(each))
  const counts = op.Cast(mask, each.dtype)
  const total = op.ReduceSum(op.Mul(each, counts), allAxes(each))
  return op.Div(total, op.Max(op.ReduceSum(counts, allAxes(counts)), 1))
}

/**
 * Mean of −log p(target) over what counts.
 * @param scores float `[…, classes]` before the softmax
 * @param target int64 `[…]`
 * @param mask bool `[…]`
 */
export function crossEntropy(op: Operators, scores: Value, target: Value, mask?: Value): Value {
  const classes = Number(shapeOf(scores).at(-1))
  const one = op.Cast(op.Equal(op.Unsqueeze(target, [-1]), op.Range(classes)), scores.dtype)
  const each = op.Neg(op.ReduceSum(op.Mul(op.LogSoftmax(scores), one), [-1]))
  return mean(op, each, mask)
}

/** Mean of (found − target)² over what counts; `mask` is bool and broadcasts against the shape without its last axis. */
export function squaredError(op: Operators, found: Value, target: Value, mask?: Value): Value {
  const off = op.Sub(found, target)
  return mean(op, op.ReduceMean(op.Mul(off, off), [-1]), mask)
}

/**
 * Mean over rows of the Kullback–Leibler divergence Σ t (log t − log w) of an attention site's weights from a target distribution: what
 * teaching attention minimises.
 * @param weights float `[…, keys]`, rows sum to 1
 * @param target float `[…, keys]`
 * @param mask bool `[…]`: rows that are taught
 */
export function divergence(op: Operators, weights: Value, target: Value, mask?: Value): Value {
  const log = (value: Value) => op.Log(op.Max(value, LEAST))
  const each = op.ReduceSum(op.Mul(target, op.Sub(log(target), log(weights))), [-1])
  return mean(op, each, mask)
}

/** Weights below this count as this: the logarithm of 0 is not a number to learn from. */
const LEAST = 1e-9
