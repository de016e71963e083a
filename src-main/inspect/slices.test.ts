import { expect, it } from 'vitest'
import { slicesOf } from './slices'

it('gives one slice for each example of a batch', () => {
  const data = Float32Array.from({ length: 24 }, (_, i) => i)
  const slices = slicesOf('attention.3', { dims: [2, 2, 2, 3], data }, 5)
  expect(slices.map(({ order, coordinates }) => [order, coordinates])).toEqual([
    [5, [0]],
    [6, [1]],
  ])
  expect(slices[1]).toMatchObject({ site: 'attention.3', heads: 2, rows: 2, columns: 3, firstRow: 0 })
  expect(slices[1]?.weights).toEqual(data.slice(12))
  expect(slices[0]?.columnLabels).toEqual(['1', '2', '3'])
})

it('has no coordinate where there is one example', () => {
  const [only, ...rest] = slicesOf('a', { dims: [1, 1, 1, 2], data: new Float32Array([0.5, 0.5]) }, 0)
  expect(only?.coordinates).toEqual([])
  expect(rest).toEqual([])
})
