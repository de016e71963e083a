import { describe, expect, it } from 'vitest'
import type { Slice } from '#shared/contract/slice'
import { samples } from '../testing/samples'
import { arrivalOf, emptyHistory, followSlices, weightOf } from './history'

function slice(
  order: number,
  firstRow: number,
  rows: number,
  columns: string[],
  weights: number[],
  rest: Partial<Slice> = {},
): Slice {
  return {
    site: 's',
    order,
    coordinates: [],
    firstRow,
    heads: 1,
    rows,
    columns: columns.length,
    weights: Float32Array.from(weights),
    rowLabels: Array.from({ length: rows }, (_, i) => `row ${firstRow + i}`),
    columnLabels: columns,
    ...rest,
  }
}

describe('followSlices', () => {
  it('gives every weight back under its head, row and column', () => {
    const weights = Array.from({ length: 12 }, (_, i) => i)
    const all = slice(0, 0, 3, ['a', 'b'], weights, { heads: 2 })
    const matrix = followSlices(emptyHistory(), [all]).passes.get('')!
    for (let head = 0; head < 2; head++)
      for (let row = 0; row < 3; row++)
        for (let column = 0; column < 2; column++)
          expect(weightOf(arrivalOf(matrix, row, 3)!, head, column)).toBe((head * 3 + row) * 2 + column)
  })

  it('pads earlier rows with 0 where columns grow', () => {
    const slices = [
      slice(0, 0, 1, ['a'], [1]),
      slice(1, 1, 1, ['a', 'b'], [0.25, 0.75]),
      slice(2, 2, 1, ['a', 'b', 'c'], [0.5, 0.25, 0.25]),
    ]
    const matrix = followSlices(emptyHistory(), slices).passes.get('')!
    expect(matrix.columnLabels).toEqual(['a', 'b', 'c'])
    const grid = [0, 1, 2].map((row) =>
      [0, 1, 2].map((column) => weightOf(arrivalOf(matrix, row, 3)!, 0, column)),
    )
    expect(grid).toEqual([
      [1, 0, 0],
      [0.25, 0.75, 0],
      [0.5, 0.25, 0.25],
    ])
  })

  it('grows in place and takes each slice once', () => {
    const { slices } = samples.translation!()
    const history = followSlices(emptyHistory(), slices.slice(0, 3))
    const more = followSlices(history, slices)
    expect(more).toBe(history)
    expect(more.steps).toHaveLength(slices.length)
    expect(followSlices(more, slices).steps).toHaveLength(slices.length)
  })

  it('starts anew when the slices are of another run', () => {
    const history = followSlices(emptyHistory(), [slice(0, 0, 1, ['a'], [1])])
    const again = followSlices(history, [slice(0, 0, 1, ['b'], [0.5])])
    expect(again).not.toBe(history)
    expect(again.passes.get('')!.columnLabels).toEqual(['b'])
    expect(followSlices(again, []).steps).toEqual([])
  })

  it('keeps passes of outer loops apart', () => {
    const { slices } = samples.hops!()
    const history = followSlices(emptyHistory(), slices)
    expect([...history.passes.keys()]).toEqual(['0', '1', '2'])
    expect(history.steps.map((step) => step.pass)).toEqual(['0', '1', '2'])
  })

  it('shows of a row that comes again the arrival of the time', () => {
    const slices = [slice(0, 0, 1, ['a', 'b'], [1, 0]), slice(1, 0, 2, ['a', 'b'], [0.5, 0.5, 0, 1])]
    const matrix = followSlices(emptyHistory(), slices).passes.get('')!
    expect(arrivalOf(matrix, 0, 0)).toBeUndefined()
    expect(weightOf(arrivalOf(matrix, 0, 1)!, 0, 0)).toBe(1)
    expect(weightOf(arrivalOf(matrix, 0, 2)!, 0, 0)).toBe(0.5)
    expect(arrivalOf(matrix, 1, 2)).toBeUndefined()
  })

  it('keeps the same list of columns while the words are the same', () => {
    const history = followSlices(emptyHistory(), [slice(0, 0, 1, ['a', 'b'], [1, 0])])
    const before = history.passes.get('')!.columnLabels
    followSlices(history, [...history.slices, slice(1, 1, 1, ['a', 'b'], [0, 1])])
    expect(history.passes.get('')!.columnLabels).toBe(before)
  })
})
