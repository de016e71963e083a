import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { tokenize } from '#shared/base/words'
import type { Params } from '#shared/kinds/kind'
import { englishNumber } from '../numbers/english'
import { frenchNumber } from '../numbers/french'
import { fullParams } from '../params'
import { task } from './number-words'

function examples(given: Params, count: number) {
  const stream = random('number words')
  const params = fullParams(task, given)
  return Array.from({ length: count }, () => task.example(stream, params))
}

const english = new Map(Array.from({ length: 10_000 }, (_, n) => [englishNumber(n), n] as const))

test('source and target are the same number, either way round', () => {
  for (const { fields } of examples({ largest: 9999 }, 300)) {
    expect(fields.target).toBe(frenchNumber(english.get(fields.source!)!))
  }
  for (const { fields } of examples({ largest: 9999, direction: 'french-english' }, 300)) {
    expect(fields.source).toBe(frenchNumber(english.get(fields.target!)!))
  }
  const { source, target } = task.fields(fullParams(task, { direction: 'french-english' }))
  expect([source, target]).toMatchObject([{ vocabulary: 'french' }, { vocabulary: 'english' }])
})

test('numbers run from 0 to the largest, with it', () => {
  const drawn = new Set(examples({ largest: 12, spread: 'even' }, 500).map(({ fields }) => fields.source))
  expect(drawn).toEqual(new Set(Array.from({ length: 13 }, (_, n) => englishNumber(n))))
  const digits = new Set(examples({ largest: 12 }, 500).map(({ fields }) => fields.source))
  expect(digits).toEqual(drawn)
})

test('by digits, short numbers come as often as long ones', () => {
  const drawn = examples({ largest: 9999 }, 4000).map(
    ({ fields }) => String(english.get(fields.source!)!).length,
  )
  for (const digits of [1, 2, 3, 4]) {
    expect(Math.abs(drawn.filter((length) => length === digits).length - 1000)).toBeLessThan(120)
  }
})

test('numbers below a hundred are never held out; what is held out has only words that are trained on', () => {
  const sources = Array.from({ length: 10_000 }, (_, n) => englishNumber(n))
  const heldOut = (source: string) => task.heldOut({ fields: { source, target: '' } }, {})
  expect(sources.slice(0, 100).filter(heldOut)).toEqual([])
  const kept = sources.filter((source) => heldOut(source))
  expect(kept.length).toBeGreaterThan(800)
  const trained = new Set(sources.filter((source) => !heldOut(source)).flatMap(tokenize))
  for (const word of kept.flatMap(tokenize)) expect(trained).toContain(word)
})

test('vocabularies have the sizes that templates rely on', () => {
  const { english, french } = task.vocabularies(fullParams(task, {}))
  expect([english!.length, french!.length]).toEqual([35, 32])
})
