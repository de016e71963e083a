import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { task } from './marked'

test('exactly one element is marked; it is the class and the support', () => {
  const stream = random('marked')
  const params = fullParams(task, {})
  const places = new Array<number>(30).fill(0)
  const classes = new Map<string, number>()
  for (let i = 0; i < 6000; i++) {
    const { fields, support } = task.example(stream, params)
    const elements = fields.sequence!.split(' ')
    const marked = elements.flatMap((element, at) => (element.startsWith('*') ? [at] : []))
    expect(elements).toHaveLength(30)
    expect(marked).toHaveLength(1)
    expect(support).toEqual({ sequence: marked })
    expect(elements[marked[0]!]).toBe(`*${fields.class}`)
    places[marked[0]!]! += 1
    classes.set(fields.class!, (classes.get(fields.class!) ?? 0) + 1)
  }
  for (const count of places) expect(Math.abs(count - 200)).toBeLessThan(70)
  expect(classes.size).toBe(8)
  for (const count of classes.values()) expect(Math.abs(count - 750)).toBeLessThan(120)
})

test('vocabularies: specials, letters, marked letters; classes are the letters', () => {
  expect(task.vocabularies(fullParams(task, { letters: 2 }))).toEqual({
    symbols: ['<pad>', '<start>', '<end>', '<unknown>', 'a', 'b', '*a', '*b'],
    letters: ['a', 'b'],
  })
})
