import { expect, test } from 'vitest'
import { englishNumber } from './numbers/english'
import { inputsHeldOut } from './split'

test('the split never changes: trained weights are judged by it', () => {
  const numbers = Array.from({ length: 900 }, (_, i) => 100 + i)
  const heldOut = numbers.filter((n) => inputsHeldOut('number-words', [englishNumber(n)]))
  // Computed once by another implementation of the hash.
  expect(heldOut.slice(0, 8)).toEqual([110, 121, 136, 137, 160, 165, 166, 170])
  expect(heldOut).toHaveLength(98)
})

test('where one input ends and the next begins matters', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const apart = letters.map((letter) => inputsHeldOut('t', [letter, 'x']))
  const joined = letters.map((letter) => inputsHeldOut('t', [`${letter}x`]))
  expect(apart).not.toEqual(joined)
})
