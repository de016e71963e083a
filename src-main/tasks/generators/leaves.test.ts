import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { COLUMNS, task } from './leaves'

const stream = random('leaves')
const rows = Array.from({ length: 4000 }, () => {
  const { leaf, tree } = task.example(stream, fullParams(task, {})).fields
  return { measures: leaf!.split(' ').map(Number), tree: tree! }
})
const train = rows.slice(0, 2000)
const judged = rows.slice(2000)
const trees = [...new Set(rows.map((row) => row.tree))].sort()

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length

/** Share told right by naive Bayes with a normal distribution for each tree and feature. */
function accuracy(features: (measures: readonly number[]) => number[]): number {
  const fitted = trees.map((tree) => {
    const own = train.filter((row) => row.tree === tree).map((row) => features(row.measures))
    return own[0]!.map((_, k) => {
      const values = own.map((row) => row[k]!)
      const centre = mean(values)
      return { centre, spread: Math.sqrt(mean(values.map((value) => (value - centre) ** 2))) }
    })
  })
  const right = judged.filter(({ measures, tree }) => {
    const scores = fitted.map((normals) =>
      features(measures).reduce(
        (sum, value, k) =>
          sum - Math.log(normals[k]!.spread) - ((value - normals[k]!.centre) / normals[k]!.spread) ** 2 / 2,
        0,
      ),
    )
    return trees[scores.indexOf(Math.max(...scores))] === tree
  })
  return right.length / judged.length
}

test('three trees, equally often; measures are positive and in centimetres', () => {
  expect(trees).toEqual(['birch', 'oak', 'willow'])
  for (const tree of trees) {
    expect(Math.abs(rows.filter((row) => row.tree === tree).length / rows.length - 1 / 3)).toBeLessThan(0.03)
  }
  for (const { measures } of rows) {
    expect(measures).toHaveLength(COLUMNS.length)
    const [length, width, lobes, stalk] = measures as [number, number, number, number]
    expect(Math.min(length, width, stalk)).toBeGreaterThan(0)
    expect(Number.isInteger(lobes) && lobes >= 0).toBe(true)
    expect(Math.max(length, width, stalk)).toBeLessThan(30)
  }
})

test('the measures together tell the tree almost always, none alone, the stalk nothing', () => {
  expect(accuracy((measures) => measures.slice(0, 3))).toBeGreaterThan(0.95)
  for (const column of [0, 1, 2]) expect(accuracy((measures) => [measures[column]!])).toBeLessThan(0.93)
  expect(accuracy((measures) => [measures[3]!])).toBeLessThan(0.4)
})
