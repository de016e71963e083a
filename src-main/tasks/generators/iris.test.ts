import { expect, test } from 'vitest'
import { IRISES, SPECIES } from '../data/iris'
import { fullParams } from '../params'
import { heldOutExamples, trainingExamples, validationExamples } from '../streams'
import { task } from './iris'

/** Mean and standard deviation (n − 1) of each measure, from the tables of Fisher's paper. */
const published = {
  setosa: [
    [5.006, 3.428, 1.462, 0.246],
    [0.3525, 0.3791, 0.1737, 0.1054],
  ],
  versicolor: [
    [5.936, 2.77, 4.26, 1.326],
    [0.5162, 0.3138, 0.4699, 0.1978],
  ],
  virginica: [
    [6.588, 2.974, 5.552, 2.026],
    [0.6359, 0.3225, 0.5519, 0.2747],
  ],
} as const

test.each(SPECIES)('%s: fifty flowers with the published means and spreads', (species) => {
  const flowers = IRISES.filter((flower) => flower.species === species)
  expect(flowers).toHaveLength(50)
  for (const column of [0, 1, 2, 3]) {
    const values = flowers.map(({ measures }) => measures[column]!)
    const mean = values.reduce((a, b) => a + b) / 50
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 49)
    expect(mean).toBeCloseTo(published[species][0][column]!, 3)
    expect(spread).toBeCloseTo(published[species][1][column]!, 3)
  }
})

test('each split keeps other flowers; the three sides hold all of them once, but for those that are alike', () => {
  const sides = [1, 2, 3].map((split) => {
    const heldOut = heldOutExamples(task, { split }, 1, 1000)
    const validation = validationExamples(task, { split }, 1, 1000)
    const params = fullParams(task, { split })
    const training = task.every!(params).filter((example) => !task.heldOut(example, params))
    const texts = [...heldOut, ...validation, ...training].map(({ fields }) => fields.flower)
    expect(new Set(texts).size).toBe(149)
    expect(heldOut.length).toBeGreaterThan(20)
    expect(validation.length).toBeGreaterThan(4)
    return heldOut.map(({ fields }) => fields.flower).sort()
  })
  expect(sides[1]).not.toEqual(sides[0])
  expect(sides[2]).not.toEqual(sides[1])
})

test('a round of training shows each flower once, in another order each time', () => {
  const params = fullParams(task, {})
  const count = task.every!(params).filter((example) => !task.heldOut(example, params)).length
  const stream = trainingExamples(task, {}, 7)
  const round = () => Array.from({ length: count }, () => stream.next().value)
  const [first, second] = [round(), round()]
  expect(new Set(first).size).toBe(count)
  expect(new Set(second)).toEqual(new Set(first))
  expect(second).not.toEqual(first)
})
