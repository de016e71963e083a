import { expect, test } from 'vitest'
import { hash, random, xoshiro128 } from './random'

const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)

test('xoshiro128** gives the numbers of the published algorithm for state 1, 2, 3, 4', () => {
  // The first is rotl(2 · 5, 7) · 9; all six by the published algorithm in another language, with 32-bit masks.
  const next = xoshiro128([1, 2, 3, 4])
  expect(times(6, next)).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492])
})

test('the same seed gives the same stream, another seed another', () => {
  const draw = (seed: number | string) => times(20, random(seed).uniform)
  expect(draw(7)).toEqual(draw(7))
  expect(draw('7')).toEqual(draw(7))
  expect(draw(8)).not.toEqual(draw(7))
})

test('streams of similar seeds are not correlated', () => {
  const a = times(20_000, random('1/lstm.W').normal)
  for (const seed of ['1/lstm.V', '2/lstm.W', '1/lstm.W ', '1/lstm2.W']) {
    const b = times(20_000, random(seed).normal)
    const correlation = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length
    expect(Math.abs(correlation)).toBeLessThan(0.03)
  }
})

test('uniform numbers lie in [0, 1) and fill it evenly', () => {
  const drawn = times(100_000, random('uniform').uniform)
  expect(Math.min(...drawn.slice(0, 1000))).toBeGreaterThanOrEqual(0)
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true)
  const tenths = new Array<number>(10).fill(0)
  for (const value of drawn) tenths[Math.floor(value * 10)]! += 1
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400)
})

test('integers are even also where 2³² is no multiple of the bound', () => {
  const stream = random('integers')
  const bound = 3 * 2 ** 30
  const low = times(30_000, () => stream.integer(bound)).filter((value) => value < 2 ** 30)
  expect(Math.abs(low.length - 10_000)).toBeLessThan(400)
  expect(new Set(times(200, () => stream.integer(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  expect(times(10, () => stream.integer(1))).toEqual(new Array(10).fill(0))
  for (const bad of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => stream.integer(bad)).toThrow()
})

test('normal numbers have the mean, spread and tails of the normal distribution', () => {
  const drawn = times(100_000, random('normal').normal)
  const mean = drawn.reduce((a, b) => a + b) / drawn.length
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length
  const beyondTwo = drawn.filter((value) => Math.abs(value) > 2).length / drawn.length
  expect(Math.abs(mean)).toBeLessThan(0.02)
  expect(Math.abs(variance - 1)).toBeLessThan(0.02)
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.003)
})

test('shuffle reaches every order equally and leaves the list alone', () => {
  const list = ['a', 'b', 'c'] as const
  const r = random('shuffle')
  const counts = new Map<string, number>()
  for (let i = 0; i < 6000; i++) {
    const order = r.shuffle(list).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  expect(list).toEqual(['a', 'b', 'c'])
})

test('choice draws from the list and refuses an empty one', () => {
  const r = random(3)
  expect(new Set(times(100, () => r.choice(['x', 'y'])))).toEqual(new Set(['x', 'y']))
  expect(() => r.choice([])).toThrow()
})

test('hashes are 32 bits, differ by seed and by one letter', () => {
  expect(hash('a')).toBe(hash('a'))
  expect(hash('a', 1)).not.toBe(hash('a', 2))
  const hashes = times(
    10_000,
    (() => {
      let i = 0
      return () => hash(`number ${i++}`)
    })(),
  )
  expect(new Set(hashes).size).toBeGreaterThan(9_995)
  expect(hashes.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32)).toBe(true)
  const buckets = new Array<number>(10).fill(0)
  for (const value of hashes) buckets[value % 10]! += 1
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(120)
})

test('streams and hashes are the same on every machine and in every version', () => {
  // Computed once by another implementation; shipped weights and splits depend on them.
  expect(random('1/lstm.W').uniform()).toBe(0.28345938236124535)
  expect([hash(''), hash('heed'), hash('zéro', 7)]).toEqual([0, 2190851116, 3946987551])
})
