import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainNumbers } from './plainNumbers'

test('decimals are read as Number reads them', () => {
  const decimal = fc.tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 8 }))
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 1, maxLength: 20 }), (drawn) => {
      const words = drawn.map(([digits, decimals]) => (digits / 10 ** decimals).toFixed(decimals))
      const numbers = plainNumbers(words.join(' '), words.length)
      expect(numbers).toEqual(Float32Array.from(words, Number))
    }),
  )
})

test.each([
  ['', 1],
  ['1 2', 1],
  ['1', 2],
  ['1  2', 2],
  [' 1', 1],
  ['1 ', 1],
  ['1e5', 1],
  ['1.', 1],
  ['.', 1],
  ['-', 1],
  ['1.2.3', 1],
  ['nan', 1],
  ['1,2', 2],
  ['1234567890123456', 1],
])('“%s” is left to who says why', (text, count) => {
  expect(plainNumbers(text, count)).toBeUndefined()
})
