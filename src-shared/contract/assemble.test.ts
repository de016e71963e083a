import { expect, test } from 'vitest'
import { assembleAttention } from './assemble'
import type { SiteInfo, Slice } from './slice'

const site: SiteInfo = {
  id: 'look.weights',
  node: 'look',
  title: 'Look',
  heads: 1,
  rowAxis: 'target words',
  columnAxis: 'source words',
}

function slice(part: Partial<Slice> & { weights: Float32Array }): Slice {
  return {
    site: site.id,
    order: 0,
    coordinates: [],
    firstRow: 0,
    heads: 1,
    rows: 1,
    columns: 2,
    rowLabels: ['row'],
    columnLabels: ['ninety', 'seven'],
    ...part,
  }
}

test('rows that arrive step by step become one grid, in the order of steps', () => {
  const [whole, ...rest] = assembleAttention(
    [site],
    [
      slice({ order: 1, firstRow: 1, rowLabels: ['dix'], weights: new Float32Array([0.25, 0.75]) }),
      slice({ order: 0, firstRow: 0, rowLabels: ['quatre'], weights: new Float32Array([1, 0]) }),
    ],
  )
  expect(rest).toEqual([])
  expect(whole).toEqual({
    site: 'look.weights',
    node: 'look',
    heads: 1,
    rows: ['quatre', 'dix'],
    columns: ['ninety', 'seven'],
    weights: [
      [
        [1, 0],
        [0.25, 0.75],
      ],
    ],
  })
})

test('columns that grow leave 0 where earlier rows had none', () => {
  const [whole] = assembleAttention(
    [site],
    [
      slice({ columns: 1, columnLabels: ['a'], weights: new Float32Array([1]) }),
      slice({ order: 1, firstRow: 1, columnLabels: ['a', 'b'], weights: new Float32Array([0.5, 0.5]) }),
    ],
  )
  expect(whole?.columns).toEqual(['a', 'b'])
  expect(whole?.weights).toEqual([
    [
      [1, 0],
      [0.5, 0.5],
    ],
  ])
})

test('heads are kept apart', () => {
  const weights = new Float32Array([1, 0, 0, 1, 0.5, 0.5, 0.25, 0.75])
  const [whole] = assembleAttention(
    [{ ...site, heads: 2 }],
    [slice({ heads: 2, rows: 2, rowLabels: ['a', 'b'], weights })],
  )
  expect(whole?.weights).toEqual([
    [
      [1, 0],
      [0, 1],
    ],
    [
      [0.5, 0.5],
      [0.25, 0.75],
    ],
  ])
})

test('steps of loops around a site are entries of their own', () => {
  const whole = assembleAttention(
    [site],
    [
      slice({ coordinates: [0], weights: new Float32Array([1, 0]) }),
      slice({ order: 1, coordinates: [1], weights: new Float32Array([0, 1]) }),
    ],
  )
  expect(whole.map(({ coordinates, weights }) => ({ coordinates, weights }))).toEqual([
    { coordinates: [0], weights: [[[1, 0]]] },
    { coordinates: [1], weights: [[[0, 1]]] },
  ])
  expect(whole.every((entry) => entry.site === site.id)).toBe(true)
})

test('a site that never spoke has no entry', () => {
  expect(assembleAttention([site], [])).toEqual([])
})
