import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { PLACES } from '../stories/world'
import { task } from './stories'

function examples(facts: string, count: number) {
  const stream = random(`stories ${facts}`)
  const params = fullParams(task, { facts, sentences: 20 })
  return Array.from({ length: count }, () => {
    const { fields, support } = task.example(stream, params)
    return {
      story: fields.story!.split('\n'),
      asked: fields.question!.replace('?', '').split(' ').at(-1)!,
      answer: fields.answer!,
      support: support!.story!,
    }
  })
}

const place = (sentence: string) => PLACES.find((name) => sentence.endsWith(` ${name}.`))

test('one fact: the supporting sentence is the last walk of the person asked for, and names the answer', () => {
  for (const { story, asked, answer, support } of examples('one', 1000)) {
    const walks = story.flatMap((sentence, i) =>
      sentence.startsWith(`${asked} `) && place(sentence) ? [i] : [],
    )
    expect(support).toEqual([walks.at(-1)])
    expect(place(story[support[0]!]!)).toBe(answer)
  }
})

test('two facts: the supporting sentences alone tell the answer, read by words and not by the simulation', () => {
  let carried = 0
  let misled = 0
  const drawn = examples('two', 1000)
  for (const { story, asked, answer, support } of drawn) {
    const touched = story.findLastIndex((sentence) => sentence.endsWith(` the ${asked}.`))
    const person = story[touched]!.split(' ')[0]!
    const lies = /^\w+ (put down|dropped|left) /.test(story[touched]!)
    const until = lies ? touched : story.length
    const walk = story.findLastIndex(
      (sentence, i) => i < until && sentence.startsWith(`${person} `) && place(sentence) !== undefined,
    )
    expect(support).toEqual([touched, walk].sort((a, b) => a - b))
    expect(place(story[walk]!)).toBe(answer)
    if (!lies) carried++
    const now = story.findLast(
      (sentence) => sentence.startsWith(`${person} `) && place(sentence) !== undefined,
    )
    if (place(now!) !== answer) misled++
  }
  expect(Math.abs(carried - 500)).toBeLessThan(60)
  // Who follows the person and forgets that the object was put down is wrong as often as a new place differs from the old one.
  expect(misled).toBeGreaterThan(190)
})

test('answers are spread over all places, and the last place named does not give them away', () => {
  const drawn = examples('two', 3000)
  for (const name of PLACES) {
    const share = drawn.filter(({ answer }) => answer === name).length / drawn.length
    expect(Math.abs(share - 1 / PLACES.length)).toBeLessThan(0.04)
  }
  const last = drawn.filter(({ story, answer }) => story.map(place).findLast((name) => name) === answer)
  expect(last.length / drawn.length).toBeLessThan(0.5)
})

test('the vocabulary holds the words of stories and questions', () => {
  const { words, places } = task.vocabularies(fullParams(task, {}))
  expect(words!.slice(0, 4)).toEqual(['<pad>', '<start>', '<end>', '<unknown>'])
  for (const word of ['nora', 'went', 'to', 'the', 'kettle', 'picked', 'up', '.', 'where', 'is', '?']) {
    expect(words).toContain(word)
  }
  expect(places).toHaveLength(6)
})
