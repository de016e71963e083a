/** Masks beside values: which positions count, with axes put in so that they broadcast. */
import { assert } from '../base/assert'
import type { DimLike } from '../ir/builder'
import type { Value } from '../ir/graph'
import type { Operators } from '../ops/operators'
import { shapeOf } from '../ops/shapes'
import type { Axis } from './kind'

/**
 * The mask of `axis`, bool `[batch or 1, (ancestors,) size]`, for a value `[batch, …before, size, …]`: an axis of 1 is put in for each
 * axis of `before` that is no ancestor of it, and `behind` more at the end.
 */
export function maskAmong(
  op: Operators,
  mask: Value | undefined,
  axis: Axis,
  before: readonly Axis[],
  behind: number,
): Value | undefined {
  if (!mask) return undefined
  const missing = before.flatMap((other, i) =>
    other.origin !== undefined && axis.within?.includes(other.origin) ? [] : [i + 1],
  )
  const rank = before.length + 2
  assert(shapeOf(mask).length + missing.length === rank, 'a mask that does not fit its value', {
    axis,
    before,
  })
  const at = [...missing, ...Array.from({ length: behind }, (_, i) => rank + i)]
  return at.length > 0 ? op.Unsqueeze(mask, at) : mask
}

/** A size as a float32 vector of one element. */
export function sizeAsNumber(op: Operators, size: DimLike): Value {
  return typeof size === 'number' ? op.number(size) : op.Cast(op.vector([size]), 'float32')
}
