import { expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { random } from '#shared/base/random'
import type { Tensor } from '#shared/ir/graph'
import { drawMasks, NOISE } from '../autodiff/dropout'
import { compileTraining, LOSS } from '../compile/training'
import { encodeModel } from '../onnx/encode'
import { sketch } from '../templates/sketch'
import { createSession } from './session'

const RATE = 0.25

/** Three numbers, dropped or not, are the answer: its weights are fed as the identity. */
function dropping(inLoop: boolean) {
  const s = sketch('Dropout', {})
  s.add('row', 'series', [0, 0], { field: 'row', channels: 3 })
  s.add('out', 'decide-number', [0, 0], { count: 3 })
  if (inLoop) {
    s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => {
      s.add('sum', 'previous', [0, 0])
      s.add('drop', 'dropout', [0, 0], { rate: RATE })
      s.add('add', 'add', [0, 0])
      s.wire('each.element', 'drop.features')
      s.wire('sum.value', 'add.terms')
      s.wire('drop.features', 'add.terms')
      s.wire('add.sum', 'sum.next')
      s.wire('add.sum', 'each.result')
    })
    s.wire('row.values', 'each.sequence')
    s.wire('each.last', 'out.features')
  } else {
    s.add('drop', 'dropout', [0, 0], { rate: RATE })
    s.add('pool', 'pool', [0, 0], { how: 'last' })
    s.wire('row.values', 'drop.features')
    s.wire('drop.features', 'pool.sequence')
    s.wire('pool.vector', 'out.features')
  }
  return s.document
}

const float = (dims: readonly number[], data: readonly number[]): Tensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from(data),
})

it.each([false, true])('multiplies by the masks that it is given, in a loop too (%s)', async (inLoop) => {
  const sizes = { batch: 1, 'row.points': 2 }
  const { graph, noise, layout, size } = compileTraining(dropping(inLoop), {
    sizes,
    targets: { out: 'truth' },
    optimiser: { name: 'sgd' },
  })
  expect(noise).toEqual([{ size: 6, rate: RATE }])
  const weights = new Float32Array(size)
  const { start } = need(
    layout.find(({ name }) => name === 'out.W'),
    'out.W',
  )
  for (const i of [0, 4, 8]) weights[start + i] = 1
  const masks = [0, 2, 0, 4, 0, 1]
  const feeds: Record<string, Tensor> = {
    row: float([1, 2, 3], [1, 2, 3, 4, 5, 6]),
    'row.length': { dtype: 'int64', dims: [1], data: BigInt64Array.of(2n) },
    truth: float([1, 3], [0, 0, 0]),
    'heed.weights': float([size], [...weights]),
    'heed.rate': float([], [0.1]),
    'heed.step': float([], [1]),
    'heed.clip': float([], [0]),
    [NOISE]: float([6], masks),
  }
  const session = await createSession(encodeModel(graph))
  const given = Object.fromEntries(session.inputs.map((name) => [name, need(feeds[name], name)]))
  const found = await session.run(given, [LOSS])
  // Masked rows: (0, 4, 0) and (16, 0, 6); the answer is their sum in the loop, the last one outside.
  const answer = inLoop ? [16, 4, 6] : [16, 0, 6]
  const expected = answer.reduce((sum, x) => sum + x * x, 0) / 3
  expect(Number(found[LOSS]!.data[0])).toBeCloseTo(expected, 4)
  await session.release()
})

it('is not there where only the loss is asked for', () => {
  const { noise, graph } = compileTraining(dropping(false), {
    sizes: { batch: 1, 'row.points': 2 },
    targets: { out: 'truth' },
  })
  expect(noise).toEqual([])
  expect(graph.inputs.map(({ name }) => name)).not.toContain(NOISE)
})

it('keeps the mean: a share of the elements is zero, the others are scaled up', () => {
  const masks = drawMasks([{ size: 40_000, rate: RATE }], random(1).uniform)
  const zeros = masks.filter((mask) => mask === 0).length / masks.length
  expect(Math.abs(zeros - RATE)).toBeLessThan(0.01)
  expect(new Set(masks)).toEqual(new Set([0, Math.fround(1 / (1 - RATE))]))
})
