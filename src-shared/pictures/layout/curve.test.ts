import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acrossAt, alongAt, opacity, split, THICKEST, THINNEST, thickness, timeAlong } from './curve'

describe('curve', () => {
  it('begins and ends at the words, straight on', () => {
    expect([alongAt(0), alongAt(1), acrossAt(0), acrossAt(1)]).toEqual([0, 1, 0, 1])
    expect(acrossAt(0.001)).toBeLessThan(1e-5)
  })

  it('is the cubic whose inner points lie half-way along', () => {
    for (const t of [0.1, 0.35, 0.8]) {
      const bezier = (a: number, b: number, c: number, d: number) =>
        a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t ** 2 * (1 - t) + d * t ** 3
      expect(alongAt(t)).toBeCloseTo(bezier(0, 0.5, 0.5, 1), 12)
      expect(acrossAt(t)).toBeCloseTo(bezier(0, 0, 1, 1), 12)
    }
  })

  it('is met again at each part of its way', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
        expect(alongAt(timeAlong(part))).toBeCloseTo(part, 3)
      }),
    )
  })

  it('is as thick as its weight, and is not there without one', () => {
    expect(thickness(0)).toBe(0)
    expect(thickness(-0.1)).toBe(0)
    expect(thickness(Number.NaN)).toBe(0)
    expect(thickness(1e-9)).toBeCloseTo(THINNEST)
    expect(thickness(1)).toBe(THICKEST)
    expect(thickness(0.5)).toBeCloseTo((THINNEST + THICKEST) / 2)
  })

  it('is quieter with little weight, and more so in a crowd', () => {
    expect(opacity(0)).toBe(0)
    expect(opacity(0.2)).toBeLessThan(opacity(0.6))
    expect(opacity(0.02, 28_800)).toBeLessThan(opacity(0.02) / 3)
    expect(opacity(1, 28_800)).toBeCloseTo(opacity(1))
  })

  it('is split where it has grown to', () => {
    const cubic = [0, 1, 3, 8] as const
    expect(split(cubic, 1)).toEqual(cubic)
    const at = (c: readonly number[], t: number) =>
      c[0]! * (1 - t) ** 3 + 3 * c[1]! * t * (1 - t) ** 2 + 3 * c[2]! * t ** 2 * (1 - t) + c[3]! * t ** 3
    for (const t of [0, 0.3, 1]) expect(at(split(cubic, 0.4), t)).toBeCloseTo(at(cubic, 0.4 * t), 12)
  })
})
