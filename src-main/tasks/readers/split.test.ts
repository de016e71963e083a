import { describe, expect, test } from 'vitest'
import { dataSource } from '../source'
import { readParallel } from './parallel'
import { SHARES, splitExamples } from './split'

const lines = Array.from({ length: 1000 }, (_, i) => `word${i % 900}\tmot${i}`)
const data = readParallel(lines.join('\n'), 'pairs.tsv')
const sources = (examples: readonly { fields: Readonly<Record<string, string>> }[]) =>
  new Set(examples.map(({ fields }) => fields.source!))

describe('read examples are split', () => {
  const { training, validation, heldOut } = splitExamples(data.fields, data.examples, 1)

  test('into shares, nothing lost, the same input always on one side', () => {
    expect(training.length + validation.length + heldOut.length).toBe(1000)
    expect(Math.abs(validation.length / 1000 - SHARES.validation)).toBeLessThan(0.03)
    expect(Math.abs(heldOut.length / 1000 - SHARES.heldOut)).toBeLessThan(0.03)
    const sides = [training, validation, heldOut].map(sources)
    expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(900)
  })

  test('in the same way for the same seed, whatever stands beside; otherwise for another', () => {
    const half = splitExamples(data.fields, data.examples.slice(500), 1)
    for (const source of sources(half.heldOut)) expect(sources(heldOut)).toContain(source)
    expect(splitExamples(data.fields, data.examples, 2).heldOut).not.toEqual(heldOut)
  })

  test('a side that stays empty is a fault, unless it was not asked for', () => {
    const few = data.examples.slice(0, 2)
    expect(() => splitExamples(data.fields, few, 1)).toThrow(/Of 2 examples none is left to/)
    const all = splitExamples(data.fields, few, 1, { validation: 0, heldOut: 0 })
    expect(all.training).toEqual(few)
  })
})

test('a source of read data: rounds in new orders, and never what is judged by', () => {
  const source = dataSource(data, 1)
  const heldOut = source.heldOut(1, 10_000)
  const validation = source.validation(1, 20)
  expect(validation).toHaveLength(20)
  const stream = source.training(4)
  const round = () => Array.from({ length: source.round! }, () => stream.next().value)
  const [first, second] = [round(), round()]
  expect(new Set(first).size).toBe(source.round)
  expect(new Set(second)).toEqual(new Set(first))
  expect(second).not.toEqual(first)
  for (const kept of sources([...heldOut, ...validation])) expect(sources(first)).not.toContain(kept)
  const again = source.training(4)
  expect(Array.from({ length: 5 }, () => again.next().value)).toEqual(first.slice(0, 5))
})
