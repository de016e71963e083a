import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { KINDS } from '../stories/animals'
import { task } from './deduction'

const stream = random('deduction')
const drawn = Array.from({ length: 2000 }, () => {
  const { fields, support } = task.example(stream, fullParams(task, {}))
  return {
    story: fields.story!.split('\n'),
    name: fields.question!.split(' ')[2]!,
    answer: fields.answer!,
    support: support!.story!,
  }
})

test('the answer follows from the story, read by words: the kind of the animal, then what that kind is wary of', () => {
  for (const { story, name, answer, support } of drawn) {
    expect(story).toHaveLength(8)
    const own = story.findIndex((sentence) => sentence.startsWith(`${name} is a `))
    const kind = KINDS.find(({ one }) => story[own]!.endsWith(` ${one}.`))!
    const rule = story.findIndex((sentence) => sentence.startsWith(`${kind.many} are `))
    expect(story[rule]).toBe(`${kind.many} are wary of ${KINDS.find(({ one }) => one === answer)!.many}.`)
    expect(support).toEqual([own, rule].sort((a, b) => a - b))
  }
})

test('answers and places are spread evenly; nothing but the story tells them', () => {
  for (const { one } of KINDS) {
    const share = drawn.filter(({ answer }) => answer === one).length / drawn.length
    expect(Math.abs(share - 1 / KINDS.length)).toBeLessThan(0.04)
  }
  for (let place = 0; place < 8; place++) {
    const share = drawn.filter(({ support }) => support.includes(place)).length / drawn.length
    expect(Math.abs(share - 2 / 8)).toBeLessThan(0.04)
  }
})
