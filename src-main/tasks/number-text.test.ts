import { expect, test } from 'vitest'
import { numberText } from './number-text'

test('few decimals, no trailing zeros, no negative zero, no exponent', () => {
  expect(numberText([1, -0.5, 0.12345, -0.0001, 1e-7, 12.3], 3)).toBe('1 -0.5 0.123 0 0 12.3')
  expect(numberText([], 2)).toBe('')
})
