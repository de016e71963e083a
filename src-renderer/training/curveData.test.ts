import { expect, test } from 'vitest'
import type { TrainingSettings } from '#shared/contract/training'
import { aligned, lossLines, scoreKind, scoreLines, spanOf } from './curveData'
import { createRecording } from './recording'

function recorded(validation: { loss: number; accuracy?: number; error?: number }) {
  const recording = createRecording()
  recording.addLosses([
    [1, 2],
    [2, 1],
  ])
  recording.addSnapshot({
    step: 0,
    validation,
    restart: 1,
    linear: false,
    samples: [],
    outputs: [],
    sites: [],
    slices: [],
  })
  return recording
}

test('curves are laid over the same steps; where one has no point there is no gap', () => {
  const [steps, one, other] = aligned([
    { steps: [1, 2, 3], values: [10, 20, 30] },
    { steps: [0, 2], values: [5, 6] },
  ])
  expect(steps).toEqual([0, 1, 2, 3])
  expect(one).toEqual([undefined, 10, 20, 30])
  expect(other).toEqual([5, undefined, 6, undefined])
})

test('a long curve is thinned, and keeps its ends', () => {
  const steps = Array.from({ length: 100_001 }, (_, i) => i)
  const [thin, values] = aligned([{ steps, values: steps }])
  expect(thin.length).toBeLessThan(3100)
  expect([thin[0], thin.at(-1)]).toEqual([0, 100_000])
  expect(values).toEqual(thin)
})

test('the training that is looked at has all its lines, one beneath it only the smooth one', () => {
  const drawn = [
    { number: 1, recording: recorded({ loss: 3, accuracy: 0.5 }), front: false },
    { number: 2, recording: recorded({ loss: 3, accuracy: 0.25 }), front: true },
  ]
  expect(lossLines(drawn).map(({ style, hue }) => [style, hue])).toEqual([
    ['smooth', 0],
    ['raw', 1],
    ['smooth', 1],
    ['dashes', 1],
  ])
  expect(scoreLines(drawn).map((line) => line.curve().values)).toEqual([[0.5], [0.25]])
})

test('networks that say numbers are measured by their error', () => {
  const drawn = [{ number: 1, recording: recorded({ loss: 3, error: 0.7 }), front: true }]
  expect(scoreKind(drawn)).toBe('error')
  expect(scoreLines(drawn)[0]!.curve()).toEqual({ steps: [0], values: [0.7] })
  expect(scoreKind([])).toBe('accuracy')
})

test('a chart widens as a long training goes on, and ends where it ends', () => {
  const settings = { steps: 50_000, every: 100, restarts: 2 } as TrainingSettings
  expect([0, 300, 350, 5000, 99_000].map((step) => spanOf(step, settings))).toEqual([
    400, 400, 800, 6400, 100_000,
  ])
  expect(spanOf(0, { ...settings, steps: 10 })).toBe(20)
})
