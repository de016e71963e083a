import { expect, test } from 'vitest'
import { percent, small } from '#shared/pictures/training/amounts'
import { readSetting, settingFields, settingNames } from './settingFields'
import { scoreOf, timeLeft } from './words'

test('numbers are read as people write them', () => {
  expect(readSetting('rate', ' 0,005 ')).toEqual({ value: 0.005 })
  expect(readSetting('steps', '600')).toEqual({ value: 600 })
  expect(readSetting('optimiser', 'adamw')).toEqual({ value: 'adamw' })
})

test.each([
  ['steps', '0', /whole number from 1 to .*found “0”/],
  ['steps', '1.5', /whole number/],
  ['batch', '', /found “”/],
  ['rate', 'fast', /a number from .*found “fast”/],
  ['rate', '0', /from 1e-7/],
  ['schedule', 'sideways', /one of constant, step, cosine, warm-up/],
] as const)('%s “%s” is refused with the reason', (name, text, reason) => {
  expect(readSetting(name, text)).toEqual({ wrong: expect.stringMatching(reason) })
})

test('each setting says in one short line what it means', () => {
  for (const name of settingNames) {
    const { label, help } = settingFields[name]
    expect(label).not.toBe('')
    expect(help.length).toBeGreaterThan(10)
    expect(help.length).toBeLessThan(90)
  }
})

test('a share is never rounded up to all of it', () => {
  expect(percent(0.99999)).toBe('99.9 %')
  expect(percent(1)).toBe('100 %')
  expect(percent(0)).toBe('0.0 %')
})

test('scores, times and small numbers in words', () => {
  expect(scoreOf({ loss: 1, accuracy: 0.5 })).toBe('50.0 % right')
  expect(scoreOf({ loss: 1, error: 0.1234 })).toBe('error 0.123')
  expect(scoreOf({ loss: 0.000012 })).toBe('loss 1.2e-5')
  expect(small(Number.NaN)).toBe('–')
  expect(timeLeft(0.2)).toBe('less than a second left')
  expect(timeLeft(12.4)).toBe('12 s left')
  expect(timeLeft(600)).toBe('10 min left')
})
