import { expect, test } from 'vitest'
import { type Rectangle, revealing, type Viewport } from './reveal'

const frame = { width: 800, height: 440 }
const view = { x: 0, y: 0, zoom: 1 }
const card = (x: number, y: number) => ({ x, y, width: 200, height: 100 })

function within({ x, y, zoom }: Viewport, wanted: Rectangle): boolean {
  return (
    wanted.x * zoom + x >= 0 &&
    wanted.y * zoom + y >= 0 &&
    (wanted.x + wanted.width) * zoom + x <= frame.width &&
    (wanted.y + wanted.height) * zoom + y <= frame.height
  )
}

test('what is seen already moves nothing', () => {
  expect(revealing(view, frame, card(300, 100), card(300, 100))).toBeUndefined()
})

test('a little further away all of the work is seen', () => {
  const whole = { x: 300, y: 100, width: 900, height: 100 }
  const shown = revealing(view, frame, card(1000, 100), whole)!
  expect(shown.zoom).toBeLessThan(1)
  expect(within(shown, whole)).toBe(true)
})

test('large work is moved along at the same zoom', () => {
  const shown = revealing(view, frame, card(5000, 100), { x: 0, y: 0, width: 5200, height: 300 })!
  expect(shown.zoom).toBe(1)
  expect(within(shown, card(5000, 100))).toBe(true)
})
