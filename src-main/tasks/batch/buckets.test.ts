import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Example } from '../task'
import { bucketedBatches, bucketOf, buckets, MOST_BUCKETS } from './buckets'

const one = (lengths: readonly number[]) => lengths.map((length) => ({ a: length }))

/** Places along the axis when each length goes to the smallest bucket that takes it. */
function places(lengths: readonly number[], sizes: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + Math.min(...sizes.filter((size) => size >= length)), 0)
}

/** Every choice of at most `atMost` of the lengths, the longest among them. */
function choices(lengths: readonly number[], atMost: number): number[][] {
  const different = [...new Set(lengths)]
  const longest = Math.max(...different)
  let chosen: number[][] = [[longest]]
  for (let k = 1; k < atMost; k++)
    chosen = [...chosen, ...chosen.flatMap((some) => different.map((size) => [...some, size]))]
  return chosen
}

test('for one axis no other choice of buckets has less padding', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 3 }), (drawn, atMost) => {
      const sizes = buckets(one(drawn), atMost).map(({ a }) => a!)
      expect(sizes.length).toBeLessThanOrEqual(atMost)
      expect(sizes).toEqual([...new Set(sizes)].sort((x, y) => x - y))
      const least = Math.min(...choices(drawn, atMost).map((some) => places(drawn, some)))
      expect(places(drawn, sizes)).toBe(least)
    }),
    { numRuns: 60 },
  )
})

test('for several axes every example fits, buckets grow in every axis, and three beat one', () => {
  const pair = fc.record({ a: fc.integer({ min: 1, max: 20 }), b: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 60 }), (drawn) => {
      const sizes = buckets(drawn)
      expect(sizes.length).toBeLessThanOrEqual(MOST_BUCKETS)
      sizes.slice(1).forEach((size, i) => {
        expect(size.a!).toBeGreaterThanOrEqual(sizes[i]!.a!)
        expect(size.b!).toBeGreaterThanOrEqual(sizes[i]!.b!)
      })
      expect(sizes.at(-1)).toEqual({
        a: Math.max(...drawn.map(({ a }) => a)),
        b: Math.max(...drawn.map(({ b }) => b)),
      })
      const total = (some: typeof sizes) =>
        drawn.reduce((sum, lengths) => {
          const bucket = bucketOf(some, lengths)!
          return sum + bucket.a! + bucket.b!
        }, 0)
      expect(total(sizes)).toBeLessThanOrEqual(total(sizes.slice(-1)))
    }),
  )
})

test('known cases', () => {
  expect(buckets(one([2, 2, 2, 9, 9, 5, 5, 5]))).toEqual(one([2, 5, 9]))
  expect(buckets(one([7, 7]))).toEqual(one([7]))
  expect(buckets([])).toEqual([])
  expect(buckets([{}, {}])).toEqual([{}])
  expect(bucketOf(one([2, 5]), { a: 3 })).toEqual({ a: 5 })
  expect(bucketOf(one([2, 5]), { a: 6 })).toBeUndefined()
})

test('batches share a bucket, nothing is lost, and what is too long makes its bucket longer', () => {
  const examples = [1, 4, 2, 4, 9, 1, 5, 2, 1].map((length): Example => ({ fields: { x: String(length) } }))
  const lengths = (example: Example) => ({ a: Number(example.fields.x) })
  const made = [...bucketedBatches(examples, 2, one([2, 5]), lengths)].map(({ examples: some, bucket }) => [
    some.map(({ fields }) => Number(fields.x)),
    bucket,
  ])
  expect(made).toEqual([
    [[1, 2], { a: 2 }],
    [[4, 4], { a: 5 }],
    [[9, 5], { a: 9 }],
    [[1, 2], { a: 2 }],
    [[1], { a: 2 }],
  ])
  const unplanned = [...bucketedBatches(examples, 4, [], lengths)].map(({ bucket }) => bucket)
  expect(unplanned).toEqual([{ a: 4 }, { a: 9 }, { a: 1 }])
})
