import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { detokenize, tokenize } from '#shared/base/words'
import { FORMS } from '../dates/written'
import { fullParams } from '../params'
import { task } from './dates'

test('one date in every form', () => {
  const write = (year: number, month: number, day: number) =>
    FORMS.map((form) => detokenize(form({ year, month, day }).map(({ text }) => text)))
  expect(write(2026, 11, 22)).toEqual([
    'november 22, 2026',
    'november 22nd, 2026',
    '22 november 2026',
    'nov. 22, 2026',
    '22 nov. 2026',
    'the 22nd of november, 2026',
    'the twenty second of november 2026',
    'november the twenty second, 2026',
    'sunday, november 22, 2026',
    'sunday 22 november 2026',
  ])
  expect(write(1900, 5, 13)).toContain('13 may 1900')
  expect(write(1900, 5, 13)).toContain('the 13th of may, 1900')
})

test.each([
  [1, '1st', 'first'],
  [3, '3rd', 'third'],
  [11, '11th', 'eleventh'],
  [12, '12th', 'twelfth'],
  [20, '20th', 'twentieth'],
  [21, '21st', 'twenty first'],
  [23, '23rd', 'twenty third'],
  [30, '30th', 'thirtieth'],
  [31, '31st', 'thirty first'],
])('day %i is “%s” and “%s”', (day, nth, words) => {
  const forms = FORMS.map((form) => detokenize(form({ year: 2000, month: 1, day }).map(({ text }) => text)))
  expect(forms).toContain(`the ${nth} of january, 2000`)
  expect(forms).toContain(`the ${words} of january 2000`)
})

test('the language’s own calendar reads the digits forms as the ISO date that is the answer', () => {
  const stream = random('dates')
  const params = fullParams(task, {})
  let read = 0
  for (let i = 0; i < 3000; i++) {
    const { source, target } = task.example(stream, params).fields
    const time = Date.parse(
      `${source!
        .replaceAll(/(\d)(st|nd|rd|th)\b/g, '$1')
        .replaceAll('the ', '')
        .replaceAll('of ', '')} UTC`,
    )
    const words = /first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|elev|twel|teen|tieth/
    if (words.test(source!)) continue
    expect([source, new Date(time).toISOString().slice(0, 10)]).toEqual([source, target])
    read++
  }
  expect(read).toBeGreaterThan(2000)
})

test('the alignment points at the words of the same part', () => {
  const stream = random('alignment')
  for (let i = 0; i < 500; i++) {
    const { fields, alignment } = task.example(stream, fullParams(task, {}))
    const tokens = tokenize(fields.source!)
    const [year, dash, month, , day] = alignment!.places.map((places) =>
      places.map((place) => tokens[place]!),
    )
    expect([year, dash]).toEqual([[fields.target!.slice(0, 4)], []])
    expect(month).toHaveLength(1)
    expect('january february march april may june july august september october november december').toContain(
      month![0],
    )
    expect(day!.length).toBeGreaterThan(0)
    expect(day).not.toContain('the')
  }
})

test('years stay in their range, every word is known, vocabularies are small', () => {
  const params = fullParams(task, { from: 2001, to: 1999 })
  const stream = random('years')
  const years = new Set(
    Array.from({ length: 200 }, () => task.example(stream, params).fields.target!.slice(0, 4)),
  )
  expect([...years].sort()).toEqual(['1999', '2000', '2001'])
  expect(task.vocabularies(params).iso).toHaveLength(4 + 1 + 31 + 3)
  expect(task.vocabularies(fullParams(task, {})).written!.length).toBeLessThan(400)
})
