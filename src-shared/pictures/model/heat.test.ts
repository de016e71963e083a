import { describe, expect, it } from 'vitest'
import type { StateFrame } from '#shared/contract/states'
import { heatOf, passesOf, unitOrder } from './heat'

const frame = (
  firstRow: number,
  rows: readonly (readonly number[])[],
  coordinates: number[] = [],
): StateFrame => ({
  state: 's',
  order: 0,
  coordinates,
  firstRow,
  rows: rows.length,
  columns: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
  rowLabels: rows.map((_, i) => `w${firstRow + i}`),
})

describe('hidden states over time', () => {
  it('are put together from frames of some steps', () => {
    const heat = heatOf(
      [
        frame(0, [[1, -2]]),
        frame(1, [
          [0, 3],
          [4, -5],
        ]),
      ],
      '',
    )!
    expect([heat.steps, heat.units, heat.peak]).toEqual([3, 2, 5])
    expect([...heat.values]).toEqual([1, -2, 0, 3, 4, -5])
    expect(heat.labels).toEqual(['w0', 'w1', 'w2'])
    expect(heatOf([], '')).toBeUndefined()
  })

  it('of several passes are kept apart', () => {
    const frames = [frame(0, [[1]], [0]), frame(0, [[2]], [1]), frame(1, [[3]], [1])]
    expect(passesOf(frames)).toEqual(['0', '1'])
    expect([...heatOf(frames, '1')!.values]).toEqual([2, 3])
  })
})

describe('the order of units', () => {
  // Unit 0 is strongest at step 2, unit 1 at step 0, unit 2 at step 1 and the least active.
  const heat = heatOf(
    [
      frame(0, [
        [0, -9, 0],
        [0, 1, 1],
        [5, 1, 0],
      ]),
    ],
    '',
  )!

  it('is theirs, by when they peak, or by activity', () => {
    expect(unitOrder(heat, 'given')).toEqual([0, 1, 2])
    expect(unitOrder(heat, 'peak')).toEqual([1, 2, 0])
    expect(unitOrder(heat, 'activity')).toEqual([1, 0, 2])
  })

  it('keeps directions apart', () => {
    const two = heatOf([frame(0, [[1, 2, 3, 4]])], '')!
    expect(unitOrder(two, 'activity', 2)).toEqual([1, 0, 3, 2])
  })

  it('takes 500 steps of 256 units as they are', () => {
    const large = heatOf(
      [
        frame(
          0,
          Array.from({ length: 500 }, (_, i) => Array.from({ length: 256 }, (_, u) => Math.sin(i * u))),
        ),
      ],
      '',
    )!
    expect(new Set(unitOrder(large, 'peak')).size).toBe(256)
  })
})
