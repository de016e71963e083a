import { expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { fullParams, numberParam, textParam } from './params'
import { taskOf } from './registry'

const series = taskOf('series')
const numbers = taskOf('number-words')

test('what is not given takes its default, what is not known is left out', () => {
  expect(fullParams(series, { noise: 0.5, colour: 'red' })).toEqual({ length: 60, ahead: 10, noise: 0.5 })
})

test.each([
  ['above its range', { length: 2001 }, /Steps seen: expected a whole number from 2 to 2000, found 2001/],
  ['not whole', { ahead: 1.5 }, /Steps ahead: expected a whole number from 1 to 200, found 1.5/],
  ['not a number', { noise: 'much' }, /Noise: expected a number from 0 to 5, found "much"/],
  ['NaN', { noise: Number.NaN }, /Noise: expected a number/],
])('a value %s is a fault that says what was expected', (_, given, message) => {
  expect(() => fullParams(series, given)).toThrow(FaultError)
  expect(() => fullParams(series, given)).toThrow(message)
})

test('a choice that is not offered is a fault', () => {
  expect(() => fullParams(numbers, { direction: 'english-german' })).toThrow(
    /Direction: expected one of english-french, french-english/,
  )
})

test('reading a parameter as what it is not is a bug', () => {
  expect(numberParam({ a: 1 }, 'a')).toBe(1)
  expect(textParam({ a: 'x' }, 'a')).toBe('x')
  expect(() => numberParam({ a: 'x' }, 'a')).toThrow()
  expect(() => textParam({}, 'a')).toThrow()
})
