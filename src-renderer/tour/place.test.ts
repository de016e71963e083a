import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeCard } from './place'

const window = { width: 1280, height: 800 }
const card = { width: 336, height: 180 }

it('stands below what it speaks of, above where below is no room, and beside it where that is wished', () => {
  const button = { left: 480, top: 8, width: 70, height: 28 }
  expect(placeCard(card, window, button)).toEqual({ left: 347, top: 48 })
  const dock = { left: 248, top: 548, width: 1032, height: 222 }
  expect(placeCard(card, window, dock).top).toBe(356)
  const field = { left: 12, top: 538, width: 223, height: 28 }
  expect(placeCard(card, window, field, 'right').left).toBe(247)
})

it('stands in the middle without a control', () => {
  expect(placeCard(card, window, undefined)).toEqual({ left: 472, top: 310 })
})

it('lies inside of every window that is large enough, and beside the control where there is room', () => {
  const size = fc.record({
    width: fc.integer({ min: 360, max: 2000 }),
    height: fc.integer({ min: 220, max: 1400 }),
  })
  const box = fc.record({
    left: fc.integer({ min: 0, max: 1500 }),
    top: fc.integer({ min: 0, max: 1000 }),
    width: fc.integer({ min: 10, max: 1200 }),
    height: fc.integer({ min: 10, max: 800 }),
  })
  fc.assert(
    fc.property(size, box, (size, box) => {
      const { left, top } = placeCard(card, size, box)
      expect(left).toBeGreaterThanOrEqual(8)
      expect(top).toBeGreaterThanOrEqual(8)
      expect(left + card.width).toBeLessThanOrEqual(size.width - 8)
      expect(top + card.height).toBeLessThanOrEqual(size.height - 8)
    }),
  )
})
