import { expect, test } from 'vitest'
import { createRecording, type Snapshot } from './recording'

function snapshot(step: number): Snapshot {
  return {
    step,
    validation: { loss: 1, accuracy: 0 },
    restart: 1,
    linear: false,
    samples: [],
    outputs: [],
    sites: [],
    slices: [],
  }
}

test('losses are kept in order, and smoothed towards what they tend to', () => {
  const recording = createRecording()
  recording.addLosses(Array.from({ length: 200 }, (_, i) => [i + 1, i % 2 === 0 ? 1 : 3] as const))
  expect(recording.losses.steps.length).toBe(200)
  expect(recording.losses.values.slice(0, 3)).toEqual([1, 3, 1])
  expect(recording.smooth.values[0]).toBe(1)
  expect(recording.smooth.values[1]).toBe(2)
  expect(recording.smooth.values.at(-1)).toBeCloseTo(2, 0)
})

test('a training that goes on from a checkpoint tells some steps again: the later word counts', () => {
  const recording = createRecording()
  recording.addLosses([
    [1, 5],
    [2, 4],
    [3, 3],
  ])
  recording.addSnapshot(snapshot(0))
  recording.addSnapshot(snapshot(2))
  recording.addLosses([[2, 9]])
  recording.addSnapshot(snapshot(2))
  expect(recording.losses).toEqual({ steps: [1, 2], values: [5, 9] })
  expect(recording.smooth.steps).toEqual([1, 2])
  expect(recording.snapshots.map(({ step }) => step)).toEqual([0, 2])
})

test('who listens is told of each change, until it no longer listens', () => {
  const recording = createRecording()
  let told = 0
  const stop = recording.subscribe(() => {
    told += 1
  })
  recording.addLosses([])
  expect(told).toBe(0)
  recording.addLosses([[1, 5]])
  recording.addSnapshot(snapshot(0))
  stop()
  recording.addSnapshot(snapshot(1))
  expect(told).toBe(2)
  expect(recording.version).toBe(3)
})
