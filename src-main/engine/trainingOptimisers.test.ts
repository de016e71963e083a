/** Optimisers and clipping against PyTorch's (`bench/reference/training.py`), and the schedules of the learning rate. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import type { TrainingSettings } from '#shared/contract/training'
import { Builder } from '#shared/ir/builder'
import type { Tensor } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { operators } from '#shared/ops/operators'
import { clipByNorm, type OptimiserChoice, stateCount, update } from '../autodiff/optimisers'
import { encodeModel } from '../onnx/encode'
import { createSession } from './session'
import { rateAt } from './train/schedule'

interface Reference {
  readonly rate: number
  readonly weights: readonly number[]
  /** By step. */
  readonly gradients: readonly (readonly number[])[]
  readonly cases: readonly {
    readonly name: OptimiserChoice['name']
    readonly weightDecay: number
    readonly clip: number
    readonly after: readonly (readonly number[])[]
    readonly norms: readonly number[]
  }[]
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('./fixtures/training/optimisers.json', import.meta.url), 'utf8'),
)
const TOLERANCE = 1e-5

const number = (value: number): Tensor => ({ dtype: 'float32', dims: [], data: Float32Array.of(value) })
const vector = (numbers: Iterable<number>): Tensor => {
  const data = Float32Array.from(numbers)
  return { dtype: 'float32', dims: [data.length], data }
}

async function optimiser({ name, weightDecay }: Reference['cases'][number]) {
  const size = reference.weights.length
  const builder = new Builder('test')
  const op = operators(builder)
  const input = (called: string, dims: number[]) => builder.input(called, 'float32', dims)
  const [weights, gradient] = [input('weights', [size]), input('gradient', [size])]
  const [rate, step, limit] = [input('rate', []), input('step', []), input('limit', [])]
  const state = Array.from({ length: stateCount({ name }) }, (_, i) => input(`state${i}`, [size]))
  const clipped = clipByNorm(op, gradient, limit)
  const next = update(op, { name, weightDecay }, weights, clipped.gradient, state, rate, step)
  builder.root.outputs.push(next.weights, clipped.norm, ...next.state)
  verify(builder.root)
  return createSession(encodeModel(builder.root))
}

describe.each(
  reference.cases.map((one) => [`${one.name}, decay ${one.weightDecay}, clip ${one.clip}`, one] as const),
)('%s', (_, one) => {
  it('goes where PyTorch goes', async () => {
    const session = await optimiser(one)
    let weights = vector(reference.weights)
    let state = Array.from({ length: stateCount(one) }, () => vector(reference.weights.map(() => 0)))
    for (const [i, gradient] of reference.gradients.entries()) {
      const given: Record<string, Tensor> = {
        weights,
        gradient: vector(gradient),
        rate: number(reference.rate),
        step: number(i + 1),
        limit: number(one.clip),
        ...Object.fromEntries(state.map((tensor, k) => [`state${k}`, tensor])),
      }
      const found = await session.run(
        Object.fromEntries(session.inputs.map((name) => [name, given[name]!])),
        session.outputs,
      )
      const [next, norm, ...rest] = session.outputs.map((name) => found[name]!)
      weights = next!
      state = rest
      expect(Math.abs(Number(norm!.data[0]) - one.norms[i]!)).toBeLessThan(TOLERANCE * one.norms[i]!)
      one.after[i]!.forEach((value, k) => {
        expect(Math.abs(Number(weights.data[k]) - value), `step ${i + 1}, weight ${k}`).toBeLessThan(
          TOLERANCE,
        )
      })
    }
    await session.release()
  })
})

const settings: TrainingSettings = {
  steps: 100,
  batch: 1,
  rate: 0.4,
  schedule: 'constant',
  optimiser: 'adam',
  clip: 0,
  weightDecay: 0,
  seed: 1,
  patience: 0,
  every: 10,
  halve: 0,
  gradient: 'mean',
  keep: 'best',
  start: 'softmax',
  empties: 0,
  restarts: 1,
  deviation: 0,
}

test.each([
  ['constant', [0.4, 0.4, 0.4]],
  // Halved four times on the way.
  ['step', [0.4, 0.1, 0.025]],
  ['cosine', [0.4, 0.2, 0.2 * (1 + Math.cos(0.99 * Math.PI))]],
  ['warm-up', [0.04, 0.2 * (1 + Math.cos((41 / 90) * Math.PI)), 0]],
] as const)('%s: at the beginning, in the middle, at the end', (schedule, expected) => {
  const rates = [1, 51, 100].map((step) => rateAt({ ...settings, schedule }, step))
  rates.forEach((rate, i) => {
    expect(rate).toBeCloseTo(expected[i]!, 12)
  })
})

test('a warm-up reaches the full rate after a tenth of the steps', () => {
  expect(rateAt({ ...settings, schedule: 'warm-up' }, 10)).toBeCloseTo(0.4, 12)
})
