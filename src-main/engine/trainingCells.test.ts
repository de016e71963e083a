/** Recurrent operators taken apart for training say what the runtime's fused ones say. */
import { describe, expect, it } from 'vitest'
import { random } from '#shared/base/random'
import { Builder } from '#shared/ir/builder'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { type Direction, operators } from '#shared/ops/operators'
import { decomposeRecurrent } from '../autodiff/decompose'
import { encodeModel } from '../onnx/encode'
import { createSession } from './session'

const [TIME, BATCH, FEATURES, HIDDEN] = [5, 3, 2, 4]
const LENGTHS = [5, 2, 4]
const TOLERANCE = 1e-5

interface Choice {
  readonly cell: 'RNN' | 'GRU' | 'GRU, reset behind' | 'LSTM'
  readonly direction: Direction
  readonly lengths: boolean
  readonly initial: boolean
  readonly bias: boolean
}

const GATES = { RNN: 1, GRU: 3, 'GRU, reset behind': 3, LSTM: 4 } as const

function graphOf({ cell, direction, lengths, initial, bias }: Choice, apart: boolean): Builder {
  const builder = new Builder('test')
  const op = operators(builder)
  const directions = direction === 'bidirectional' ? 2 : 1
  const rows = GATES[cell] * HIDDEN
  const input = (name: string, dims: number[]) => builder.input(name, 'float32', dims)
  const given = {
    x: input('x', [TIME, BATCH, FEATURES]),
    w: input('w', [directions, rows, FEATURES]),
    r: input('r', [directions, rows, HIDDEN]),
    ...(bias && { b: input('b', [directions, 2 * rows]) }),
    ...(lengths && { lengths: builder.input('lengths', 'int32', [BATCH]) }),
    ...(initial && { initial: input('initial', [directions, BATCH, HIDDEN]) }),
    direction,
    hidden: HIDDEN,
  }
  const outputs =
    cell === 'LSTM'
      ? op.LSTM({ ...given, ...(initial && { initialCell: input('cell', [directions, BATCH, HIDDEN]) }) })
      : cell === 'RNN'
        ? op.RNN(given)
        : op.GRU({ ...given, linearBeforeReset: cell === 'GRU, reset behind' })
  builder.root.outputs.push(...outputs)
  if (apart) decomposeRecurrent(builder, builder.root)
  verify(builder.root)
  return builder
}

function feedsFor({ root }: Builder, seed: string): Record<string, Tensor> {
  return Object.fromEntries(
    root.inputs.map(({ name, shape }) => {
      const dims = shape!.map(Number)
      if (name === 'lengths') return [name, { dtype: 'int32', dims, data: Int32Array.from(LENGTHS) }]
      const source = random(`${seed}/${name}`)
      const data = Float32Array.from({ length: sizeOf(dims) }, () => 2 * source.uniform() - 1)
      return [name, { dtype: 'float32', dims, data }]
    }),
  )
}

async function outputsOf(builder: Builder, feeds: Record<string, Tensor>): Promise<number[][]> {
  const session = await createSession(encodeModel(builder.root))
  const found = await session.run(feeds, session.outputs)
  await session.release()
  return session.outputs.map((name) => Array.from(found[name]!.data as Float32Array))
}

const flags = [false, true]
const choices = (Object.keys(GATES) as Choice['cell'][]).flatMap((cell) =>
  (['forward', 'reverse', 'bidirectional'] as const).flatMap((direction) =>
    flags.flatMap((lengths) =>
      flags.flatMap((initial) => flags.map((bias) => ({ cell, direction, lengths, initial, bias }))),
    ),
  ),
)

describe.each(choices)('$cell $direction, lengths $lengths, initial $initial, bias $bias', (choice) => {
  it('is the same apart', async () => {
    const [fused, apart] = [graphOf(choice, false), graphOf(choice, true)]
    expect(apart.root.nodes.map(({ op }) => op)).not.toContain(fused.root.nodes.at(-1)!.op)
    const feeds = feedsFor(fused, JSON.stringify(choice))
    const [expected, found] = [await outputsOf(fused, feeds), await outputsOf(apart, feeds)]
    expect(found.map(({ length }) => length)).toEqual(expected.map(({ length }) => length))
    found.forEach((numbers, i) => {
      numbers.forEach((number, k) => {
        expect(Math.abs(number - expected[i]![k]!), `output ${i}, element ${k}`).toBeLessThan(TOLERANCE)
      })
    })
  })
})
