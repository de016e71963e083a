import { expect, test } from 'vitest'
import { aligned, chartsOf, curvesCsv, lossLines, scoreKind, scoreLines } from './curveLines'
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

test('as CSV, each line is a column over all steps', () => {
  const recording = recorded({ loss: 2.5, accuracy: 0.25 })
  const csv = curvesCsv(chartsOf([{ number: 3, recording, front: true }]))
  expect(csv.trimEnd().split('\r\n')).toEqual([
    'step,loss each batch,loss smoothed 3,loss unseen,right on unseen examples 3',
    '0,,,2.5,0.25',
    '1,2,2,,',
    '2,1,1.5,,',
  ])
})
