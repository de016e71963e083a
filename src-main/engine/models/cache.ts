/** A decoder's cache: what it gives at one step it is given at the next. */
import type { Model } from '#main/onnx/decode'
import type { DType, Tensor } from '#shared/ir/graph'
import { sizeOf } from '#shared/ir/graph'
import { dataOf } from '../../inputs/fill/rules'
import type { Signature, SignedInput } from '../../inputs/signature'

/** Which output becomes which input; undefined where the model has no cache, or one that cannot grow. */
export function cacheOf({ graph }: Model, { inputs }: Signature): ReadonlyMap<string, string> | undefined {
  const past = inputs.filter(({ role }) => role === 'past')
  if (past.length === 0) return undefined
  const outputs = graph.outputs.map(({ name }) => name)
  const present = outputs.filter((name) => /present|past|cache/.test(name))
  const pairs = past.map(({ value: { name } }, index): readonly [string, string | undefined] => {
    const names = [name.replace('past_key_values', 'present'), name.replace('past', 'present'), name]
    const named = names.find((each) => present.includes(each))
    return [name, named ?? (present.length === past.length ? present[index] : undefined)]
  })
  if (pairs.some(([, output]) => output === undefined)) return undefined
  const grows = past.some(
    ({ value: { shape } }) => shape?.slice(1).some((dim) => typeof dim === 'string') ?? true,
  )
  return grows ? new Map(pairs as [string, string][]) : undefined
}

/** Attention over the encoder is computed once; later steps of merged decoders give nothing for it. */
export function grown(
  pairs: ReadonlyMap<string, string>,
  before: Readonly<Record<string, Tensor>>,
  results: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const next: Record<string, Tensor> = {}
  for (const [input, output] of pairs) {
    const [old, given] = [before[input], results[output]]
    const kept = given === undefined || (old !== undefined && sizeOf(old.dims) > 0 && /encoder/.test(input))
    const tensor = kept ? old : given
    if (tensor !== undefined) next[input] = tensor
  }
  return next
}

/** Feeds of one more token at the end: `total` tokens with it. */
export function stepFeeds(
  inputs: readonly SignedInput[],
  target: SignedInput,
  before: Readonly<Record<string, Tensor>>,
  cache: Readonly<Record<string, Tensor>>,
  id: number,
  total: number,
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = { ...before, ...cache }
  const masks = target.role === 'decoder ids' ? 'decoder mask' : 'mask'
  for (const { value, role } of inputs) {
    const rank = before[value.name]?.dims.length ?? 1
    const own = (last: number, at: number) => filledWith(value.dtype, rank, last, at)
    if (value === target.value) feeds[value.name] = own(1, id)
    else if (role === masks) feeds[value.name] = own(total, 1)
    else if (role === 'use cache') feeds[value.name] = own(1, 1)
    else if (target.role === 'decoder ids') continue
    else if (role === 'types') feeds[value.name] = own(1, 0)
    else if (role === 'positions' || role === 'cache positions') feeds[value.name] = own(1, total - 1)
  }
  return feeds
}

function filledWith(dtype: DType, rank: number, last: number, number: number): Tensor {
  const dims = Array.from({ length: rank }, (_, axis) => (axis === rank - 1 ? last : 1))
  return { dtype, dims, data: dataOf(dtype, sizeOf(dims), () => number) }
}
