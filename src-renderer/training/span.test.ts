import { expect, test } from 'vitest'
import type { TrainingSettings } from '#shared/contract/training'
import { spanOf } from './span'

test('a chart widens as a long training goes on, and ends where it ends', () => {
  const settings = { steps: 50_000, every: 100, restarts: 2 } as TrainingSettings
  expect([0, 300, 350, 5000, 99_000].map((step) => spanOf(step, settings))).toEqual([
    400, 400, 800, 6400, 100_000,
  ])
  expect(spanOf(0, { ...settings, steps: 10 })).toBe(20)
})
