/** Training on several threads is training on one: rows that meet at the same place are all added up. */
import { describe, expect, it } from 'vitest'
import { random } from '#shared/base/random'
import { Builder } from '#shared/ir/builder'
import type { Tensor } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { operators } from '#shared/ops/operators'
import { withoutRaces } from '../compile/withoutRaces'
import { encodeModel } from '../onnx/encode'
import { createSession } from './session'

const COUNT = 600

describe.each([
  { size: 20, rest: [128] },
  { size: 1000, rest: [16] },
  { size: 7, rest: [3, 5] },
])('rows $rest added at $size places', ({ size, rest }) => {
  const width = rest.reduce((product, dim) => product * dim, 1)
  const builder = new Builder('test')
  const op = operators(builder)
  const rows = builder.input('rows', 'float32', [COUNT, ...rest])
  const places = builder.input('places', 'int64', [COUNT])
  builder.root.outputs.push(op.ScatterRows(rows, places, size))
  withoutRaces(builder, builder.root)
  verify(builder.root)

  it('have no operator that races', () => {
    expect(builder.root.nodes.map((node) => node.op)).not.toContain('ScatterND')
  })

  it('are the sums of plain arithmetic on two threads', async () => {
    const source = random('places')
    const at = Array.from({ length: COUNT }, () => Math.floor(source.uniform() * size))
    const data = Float32Array.from({ length: COUNT * width }, () => 2 * source.uniform() - 1)
    const expected = new Float64Array(size * width)
    at.forEach((place, i) => {
      for (let k = 0; k < width; k++) expected[place * width + k]! += data[i * width + k]!
    })
    const feeds: Record<string, Tensor> = {
      rows: { dtype: 'float32', dims: [COUNT, ...rest], data },
      places: { dtype: 'int64', dims: [COUNT], data: BigInt64Array.from(at, BigInt) },
    }
    const session = await createSession(encodeModel(builder.root), { threads: 2 })
    const [name] = session.outputs
    const found = await session.run(feeds, session.outputs)
    await session.release()
    expect(found[name!]!.dims).toEqual([size, ...rest])
    found[name!]!.data.forEach((number, i) => {
      expect(Math.abs(Number(number) - expected[i]!), `element ${i}`).toBeLessThan(1e-4)
    })
  })
})
