import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { PERIODS, task } from './series'

const LENGTH = 60
const AHEAD = 10

function draw(noise: number, count: number) {
  const stream = random('series')
  const params = fullParams(task, { length: LENGTH, ahead: AHEAD, noise })
  return Array.from({ length: count }, () => {
    const { fields } = task.example(stream, params)
    const numbers = (text: string) => text.split(' ').map(Number)
    return { series: numbers(fields.series!), next: numbers(fields.next!) }
  })
}

/** Root of the mean squared error over examples of what `tell` makes of the series. */
function error(examples: ReturnType<typeof draw>, tell: (series: readonly number[]) => readonly number[]) {
  const squares = examples.flatMap(({ series, next }) => {
    const told = tell(series)
    return next.map((value, i) => (value - told[i]!) ** 2)
  })
  return Math.sqrt(squares.reduce((a, b) => a + b) / squares.length)
}

const ahead = Array.from({ length: AHEAD }, (_, i) => LENGTH + i)
const waves = (t: number) =>
  PERIODS.flatMap((period) => [Math.sin((2 * Math.PI * t) / period), Math.cos((2 * Math.PI * t) / period)])

/** Least squares over sines and cosines of the known periods, by cyclic descent along each of the six. */
function oracle(series: readonly number[]): number[] {
  const basis = series.map((_, t) => waves(t))
  const weights = new Array<number>(6).fill(0)
  const rest = [...series]
  for (let round = 0; round < 30; round++) {
    for (let k = 0; k < 6; k++) {
      const along = basis.reduce((sum, row, t) => sum + row[k]! * rest[t]!, 0)
      const step = along / basis.reduce((sum, row) => sum + row[k]! ** 2, 0)
      weights[k]! += step
      basis.forEach((row, t) => {
        rest[t]! -= step * row[k]!
      })
    }
  }
  return ahead.map((t) => waves(t).reduce((sum, value, k) => sum + value * weights[k]!, 0))
}

test('without noise, the waves of the three periods tell the future exactly', () => {
  expect(error(draw(0, 50), oracle)).toBeLessThan(0.003)
})

test('with noise, who knows the waves errs by little more than the noise', () => {
  expect(error(draw(0.1, 200), oracle)).toBeLessThan(0.12)
  expect(error(draw(0.1, 200), oracle)).toBeGreaterThan(0.09)
})

test('persistence and repeating any one lag err at least five times the noise', () => {
  const examples = draw(0.1, 300)
  expect(error(examples, (series) => ahead.map(() => series.at(-1)!))).toBeGreaterThan(0.5)
  for (let lag = AHEAD; lag <= LENGTH; lag++) {
    expect(error(examples, (series) => ahead.map((t) => series[t - lag]!))).toBeGreaterThan(0.5)
  }
})

test('seen and coming values are one series, of the lengths asked for', () => {
  const params = fullParams(task, { length: 5, ahead: 2, noise: 0 })
  const short = task.example(random('cut'), params).fields
  const long = task.example(random('cut'), { ...params, length: 7, ahead: 1 }).fields
  expect(long.series).toBe(`${short.series} ${short.next}`)
  expect(task.fields(params)).toMatchObject({ series: { length: 5 }, next: { count: 2 } })
})
