/** What attention kinds share: weights that never fall on padding, and what they gather. */
import type { Problem } from '../base/problem'
import type { DimLike } from '../ir/builder'
import type { Value } from '../ir/graph'
import type { Operators } from '../ops/operators'
import { shapeOf } from '../ops/shapes'
import type { Bindings, LowerContext, Param, Params } from './kind'

/** Scores of positions that do not count: the least float32, so that no score of one that counts is below it. */
const NEVER = -3.4028234663852886e38

/**
 * Softmax of scores `[…, S]` over positions that count. `mask` is bool and broadcasts to the scores; a row without any position that
 * counts is 0 everywhere.
 */
export function maskedSoftmax(op: Operators, scores: Value, mask: Value | undefined): Value {
  if (!mask) return op.Softmax(scores)
  return op.Where(mask, op.Softmax(op.Where(mask, scores, NEVER)), 0)
}

/** {@link maskedSoftmax}, or, where reading is linear, the scores themselves; padding has 0 in both. */
export function readingWeights(
  { op, linear }: Pick<LowerContext, 'op' | 'linear'>,
  scores: Value,
  mask: Value | undefined,
): Value {
  if (!linear) return maskedSoftmax(op, scores, mask)
  return mask ? op.Where(mask, scores, 0) : scores
}

/** A key mask `[batch, S]` with axes for queries and heads put in, so that it broadcasts to scores `[batch, …, S]`. */
export function maskFor(op: Operators, mask: Value | undefined, rank: number): Value | undefined {
  if (!mask) return undefined
  const missing = rank - shapeOf(mask).length
  return missing > 0
    ? op.Unsqueeze(
        mask,
        Array.from({ length: missing }, (_, i) => i + 1),
      )
    : mask
}

/** Which columns lie at or before each row, bool `[size, size]`. */
export function pastOf(op: Operators, size: DimLike): Value {
  const place = op.Range(size)
  return op.LessOrEqual(op.Unsqueeze(place, [0]), op.Unsqueeze(place, [1]))
}

/** Positions that are neither padding nor, where only the past is seen, in the future. */
export function seen(op: Operators, padding: Value | undefined, past: Value | undefined): Value | undefined {
  return padding && past ? op.And(padding, past) : (padding ?? past)
}

export const HEADS_PARAM = {
  type: 'integer',
  label: 'Heads',
  help: 'How many attentions share the features.',
  default: 4,
  min: 1,
  max: 128,
  onCard: true,
} as const satisfies Param

export const CAUSAL_PARAM = {
  type: 'flag',
  label: 'Causal',
  help: 'Each position sees only itself and those before it; for a sequence that attends to itself.',
  default: false,
} as const satisfies Param

/** Causal attention needs queries and keys that run over the same positions. */
export function causalProblem(
  params: Params,
  { letters, inputs }: Bindings,
): Pick<Problem, 'message' | 'mend' | 'param'> | undefined {
  const { T, S } = letters
  if (!params.causal || !S || !inputs.query?.length) return undefined
  if (T?.size === S.size && T?.origin === S.origin) return undefined
  return {
    message: `expected query and keys to run over the same positions, found ${T ? 'two different sequences' : 'one vector as the query'}.`,
    mend: T
      ? 'Wire the same sequence into both, or switch Causal off.'
      : 'Switch Causal off: the values of a History are all from steps before.',
    param: 'causal',
  }
}

/** Weights `[batch, (T,) S]` times values `[batch, S, V]` → `[batch, (T,) V]`. */
export function gather(op: Operators, weights: Value, values: Value): Value {
  const single = shapeOf(weights).length === 2
  const product = op.MatMul(single ? op.Unsqueeze(weights, [1]) : weights, values)
  return single ? op.Squeeze(product, [1]) : product
}
