import { expect, test } from 'vitest'
import { fitted, lettersOf, textWidth } from './textWidth'

const wide = (text: string) => textWidth(text, 10)

test('Chinese letters are wide, marks and joiners take no room, a joined pictograph is one', () => {
  expect(wide('你好')).toBe(20)
  expect(wide('e\u0301')).toBe(wide('e'))
  expect(wide('\u200f\u200d')).toBe(0)
  expect(wide('👩‍👩‍👧‍👦')).toBe(wide('🎉'))
  expect(lettersOf('नमस्ते').length).toBeLessThan([...'नमस्ते'].length)
})

test('a text is cut between letters, never inside of one, and only where it is too wide', () => {
  expect(fitted('ab', 20, wide)).toBe('ab')
  expect(fitted('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 22, wide)).toBe('👩‍👩‍👧‍👦…')
  expect(wide(fitted('Donaudampfschifffahrt', 60, wide))).toBeLessThanOrEqual(60)
})
