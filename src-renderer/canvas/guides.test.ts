import { describe, expect, it } from 'vitest'
import { FREE, snapTo } from './guides'

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height })

describe('a dragged box', () => {
  it('keeps to the nearest edge of another, with a line along both', () => {
    expect(snapTo(box(300, 14), [box(0, 10), box(0, 200)], 6)).toEqual({
      dx: 0,
      dy: -4,
      guides: [{ axis: 'y', at: 10, from: 0, to: 400 }],
    })
  })

  it('keeps to middles, along each axis by itself', () => {
    const { dx, dy } = snapTo(box(33, 303, 40, 20), [box(0, 100), box(500, 290)], 6)
    expect([dx, dy]).toEqual([-3, 2])
  })

  it('is free where nothing is near', () => {
    expect(snapTo(box(300, 300), [box(0, 10)], 6)).toBe(FREE)
  })
})
