import { describe, expect, it } from 'vitest'
import { MOST_COLUMNS, MOST_ROWS } from '#shared/contract/activations'
import type { Axis } from '#shared/kinds/kind'
import { cellsOf, type Item } from './activationCells'

const numbered = (_: Axis, count: number) => Array.from({ length: count }, (_, i) => String(i + 1))

const whole = (dims: number[], data: ArrayLike<number>): Item => ({ steps: [], dims, data })

describe('a picture of a value', () => {
  it('that is small is the value itself', () => {
    const { cells, covers, rowLabels, there } = cellsOf(
      [whole([2, 3], [1, 2, 3, 4, 5, 6])],
      [{}, {}],
      numbered,
    )
    expect([...cells]).toEqual([1, 2, 3, 4, 5, 6])
    expect(covers).toEqual([1, 1])
    expect(rowLabels).toEqual(['1', '2'])
    expect(there).toBeUndefined()
  })

  it('that is large has cells of several numbers, each the one furthest from 0, and says of which', () => {
    const [rows, columns] = [100, 130]
    const data = new Float32Array(rows * columns).fill(0.1)
    data[99 * columns + 129] = -3
    data[1] = 2
    const found = cellsOf([whole([rows, columns], data)], [{}, {}], numbered)
    expect(found.covers).toEqual([3, 3])
    expect([found.rows, found.columns]).toEqual([34, 44])
    expect(found.rows).toBeLessThanOrEqual(MOST_ROWS)
    expect(found.columns).toBeLessThanOrEqual(MOST_COLUMNS)
    expect(found.cells[0]).toBe(2)
    expect(found.cells.at(-1)).toBe(-3)
    expect(found.rowLabels[0]).toBe('1 … 3')
    expect(found.columnLabels.at(-1)).toBe('130')
    expect(found).toMatchObject({ least: -3, greatest: 2, count: rows * columns })
    expect(found.mean).toBeCloseTo((0.1 * (rows * columns - 2) - 1) / (rows * columns), 6)
  })

  it('puts rows of two matrices into no cell together', () => {
    const data = Float32Array.from({ length: 5 * 20 * 2 }, (_, i) => 1 + Math.floor(i / 40))
    const { rows, cells, covers } = cellsOf([whole([5, 20, 2], data)], [{}, {}, {}], numbered)
    expect(covers).toEqual([3, 1])
    expect(rows).toBe(35)
    expect([...cells]).toEqual(Array.from({ length: 70 }, (_, i) => 1 + Math.floor(i / 14)))
  })

  it('has steps as rows, as columns where each gives one number, and nothing where a step gave less', () => {
    const step = (at: number, data: number[]): Item => ({ steps: [at], dims: [data.length], data })
    const grown = cellsOf([step(0, [1]), step(1, [2, 3])], [{}, {}], numbered)
    expect([...grown.cells]).toEqual([1, 0, 2, 3])
    expect([...grown.there!]).toEqual([1, 0, 1, 1])
    expect(grown.count).toBe(3)
    const single = [7, 8, 9].map((value, i): Item => ({ steps: [i], dims: [], data: [value] }))
    const row = cellsOf(single, [{}], numbered)
    expect([row.rows, row.columns]).toEqual([1, 3])
    expect([...row.cells]).toEqual([7, 8, 9])
  })

  it('is one cell of one number, and takes integers of the runtime', () => {
    const found = cellsOf([{ steps: [], dims: [], data: BigInt64Array.of(5n) }], [], numbered)
    expect([...found.cells]).toEqual([5])
    expect(found).toMatchObject({ rows: 1, columns: 1, sizes: [], first: [5] })
  })

  it('shows what is no number before what is, and leaves it out of the mean', () => {
    const data = Float32Array.from({ length: 2 * MOST_COLUMNS }, () => 1)
    data[0] = Number.NaN
    data[3] = Number.POSITIVE_INFINITY
    const found = cellsOf([whole([data.length], data)], [{}], numbered)
    expect([...found.cells.slice(0, 3)]).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 1])
    expect(found).toMatchObject({ notFinite: 2, mean: 1, deviation: 0, greatest: 1 })
  })
})
