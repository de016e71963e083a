import { describe, expect, it } from 'vitest'
import { signedColor } from '#shared/pictures/diverging'
import { weightColor } from '#shared/pictures/scale'
import { peakOf, pixelsOf } from './paint'

const colors = (cells: number[], weights = false, there?: Uint8Array) => {
  const rgba = pixelsOf({ cells: Float32Array.from(cells), there }, { theme: 'light', weights })
  return cells.map((_, i) => [...rgba.slice(4 * i, 4 * i + 4)])
}

describe('the picture of a value', () => {
  it('has a scale that is the same on both sides of 0', () => {
    expect(colors([-2, 0, 1])).toEqual([
      [...signedColor(-1, 'light'), 255],
      [...signedColor(0, 'light'), 255],
      [...signedColor(0.5, 'light'), 255],
    ])
  })

  it('of weights has the scale of weights', () => {
    expect(colors([0.5, 0.25], true)[1]).toEqual([...weightColor(0.5, 'light'), 255])
  })

  it('is clear where nothing is, and has the colour of problems where no number is', () => {
    const [clear, wrong, right] = colors([0, Number.NaN, 1], false, Uint8Array.of(0, 1, 1))
    expect(clear![3]).toBe(0)
    expect(wrong).toEqual([192, 39, 45, 255])
    expect(right).toEqual([...signedColor(1, 'light'), 255])
  })

  it('is not drowned by scores of what may never be said', () => {
    expect(peakOf({ cells: Float32Array.of(-1e9, 2, Number.POSITIVE_INFINITY) })).toBe(2)
  })
})
