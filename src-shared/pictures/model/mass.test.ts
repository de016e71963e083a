import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptCells } from './mass'

describe('keptCells', () => {
  it('keeps the fewest cells that hold the mass, strongest first', () => {
    expect(keptCells([0.1, 0.6, 0.05, 0.25], 0.85)).toEqual([1, 3])
    expect(keptCells([0.1, 0.6, 0.05, 0.25], 0.86)).toEqual([1, 3, 0])
    expect(keptCells([0.1, 0.6, 0.05, 0.25], 1)).toEqual([1, 3, 0, 2])
  })

  it('never keeps zero, less than zero, or what is not a number', () => {
    expect(keptCells([0, 1, 0], 1)).toEqual([1])
    expect(keptCells([-1, Number.NaN, 0.5], 1)).toEqual([2])
    expect(keptCells([0, 0], 0.95)).toEqual([])
  })

  it('holds the mass, and would not with one cell less', () => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })
    fc.assert(
      fc.property(row, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (weights, mass) => {
        const kept = keptCells(weights, mass)
        const sum = (cells: readonly number[]) => cells.reduce((total, cell) => total + weights[cell]!, 0)
        const total = weights.reduce((all, w) => all + w, 0)
        expect(sum(kept)).toBeGreaterThanOrEqual(total * (mass - 2e-6))
        if (kept.length > 0) expect(sum(kept.slice(0, -1))).toBeLessThan(total * mass)
        for (const cell of kept) expect(weights[cell]).toBeGreaterThan(0)
      }),
    )
  })
})
