/** Few sizes for many examples: each size is a graph that has to be compiled, each place of padding is computed for nothing. */
import { need } from '#shared/base/assert'
import type { Example } from '../task'
import type { Sizes } from './blocks'

/** Sessions of training graphs are large and slow to make. */
export const MOST_BUCKETS = 3

/**
 * At most so many sizes, ascending in every axis, that cover all these lengths with the least padding, counted in places along all axes.
 * Exact for one axis (dynamic programming over the sorted lengths, Σ count · length); for several, exact among those that take the
 * examples in the order of their lengths together.
 */
export function buckets(lengths: readonly Sizes[], atMost = MOST_BUCKETS): Sizes[] {
  const rows = distinct(lengths)
  const axes = Object.keys(rows[0]?.sizes ?? {})
  // Of the first rows up to each: how many examples, and the size that covers them all.
  const counts = [0]
  const covers: number[][] = []
  rows.forEach(({ sizes, count }, i) => {
    counts.push(counts[i]! + count)
    covers.push(axes.map((axis, a) => Math.max(sizes[axis] ?? 0, covers[i - 1]?.[a] ?? 0)))
  })
  const places = covers.map((cover) => cover.reduce((sum, size) => sum + size, 0))

  // best[end]: the least places for the first `end` rows; cuts[k][end]: where the last of k + 1 buckets begins.
  let best = counts.map((_, end) => (end === 0 ? 0 : Number.POSITIVE_INFINITY))
  const cuts: number[][] = []
  for (let k = 0; k < Math.min(atMost, rows.length); k++) {
    const next = [0]
    const cut = [0]
    for (let end = 1; end <= rows.length; end++) {
      let least = Number.POSITIVE_INFINITY
      for (let begin = 0; begin < end; begin++) {
        const cost = best[begin]! + (counts[end]! - counts[begin]!) * places[end - 1]!
        if (cost < least) {
          least = cost
          cut[end] = begin
        }
      }
      next.push(least)
    }
    best = next
    cuts.push(cut)
  }

  const chosen: Sizes[] = []
  let end = rows.length
  for (const cut of cuts.reverse()) {
    if (end === 0) break
    const cover = need(covers[end - 1], 'sizes of a bucket')
    chosen.unshift(Object.fromEntries(axes.map((axis, a) => [axis, cover[a]!])))
    end = cut[end]!
  }
  return chosen
}

/** Different lengths with how many examples have them, from short to long. */
function distinct(lengths: readonly Sizes[]): { readonly sizes: Sizes; readonly count: number }[] {
  const counted = new Map<string, { readonly sizes: Sizes; count: number }>()
  for (const sizes of lengths) {
    const key = JSON.stringify(Object.entries(sizes).sort(([a], [b]) => (a < b ? -1 : 1)))
    const known = counted.get(key)
    if (known) known.count++
    else counted.set(key, { sizes, count: 1 })
  }
  const total = (sizes: Sizes) => Object.values(sizes).reduce((sum, size) => sum + size, 0)
  return [...counted.values()].sort((a, b) => total(a.sizes) - total(b.sizes))
}

/** The first bucket, which is the smallest, that the lengths fit into. */
export function bucketOf(sizes: readonly Sizes[], lengths: Sizes): Sizes | undefined {
  return sizes.find((bucket) =>
    Object.entries(lengths).every(([origin, length]) => length <= (bucket[origin] ?? 0)),
  )
}

export interface BucketedBatch {
  readonly examples: readonly Example[]
  readonly bucket: Sizes
}

/**
 * Batches whose examples share a bucket, each as soon as it is full; what is left at the end of the stream comes in smaller ones. An
 * example longer than every bucket makes its batch's bucket longer, and is not left out.
 */
export function* bucketedBatches(
  examples: Iterable<Example>,
  size: number,
  sizes: readonly Sizes[],
  lengthsOf: (example: Example) => Sizes,
): Generator<BucketedBatch, void> {
  const largest = sizes.at(-1) ?? {}
  const pools = new Map<Sizes, { examples: Example[]; bucket: Sizes }>()
  for (const example of examples) {
    const lengths = lengthsOf(example)
    const fitting = bucketOf(sizes, lengths)
    const bucket = fitting ?? largest
    const pool = pools.get(bucket) ?? { examples: [], bucket }
    pools.set(bucket, pool)
    pool.examples.push(example)
    if (!fitting) pool.bucket = longer(pool.bucket, lengths)
    if (pool.examples.length === size) {
      pools.delete(bucket)
      yield pool
    }
  }
  yield* pools.values()
}

function longer(a: Sizes, b: Sizes): Sizes {
  return Object.fromEntries(
    Object.keys({ ...a, ...b }).map((axis) => [axis, Math.max(a[axis] ?? 0, b[axis] ?? 0)]),
  )
}
