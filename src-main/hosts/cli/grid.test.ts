import { expect, test } from 'vitest'
import { attentionText, shadeOf } from './grid'

const attention = {
  site: 's',
  node: 'n',
  heads: 1,
  rows: ['quatre', 'dix'],
  columns: ['ninety', 'seven'],
  weights: [
    [
      [1, 0],
      [0.5, 0.5],
    ],
  ],
}

test('a shade for each weight; only 0 is blank', () => {
  expect([0, 1e-9, 0.1, 0.3, 0.5, 0.7, 0.9, 1].map(shadeOf).join('')).toBe(' ··░▒▓██')
})

test('one line a row, columns numbered and named', () => {
  expect(attentionText(attention, 'look').split('\n')).toEqual([
    'look',
    '           1  2',
    '  quatre  ██',
    '  dix     ▒▒ ▒▒',
    '  columns: 1 ninety, 2 seven',
  ])
})

test('heads and places in loops are told apart', () => {
  const text = attentionText(
    { ...attention, heads: 2, coordinates: [1], weights: [...attention.weights, ...attention.weights] },
    'hop',
  )
  expect(text).toContain('hop at 2, head 1')
  expect(text).toContain('hop at 2, head 2')
})

test('long labels are cut and many columns are not all shown', () => {
  const columns = Array.from({ length: 70 }, (_, i) => `c${i}`)
  const text = attentionText(
    { ...attention, rows: ['x'.repeat(50)], columns, weights: [[columns.map(() => 0.5)]] },
    'wide',
  )
  expect(text).toContain(`${'x'.repeat(19)}…`)
  expect(text).toContain('and 10 more')
})
