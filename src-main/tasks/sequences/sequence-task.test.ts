import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { task as copy } from '../generators/copy'
import { task as reverse } from '../generators/reverse'
import { task as sort } from '../generators/sort'
import { fullParams } from '../params'
import type { Task } from '../task'

const draw = (task: Task, given: Readonly<Record<string, number>>, count: number) => {
  const stream = random(task.id)
  const params = fullParams(task, given)
  return Array.from({ length: count }, () => {
    const { fields, alignment } = task.example(stream, params)
    return { source: fields.source!.split(' '), target: fields.target!.split(' '), places: alignment!.places }
  })
}

test.each([
  [copy, (letters: string[]) => letters],
  [reverse, (letters: string[]) => letters.toReversed()],
  [sort, (letters: string[]) => letters.toSorted()],
] as const)('$id answers exactly, and each letter is from where the alignment says', (task, answer) => {
  for (const { source, target, places } of draw(task, {}, 500)) {
    expect(target).toEqual(answer(source))
    expect(places.map(([place]) => source[place!])).toEqual(target)
    expect(places.flat().sort((a, b) => a - b)).toEqual([...source.keys()])
  }
})

test('every length of the range is equally likely, whichever end is given first', () => {
  for (const given of [
    { shortest: 3, longest: 6 },
    { shortest: 6, longest: 3 },
  ]) {
    const lengths = draw(copy, given, 4000).map(({ source }) => source.length)
    for (const length of [3, 4, 5, 6])
      expect(Math.abs(lengths.filter((one) => one === length).length - 1000)).toBeLessThan(120)
  }
})

test('letters are those of the vocabulary, all of them', () => {
  const seen = new Set(draw(sort, { letters: 3 }, 200).flatMap(({ source }) => source))
  expect([...seen].sort()).toEqual(['a', 'b', 'c'])
  expect(sort.vocabularies(fullParams(sort, { letters: 3 })).symbols).toHaveLength(7)
})
