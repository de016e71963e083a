import { expect, test } from 'vitest'
import { goesBack, laneAround, route } from './wireRoute'

const back = { sourceX: 500, sourceY: 100, targetX: 100, targetY: 140 }
const card = (left: number, top: number) => ({ left, right: left + 140, top, bottom: top + 80 })

test('only a wire whose end lies left of its beginning goes back', () => {
  expect(goesBack(back)).toBe(true)
  expect(goesBack({ ...back, targetX: 700 })).toBe(false)
})

test('a wire that goes back keeps clear of every card between its ends', () => {
  const boxes = [card(100, 110), card(300, 90), card(360, 60)]
  const lane = laneAround(back, boxes)
  expect(boxes.every(({ top, bottom }) => lane < top || lane > bottom)).toBe(true)
})

test('it goes above or below, whichever is nearer, and minds no card beside its way', () => {
  const alone = laneAround(back, [card(300, 70)])
  expect(alone).toBeGreaterThan(150)
  expect(laneAround(back, [card(300, 70), card(300, 160)])).toBeLessThan(70)
  expect(laneAround(back, [card(300, 70), card(900, 400)])).toBe(alone)
})

test('it goes between two rows of cards where there is room', () => {
  const [upper, lower] = [card(400, 60), card(100, 240)]
  const lane = laneAround({ ...back, targetY: 280 }, [upper, lower])
  expect(lane).toBeGreaterThan(upper.bottom)
  expect(lane).toBeLessThan(lower.top)
})

test('a way around begins and ends at its ports', () => {
  const { path } = route(back, 200)
  expect(path.startsWith('M500 100')).toBe(true)
  expect(path.endsWith('L100 140')).toBe(true)
})
