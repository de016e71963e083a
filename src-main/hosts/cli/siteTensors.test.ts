import { expect, test } from 'vitest'
import type { Slice } from '#shared/contract/slice'
import { siteTensors } from './siteTensors'

function slice(part: Partial<Slice>): Slice {
  return {
    site: 'a',
    order: 0,
    coordinates: [],
    firstRow: 0,
    heads: 1,
    rows: 1,
    columns: 2,
    weights: new Float32Array([1, 0]),
    rowLabels: [],
    columnLabels: [],
    ...part,
  }
}

test('steps count as queries, and heads stay apart', () => {
  const tensors = siteTensors([
    slice({ heads: 2, weights: new Float32Array([1, 2, 3, 4]) }),
    slice({ heads: 2, firstRow: 1, weights: new Float32Array([5, 6, 7, 8]) }),
    slice({ site: 'b' }),
  ])
  expect(tensors.a).toEqual({
    dtype: 'float32',
    dims: [1, 2, 2, 2],
    data: new Float32Array([1, 2, 5, 6, 3, 4, 7, 8]),
  })
  expect(tensors.b?.dims).toEqual([1, 1, 1, 2])
})

test('a first coordinate counts the batch', () => {
  const { a } = siteTensors([
    slice({ coordinates: [1], weights: new Float32Array([3, 4]) }),
    slice({ coordinates: [0] }),
  ])
  expect(a).toEqual({ dtype: 'float32', dims: [2, 1, 1, 2], data: new Float32Array([1, 0, 3, 4]) })
})
