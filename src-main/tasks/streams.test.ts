import { describe, expect, test } from 'vitest'
import { fullParams } from './params'
import { tasks } from './registry'
import { taskSource } from './source'
import { heldOutExamples, inputsOf, partOf, trainingExamples, validationExamples } from './streams'

const take = (stream: Iterator<unknown>, count: number) =>
  Array.from({ length: count }, () => stream.next().value)

describe.each([...tasks.values()].map((task) => [task.id, task] as const))('%s', (id, task) => {
  const params = fullParams(task, {})
  const fields = task.fields(params)

  test('nothing that is judged or watched by is trained on', () => {
    const heldOut = heldOutExamples(task, {}, 3, 100)
    const validation = validationExamples(task, {}, 3, 50)
    const key = (example: (typeof heldOut)[number]) => inputsOf(fields, example).join('|')
    const stream = trainingExamples(task, {}, 3)
    const trained = new Set(Array.from({ length: 500 }, () => key(stream.next().value)))
    for (const example of heldOut) {
      expect(partOf(task, params, example)).toBe('held-out')
      expect(trained).not.toContain(key(example))
    }
    for (const example of validation) {
      expect(partOf(task, params, example)).toBe('validation')
      expect(trained).not.toContain(key(example))
    }
    expect(new Set([...heldOut, ...validation].map(key)).size).toBe(heldOut.length + validation.length)
    if (!task.every) expect([heldOut.length, validation.length]).toEqual([100, 50])
  })

  test('the same seed gives the same examples, also through the source; another seed others', () => {
    const source = taskSource(id, {})
    expect(take(trainingExamples(task, {}, 5), 20)).toEqual(take(source.training(5), 20))
    expect(take(source.training(6), 20)).not.toEqual(take(source.training(5), 20))
    expect(heldOutExamples(task, {}, 5, 20)).toEqual(source.heldOut(5, 20))
    expect(validationExamples(task, {}, 5, 20)).toEqual(source.validation(5, 20))
    expect(source.heldOut(6, 20)).not.toEqual(source.heldOut(5, 20))
    expect(source.fields).toEqual(fields)
  })
})

test('a task with few inputs gives what it has, and says so when nothing is left to train on', () => {
  const copy = tasks.get('copy')!
  const few = { longest: 1, letters: 26 }
  const heldOut = heldOutExamples(copy, few, 1, 1000)
  expect(heldOut.length).toBeLessThan(10)
  const none = { ...copy, heldOut: () => true }
  expect(() => trainingExamples(none, few, 1).next()).toThrow(/Copy a sequence: .* no examples to train on/)
})
