/** The losses and their gradients against plain arithmetic. */
import { expect, test } from 'vitest'
import { Builder } from '#shared/ir/builder'
import type { Tensor, Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { type Operators, operators } from '#shared/ops/operators'
import { backward } from '../autodiff/backward'
import { crossEntropy, divergence, squaredError } from '../autodiff/losses'
import { encodeModel } from '../onnx/encode'
import { createSession } from './session'

type Rows = readonly (readonly number[])[]

const float = (rows: Rows): Tensor => ({
  dtype: 'float32',
  dims: [rows.length, rows[0]!.length],
  data: Float32Array.from(rows.flat()),
})
const bools = (values: readonly boolean[]): Tensor => ({
  dtype: 'bool',
  dims: [values.length],
  data: Uint8Array.from(values, Number),
})
const classes = (values: readonly number[]): Tensor => ({
  dtype: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
})

/** A loss of `x`, and its gradient row by row. */
async function lossOf(
  tensors: Readonly<Record<string, Tensor>> & { readonly x: Tensor },
  build: (op: Operators, values: Readonly<Record<string, Value>>) => Value,
): Promise<{ readonly loss: number; readonly gradient: number[][] }> {
  const builder = new Builder('test')
  const inputs = Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, dims }]) => [name, builder.input(name, dtype, [...dims])]),
  )
  const loss = build(operators(builder), inputs)
  const x = inputs.x!
  const gradient = backward(builder, builder.root, loss, [x]).get(x)!
  builder.root.outputs.push(loss, gradient)
  verify(builder.root)
  const session = await createSession(encodeModel(builder.root))
  const found = await session.run(tensors, session.outputs)
  await session.release()
  const [value, slope] = session.outputs.map((name) => found[name]!)
  const width = tensors.x.dims.at(-1)!
  const numbers = Array.from(slope!.data as Float32Array)
  return {
    loss: Number(value!.data[0]),
    gradient: tensors.x.dims
      .slice(0, 1)
      .flatMap((count) => Array.from({ length: count }, (_, i) => numbers.slice(i * width, (i + 1) * width))),
  }
}

function expectRows(found: Rows, expected: Rows): void {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length))
  expected.forEach((row, i) => {
    row.forEach((value, k) => {
      expect(found[i]![k], `row ${i}, column ${k}`).toBeCloseTo(value, 5)
    })
  })
}

const softmax = (row: readonly number[]) => {
  const powers = row.map(Math.exp)
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

test('cross-entropy: the mean over the positions that count; the others have no gradient', async () => {
  const x = [
    [1, -2, 0.5],
    [0.3, 0.2, 0.1],
    [-1, 4, 2],
  ]
  const target = [2, 0, 1]
  const mask = [true, false, true]
  const { loss, gradient } = await lossOf(
    { x: float(x), target: classes(target), mask: bools(mask) },
    (op, { x: scores, target: truth, mask: counts }) => crossEntropy(op, scores!, truth!, counts),
  )
  const p = x.map(softmax)
  expect(loss).toBeCloseTo(-(Math.log(p[0]![2]!) + Math.log(p[2]![1]!)) / 2, 5)
  expectRows(
    gradient,
    p.map((row, i) => row.map((value, k) => (mask[i] ? (value - (k === target[i] ? 1 : 0)) / 2 : 0))),
  )
})

test('cross-entropy of no position at all is zero', async () => {
  const { loss, gradient } = await lossOf(
    { x: float([[1, 2]]), target: classes([0]), mask: bools([false]) },
    (op, { x, target, mask }) => crossEntropy(op, x!, target!, mask),
  )
  expect(loss).toBe(0)
  expectRows(gradient, [[0, 0]])
})

test('cross-entropy of scores that are far apart is finite', async () => {
  const { loss } = await lossOf({ x: float([[-1e9, 90, -90]]), target: classes([2]) }, (op, { x, target }) =>
    crossEntropy(op, x!, target!),
  )
  expect(loss).toBeCloseTo(180, 3)
})

test('squared error: the mean over numbers and rows', async () => {
  const [x, target] = [
    [
      [1, 2],
      [3, -1],
    ],
    [
      [0, 2.5],
      [1, 1],
    ],
  ]
  const { loss, gradient } = await lossOf({ x: float(x), target: float(target) }, (op, values) =>
    squaredError(op, values.x!, values.target!),
  )
  expect(loss).toBeCloseTo((1 + 0.25 + 4 + 4) / 4, 5)
  expectRows(
    gradient,
    x.map((row, i) => row.map((value, k) => (2 * (value - target[i]![k]!)) / 4)),
  )
})

test('squared error with a mask: rows that do not count are left out', async () => {
  const { loss, gradient } = await lossOf(
    { x: float([[1], [3]]), target: float([[0], [1]]), mask: bools([false, true]) },
    (op, values) => squaredError(op, values.x!, values.target!, values.mask),
  )
  expect(loss).toBeCloseTo(4, 5)
  expectRows(gradient, [[0], [4]])
})

test('divergence: Σ t log(t / w) over the rows that are taught', async () => {
  const x = [
    [0.2, 0.3, 0.5],
    [0.6, 0.3, 0.1],
    [0.9, 0.05, 0.05],
  ]
  const target = [
    [0.1, 0.6, 0.3],
    [0, 1, 0],
    [1, 0, 0],
  ]
  const mask = [true, true, false]
  const { loss, gradient } = await lossOf(
    { x: float(x), target: float(target), mask: bools(mask) },
    (op, values) => divergence(op, values.x!, values.target!, values.mask),
  )
  const each = target.map((row, i) =>
    row.reduce((sum, t, k) => (t > 0 ? sum + t * Math.log(t / x[i]![k]!) : sum), 0),
  )
  expect(loss).toBeCloseTo((each[0]! + each[1]!) / 2, 5)
  // d/dw of −t log w.
  expectRows(
    gradient,
    target.map((row, i) => row.map((t, k) => (mask[i] ? -t / x[i]![k]! / 2 : 0))),
  )
})

test('divergence from itself is zero, and a weight of zero is finite', async () => {
  const same = [[0.25, 0.75]]
  const { loss } = await lossOf({ x: float(same), target: float(same) }, (op, { x, target }) =>
    divergence(op, x!, target!),
  )
  expect(loss).toBeCloseTo(0, 6)
  const none = await lossOf({ x: float([[0, 1]]), target: float([[1, 0]]) }, (op, { x, target }) =>
    divergence(op, x!, target!),
  )
  expect(none.loss).toBeCloseTo(Math.log(1e9), 3)
  expect(none.gradient.flat().every(Number.isFinite)).toBe(true)
})

test('the slope of a divergence through a softmax is weights − target', async () => {
  const x = [[0.4, -1, 0.7]]
  const target = [[0.2, 0.5, 0.3]]
  const { gradient } = await lossOf({ x: float(x), target: float(target) }, (op, values) =>
    divergence(op, op.Softmax(values.x!), values.target!),
  )
  expectRows(gradient, [softmax(x[0]!).map((weight, k) => weight - target[0]![k]!)])
})
