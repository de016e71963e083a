import { describe, expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { random } from '#shared/base/random'
import { detokenize, SPECIAL, tokenize } from '#shared/base/words'
import { fullParams } from './params'
import { taskOf, tasks } from './registry'
import { HELD_OUT_SHARE } from './split'
import type { Field, Task } from './task'

test('the tasks that the templates need are there', () => {
  expect([...tasks.keys()]).toEqual([
    'copy',
    'dates',
    'deduction',
    'iris',
    'leaves',
    'marked',
    'number-words',
    'reverse',
    'scenes',
    'series',
    'sort',
    'stories',
  ])
})

test('a task that is not there is a fault that names those that are', () => {
  expect(() => taskOf('no-such-task')).toThrow(FaultError)
  expect(() => taskOf('no-such-task')).toThrow(/number-words/)
})

/** Settings to try: the defaults, then each choice of each parameter and both ends of each small range. */
function settings(task: Task) {
  const base = fullParams(task, {})
  const others = Object.entries(task.params).flatMap(([name, param]) => {
    if (param.type === 'choice') return param.choices.map((choice) => ({ ...base, [name]: choice.value }))
    if (param.type === 'integer')
      return [param.min, Math.min(param.max, Math.max(param.min, 300))].map((value) => ({
        ...base,
        [name]: value,
      }))
    return []
  })
  return [base, ...others]
}

function expectNumbers(text: string, count: number) {
  const words = text.split(' ')
  expect(words).toHaveLength(count)
  for (const word of new Set(words)) expect(word).toMatch(/^-?\d+(\.\d+)?$/)
}

/** How many elements of a field a truth can point at. */
function elements(field: Field, text: string): number {
  switch (field.sort) {
    case 'sentences':
      return text.split('\n').length
    case 'words':
      return tokenize(text).length
    case 'picture':
      return field.rows * field.columns
    default:
      return text.split(' ').length
  }
}

function expectPlaces(places: readonly number[], below: number) {
  expect([...new Set(places)].sort((a, b) => a - b)).toEqual(places)
  for (const place of places) expect(place).toBeLessThan(below)
}

function expectField(field: Field, text: string, vocabularies: Readonly<Record<string, readonly string[]>>) {
  switch (field.sort) {
    case 'words':
    case 'sentences':
      for (const line of field.sort === 'words' ? [text] : text.split('\n')) {
        expect(detokenize(tokenize(line))).toBe(line)
        for (const token of tokenize(line)) expect(vocabularies[field.vocabulary]).toContain(token)
      }
      break
    case 'symbols':
      for (const symbol of text.split(' ')) expect(vocabularies[field.vocabulary]).toContain(symbol)
      expect(tokenize(text).join(' ')).toBe(text)
      break
    case 'class':
      expect(vocabularies[field.vocabulary]).toContain(text)
      break
    case 'series':
      expectNumbers(text, field.length)
      break
    case 'table':
      expectNumbers(text, field.columns.length)
      break
    case 'picture':
      expectNumbers(text, field.rows * field.columns * field.patch ** 2 * field.channels)
      for (const number of new Set(text.split(' '))) expect(Number(number)).toBeLessThanOrEqual(1)
      expect(text).not.toContain('-')
      break
    default:
      expectNumbers(text, field.count)
  }
}

describe.each([...tasks.values()].map((task) => [task.id, task] as const))('%s', (id, task) => {
  test('is described: id, title, a sentence, a label and help for each parameter', () => {
    expect(id).toMatch(/^[a-z][a-z-]*$/)
    expect(task.title).toMatch(/^[A-Z]/)
    expect(task.doc.sentence).toMatch(/\S{2}.*\.$/)
    for (const param of Object.values(task.params)) {
      expect(param.label).toMatch(/^[A-Z]/)
      expect(param.help).toMatch(/\.$/)
    }
    expect(fullParams(task, fullParams(task, {}))).toEqual(fullParams(task, {}))
  })

  test('has inputs and targets, and vocabularies for exactly the fields that name one', () => {
    for (const params of settings(task)) {
      const fields = Object.values(task.fields(params))
      expect(new Set(fields.map((field) => field.role))).toEqual(new Set(['input', 'target']))
      const vocabularies = task.vocabularies(params)
      const named = new Set<string>()
      for (const field of fields) {
        if (!('vocabulary' in field)) continue
        named.add(field.vocabulary)
        const entries = vocabularies[field.vocabulary]!
        expect(new Set(entries).size).toBe(entries.length)
        if (field.sort === 'class') expect(entries).not.toContain(SPECIAL[0])
        else expect(entries.slice(0, SPECIAL.length)).toEqual(SPECIAL)
      }
      expect(new Set(Object.keys(vocabularies))).toEqual(named)
    }
  })

  test('examples fill every field with text of its sort, within its vocabulary', () => {
    for (const params of settings(task)) {
      const fields = task.fields(params)
      const vocabularies = task.vocabularies(params)
      const stream = random(`${id} examples`)
      for (let i = 0; i < 40; i++) {
        const example = task.example(stream, params)
        expect(Object.keys(example.fields).sort()).toEqual(Object.keys(fields).sort())
        for (const [name, field] of Object.entries(fields)) {
          expectField(field, example.fields[name]!, vocabularies)
        }
        for (const [name, places] of Object.entries(example.support ?? {})) {
          expectPlaces(places, elements(fields[name]!, example.fields[name]!))
        }
        if (example.alignment) {
          const { target, input, places } = example.alignment
          expect(places).toHaveLength(elements(fields[target]!, example.fields[target]!))
          for (const some of places) expectPlaces(some, elements(fields[input]!, example.fields[input]!))
        }
      }
    }
  })

  test('the same seed gives the same examples, another seed others', () => {
    const params = fullParams(task, {})
    const draw = (seed: number) => {
      const stream = random(seed)
      return Array.from({ length: 20 }, () => task.example(stream, params))
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(2)).not.toEqual(draw(1))
  })

  test('a tenth of the inputs is held out, always the same, whatever the target says', () => {
    const params = fullParams(task, {})
    const targets = Object.entries(task.fields(params)).flatMap(([name, field]) =>
      field.role === 'target' ? [name] : [],
    )
    const stream = random('held out')
    const seen = new Map<string, boolean>()
    for (let i = 0; i < 5000; i++) {
      const example = task.example(stream, params)
      const blind = {
        fields: { ...example.fields, ...Object.fromEntries(targets.map((name) => [name, ''])) },
      }
      expect(task.heldOut(blind, params)).toBe(task.heldOut(example, params))
      seen.set(JSON.stringify(blind), task.heldOut(example, params))
    }
    const share = [...seen.values()].filter(Boolean).length / seen.size
    // Of few inputs the share is a matter of luck: three standard deviations.
    const expected = task.heldOutShare ?? HELD_OUT_SHARE
    const slack = 3 * Math.sqrt((expected * (1 - expected)) / seen.size)
    expect(Math.abs(share - expected)).toBeLessThan(Math.max(slack, 0.005))
  })
})
