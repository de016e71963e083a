import { expect, it } from 'vitest'
import { counted } from './counted'

it.each([
  [0, '0'],
  [1536, '1,536'],
  [999_999, '999,999'],
  [3_070_000, '3.07 million'],
  [42_000_000_000, '42.0 billion'],
])('%i is written %s', (count, written) => {
  expect(counted(count)).toBe(written)
})
