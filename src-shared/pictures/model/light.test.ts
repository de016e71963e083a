import { describe, expect, it } from 'vitest'
import { patchAt, patchBeside, patchLight, smoothLight } from './light'

/** Place of the brightest point, from 0 to 1. */
function brightest({ points, width, height }: ReturnType<typeof smoothLight>) {
  const at = points.reduce((best, point, i) => (point > points[best]! ? i : best), 0)
  return { x: ((at % width) + 0.5) / width, y: (Math.floor(at / width) + 0.5) / height }
}

describe('smooth light', () => {
  it('is brightest in the patch that weighs most, wherever that lies', () => {
    for (let patch = 0; patch < 12; patch++) {
      const weights = Array.from({ length: 12 }, (_, i) => (i === patch ? 0.6 : 0.4 / 11))
      const { x, y } = brightest(smoothLight(weights, [3, 4], 80, 60))
      expect(patchAt([3, 4], x, y)).toBe(patch)
    }
  })

  it('falls off without a step from a bright patch to its neighbours', () => {
    const light = smoothLight([0, 0, 1, 0, 0], [1, 5], 100, 10)
    const row = Array.from(light.points.slice(500, 600))
    const steps = row.slice(1).map((point, i) => Math.abs(point - row[i]!))
    expect(Math.max(...steps)).toBeLessThan(0.1)
    expect(row[50]).toBeGreaterThan(0.98)
    expect(row[0]).toBeLessThan(0.01)
  })

  it('is even up to the edges where weights are', () => {
    const { points } = smoothLight(new Array(36).fill(1 / 36), [6, 6], 30, 30)
    for (const point of points) expect(point).toBeCloseTo(1, 5)
  })

  it('is dark everywhere where there is no weight, and tells the greatest weight', () => {
    expect(Math.max(...smoothLight([0, 0, Number.NaN, 0], [2, 2], 8, 8).points)).toBe(0)
    expect(smoothLight([0.1, 0.7, 0.2, 0], [2, 2], 8, 8).most).toBeCloseTo(0.7)
  })
})

it('raw patches keep the proportions of their weights', () => {
  const { points, width, height } = patchLight([0.1, 0.4, 0, 0.2], [2, 2])
  expect([width, height]).toEqual([2, 2])
  expect([...points]).toEqual([0.25, 1, 0, 0.5])
})

it('a patch is found under a point, and none beside the picture', () => {
  expect(patchAt([6, 6], 0.99, 0.5)).toBe(3 * 6 + 5)
  expect(patchAt([6, 6], 1, 0.5)).toBeUndefined()
  expect(patchAt([6, 6], -0.01, 0.5)).toBeUndefined()
})

it('arrow keys stay inside of the grid', () => {
  expect(patchBeside([2, 3], 0, 'ArrowLeft')).toBe(0)
  expect(patchBeside([2, 3], 2, 'ArrowRight')).toBe(2)
  expect(patchBeside([2, 3], 1, 'ArrowDown')).toBe(4)
  expect(patchBeside([2, 3], 4, 'ArrowUp')).toBe(1)
  expect(patchBeside([2, 3], 4, 'End')).toBe(5)
  expect(patchBeside([2, 3], 4, 'a')).toBeUndefined()
})
