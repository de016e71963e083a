/** Every row of the gradients against central differences of the same graph, in float64 where the runtime has the operator. */
import { describe, expect, it } from 'vitest'
import { random } from '#shared/base/random'
import { Builder } from '#shared/ir/builder'
import { type Attribute, sizeOf, type Tensor, type Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { backward } from '../autodiff/backward'
import { gradients } from '../autodiff/gradients'
import { encodeModel } from '../onnx/encode'
import { createSession } from './session'

interface Case {
  readonly shapes: readonly (readonly number[])[]
  readonly build: (op: Operators, inputs: readonly Value[]) => Value
  /** Range of the inputs' numbers. */
  readonly range?: readonly [number, number]
  /** The runtime computes the operator in float32 only. */
  readonly single?: boolean
}

const two = [
  [2, 3],
  [2, 3],
]
const indices = (op: Operators, numbers: readonly number[], dims: readonly number[]) =>
  op.Reshape(op.vector(numbers), dims)

/** An operator that no kind emits. */
const raw = (
  op: Operators,
  name: string,
  inputs: readonly Value[],
  shape: readonly number[],
  attributes: Readonly<Record<string, Attribute>>,
) => op.Raw(name, [...inputs], attributes, { dtype: inputs[0]!.dtype, shape })

/** At least one case for each row, broadcasting ones among them. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  Add: [
    { shapes: two, build: (op, [a, b]) => op.Add(a!, b!) },
    { shapes: [[2, 3], [3]], build: (op, [a, b]) => op.Add(a!, b!) },
    {
      shapes: [
        [2, 1, 3],
        [4, 1],
      ],
      build: (op, [a, b]) => op.Add(a!, b!),
    },
    { shapes: [[2, 2]], build: (op, [a]) => op.Add(a!, a!) },
  ],
  Sub: [
    {
      shapes: [
        [2, 3],
        [2, 1],
      ],
      build: (op, [a, b]) => op.Sub(a!, b!),
    },
    { shapes: [[3]], build: (op, [a]) => op.Sub(1, a!) },
  ],
  Mul: [
    {
      shapes: [
        [2, 3],
        [1, 3],
      ],
      build: (op, [a, b]) => op.Mul(a!, b!),
    },
    { shapes: [[2, 3]], build: (op, [a]) => op.Mul(a!, a!) },
    { shapes: [[], [2, 2]], build: (op, [a, b]) => op.Mul(a!, b!) },
  ],
  Div: [
    {
      shapes: [
        [2, 3],
        [2, 1],
      ],
      range: [0.5, 2],
      build: (op, [a, b]) => op.Div(a!, b!),
    },
  ],
  Pow: [{ shapes: [[2, 3], [3]], range: [0.5, 2], build: (op, [a, b]) => op.Pow(a!, b!) }],
  Max: [{ shapes: [[2, 3], [3]], build: (op, [a, b]) => op.Max(a!, b!) }],
  Min: [{ shapes: [[2, 3], [3]], build: (op, [a, b]) => op.Min(a!, b!) }],
  Neg: [{ shapes: [[4]], build: (op, [a]) => op.Neg(a!) }],
  Abs: [{ shapes: [[4]], build: (op, [a]) => op.Abs(a!) }],
  Sqrt: [{ shapes: [[4]], range: [0.3, 2], build: (op, [a]) => op.Sqrt(a!) }],
  Exp: [{ shapes: [[4]], build: (op, [a]) => op.Exp(a!) }],
  Log: [{ shapes: [[4]], range: [0.3, 2], build: (op, [a]) => op.Log(a!) }],
  Sin: [{ shapes: [[4]], build: (op, [a]) => op.Sin(a!) }],
  Tanh: [{ shapes: [[4]], build: (op, [a]) => op.Tanh(a!) }],
  Sigmoid: [{ shapes: [[4]], build: (op, [a]) => op.Sigmoid(a!) }],
  Relu: [{ shapes: [[6]], build: (op, [a]) => op.Relu(a!) }],
  Softplus: [{ shapes: [[4]], single: true, build: (op, [a]) => op.Softplus(a!) }],
  Erf: [{ shapes: [[4]], single: true, build: (op, [a]) => op.Erf(a!) }],
  Gelu: [{ shapes: [[4]], single: true, build: (op, [a]) => op.Gelu(a!) }],
  Identity: [{ shapes: [[4]], build: (op, [a]) => op.Identity(a!) }],
  Cast: [
    {
      shapes: [[4]],
      single: true,
      build: (op, [a]) => op.Cast(op.Mul(op.Cast(a!, 'float64'), op.Cast(a!, 'float64')), 'float32'),
    },
  ],
  Where: [
    { shapes: [[2, 3], [3]], build: (op, [a, b]) => op.Where(op.Greater(a!, 0), a!, b!) },
    { shapes: [[2, 3]], build: (op, [a]) => op.Where(op.Greater(a!, 0), op.Mul(a!, a!), -5) },
  ],
  Softmax: [
    { shapes: [[2, 4]], build: (op, [a]) => op.Softmax(a!) },
    { shapes: [[2, 4, 2]], build: (op, [a]) => op.Softmax(a!, 1) },
  ],
  LogSoftmax: [{ shapes: [[2, 4]], build: (op, [a]) => op.LogSoftmax(a!) }],
  LayerNormalization: [
    {
      shapes: [[2, 3, 5], [5], [5]],
      build: (op, [x, scale, bias]) => op.LayerNormalization(x!, scale!, bias!),
    },
  ],
  MatMul: [
    {
      shapes: [
        [2, 3],
        [3, 4],
      ],
      build: (op, [a, b]) => op.MatMul(a!, b!),
    },
    {
      shapes: [
        [2, 5, 3],
        [3, 4],
      ],
      build: (op, [a, b]) => op.MatMul(a!, b!),
    },
    {
      shapes: [
        [2, 1, 5, 3],
        [2, 3, 4],
      ],
      build: (op, [a, b]) => op.MatMul(a!, b!),
    },
    // One matrix used twice: its products are put together.
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      build: (op, [a, b]) => op.MatMul(op.Tanh(op.MatMul(a!, b!)), b!),
    },
  ],
  Transpose: [{ shapes: [[2, 3, 4]], build: (op, [a]) => op.Transpose(a!, [2, 0, 1]) }],
  Reshape: [{ shapes: [[2, 6]], build: (op, [a]) => op.Reshape(a!, [3, 4]) }],
  Unsqueeze: [{ shapes: [[2, 3]], build: (op, [a]) => op.Unsqueeze(a!, [1]) }],
  Squeeze: [{ shapes: [[2, 1, 3]], build: (op, [a]) => op.Squeeze(a!, [1]) }],
  Expand: [{ shapes: [[2, 1, 3]], build: (op, [a]) => op.Expand(a!, [4, 2, 5, 3]) }],
  Concat: [
    {
      shapes: [
        [2, 3],
        [2, 1],
        [2, 3],
      ],
      build: (op, parts) => op.Concat(parts, 1),
    },
  ],
  Split: [
    {
      shapes: [[2, 6]],
      build: (op, [a]) => {
        const [x, , z] = op.Split(a!, 1, [1, 2, 3])
        return op.Mul(x!, z!)
      },
    },
  ],
  Slice: [
    { shapes: [[2, 5]], build: (op, [a]) => op.Slice(a!, 1, 1, 3, 2) },
    {
      shapes: [[4, 2]],
      build: (op, [a]) => op.Mul(op.Slice(a!, 0, 0, 3, 3), op.Slice(a!, 0, 1, undefined, 3)),
    },
    {
      shapes: [[2, 5]],
      build: (op, [a]) => op.Add(op.Slice(a!, 1, 0, 2, 2), op.Slice(a!, 1, -2, undefined, 2)),
    },
  ],
  Gather: [
    { shapes: [[2, 4, 3]], build: (op, [a]) => op.Gather(a!, indices(op, [3, 0, 3, 1], [2, 2]), 1) },
    { shapes: [[2, 3]], build: (op, [a]) => op.Gather(a!, indices(op, [2, 0, 2], [3]), -1) },
    { shapes: [[4, 2]], build: (op, [a]) => op.Gather(a!, indices(op, [3, 0, 3, 1], [2, 2]), 0) },
    {
      shapes: [[3, 4]],
      build: (op, [a]) => op.Mul(op.Gather(a!, op.integer(2), 1), op.Gather(a!, op.integer(0), 1)),
    },
  ],
  Pad: [{ shapes: [[2, 3]], build: (op, [a]) => op.PadBy(a!, 1, 1, 2) }],
  CumSum: [{ shapes: [[2, 4]], build: (op, [a]) => op.CumSum(a!, 1) }],
  ReduceSum: [
    { shapes: [[2, 3, 2]], build: (op, [a]) => op.ReduceSum(a!, [1]) },
    { shapes: [[2, 3]], build: (op, [a]) => op.ReduceSum(a!, [-1], true) },
  ],
  ReduceMean: [{ shapes: [[2, 3, 2]], build: (op, [a]) => op.ReduceMean(a!, [0, 2]) }],
  Einsum: [
    {
      shapes: [
        [2, 2, 3, 4],
        [2, 2, 5, 4],
      ],
      build: (op, [a, b]) =>
        raw(op, 'Einsum', [a!, b!], [2, 2, 3, 5], { equation: { type: 'string', value: 'bhid,bhjd->bhij' } }),
    },
    {
      // A letter that only one input has is summed away.
      shapes: [
        [2, 3],
        [4, 2],
      ],
      build: (op, [a, b]) =>
        raw(op, 'Einsum', [a!, b!], [4], { equation: { type: 'string', value: 'ij,ki->k' } }),
    },
  ],
  Conv: [
    {
      shapes: [[2, 2, 5, 4], [3, 2, 3, 2], [3]],
      single: true,
      build: (op, inputs) => raw(op, 'Conv', inputs, [2, 3, 3, 3], {}),
    },
    {
      // The last column is behind the last stride.
      shapes: [
        [1, 4, 6, 6],
        [4, 2, 3, 3],
      ],
      single: true,
      build: (op, inputs) =>
        raw(op, 'Conv', inputs, [1, 4, 3, 3], window({ strides: [2, 2], pads: [1, 1, 1, 1], group: 2 })),
    },
    {
      shapes: [
        [2, 1, 9],
        [2, 1, 3],
      ],
      single: true,
      build: (op, inputs) =>
        raw(op, 'Conv', inputs, [2, 2, 3], window({ strides: [2], dilations: [2], pads: [1, 0] })),
    },
  ],
  MaxPool: [
    {
      shapes: [[2, 2, 5, 5]],
      single: true,
      build: (op, inputs) =>
        raw(
          op,
          'MaxPool',
          inputs,
          [2, 2, 3, 3],
          window({ kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
        ),
    },
  ],
  AveragePool: [
    {
      shapes: [[1, 2, 4, 4]],
      single: true,
      build: (op, inputs) =>
        raw(op, 'AveragePool', inputs, [1, 2, 2, 2], window({ kernel_shape: [2, 2], strides: [2, 2] })),
    },
    {
      shapes: [[1, 2, 4, 4]],
      single: true,
      build: (op, inputs) =>
        raw(op, 'AveragePool', inputs, [1, 2, 4, 4], window({ kernel_shape: [3, 3], pads: [1, 1, 1, 1] })),
    },
  ],
  GlobalAveragePool: [
    {
      shapes: [[2, 3, 2, 2]],
      single: true,
      build: (op, inputs) => raw(op, 'GlobalAveragePool', inputs, [2, 3, 1, 1], {}),
    },
  ],
  GlobalMaxPool: [
    {
      shapes: [[2, 3, 2, 2]],
      single: true,
      build: (op, inputs) => raw(op, 'GlobalMaxPool', inputs, [2, 3, 1, 1], {}),
    },
  ],
  ReduceMax: [{ shapes: [[2, 5]], build: (op, [a]) => op.ReduceMax(a!, [1]) }],
}

const window = (attributes: Record<string, readonly number[] | number>): Record<string, Attribute> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? { type: 'int', value: BigInt(value) }
        : { type: 'ints', value: value.map((one) => BigInt(one)) },
    ]),
  )

it('has a case for each row', () => {
  const rows = Object.entries(gradients).flatMap(([op, row]) => (row === 'stop' ? [] : [op]))
  expect(Object.keys(cases).sort()).toEqual(rows.sort())
})

describe.each(
  Object.entries(cases).flatMap(([op, list]) => list.map((one, i) => [`${op} ${i}`, one] as const)),
)('%s', (name, { shapes, build, range = [-1.5, 1.5], single = false }) => {
  it('is what central differences say', async () => {
    const dtype = single ? 'float32' : 'float64'
    const builder = new Builder('test')
    const op = operators(builder)
    const source = random(name)
    const inputs = shapes.map((shape, i) => builder.input(`x${i}`, dtype, shape))
    const y = build(op, inputs)
    const draw = (dims: readonly number[], from: number, to: number): Tensor => {
      const numbers = Array.from({ length: sizeOf(dims) }, () => from + (to - from) * source.uniform())
      return { dtype, dims, data: single ? Float32Array.from(numbers) : Float64Array.from(numbers) }
    }
    const mix = builder.constant(draw(shapeOf(y).map(Number), -1, 1), 'mix')
    const loss = op.ReduceSum(
      op.Mul(y, mix),
      shapeOf(y).map((_, i) => i),
    )
    const found = backward(builder, builder.root, loss, inputs)
    builder.root.outputs.push(loss, ...inputs.map((input) => found.get(input)!))
    verify(builder.root)
    const session = await createSession(encodeModel(builder.root), { level: 'basic' })
    const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, draw(shape, range[0], range[1])]))
    const at = async (given: Record<string, Tensor>) => {
      const result = await session.run(given, session.outputs)
      return session.outputs.map((output) => result[output]!)
    }
    const [, ...analytic] = await at(feeds)
    const step = single ? 1e-2 : 1e-6
    for (let i = 0; i < shapes.length; i++) {
      const tensor = feeds[`x${i}`]!
      expect(analytic[i]!.dims).toEqual(shapes[i])
      for (let k = 0; k < sizeOf(shapes[i]!); k++) {
        const moved = async (by: number) => {
          const data = tensor.data.slice() as Float64Array
          data[k]! += by
          return Number((await at({ ...feeds, [`x${i}`]: { ...tensor, data } }))[0]!.data[0])
        }
        const numeric = ((await moved(step)) - (await moved(-step))) / (2 * step)
        const value = Number(analytic[i]!.data[k])
        const tolerance = (single ? 5e-3 : 1e-6) * Math.max(1, Math.abs(numeric))
        expect(Math.abs(value - numeric), `input ${i}, element ${k}: ${value} and ${numeric}`).toBeLessThan(
          tolerance,
        )
      }
    }
    await session.release()
  })
})

it('names the operator that has no gradient, and only when something differentiated reaches it', () => {
  const builder = new Builder('test')
  const op = operators(builder)
  const x = builder.input('x', 'float32', [2])
  builder.source = 'somewhere'
  const [odd] = builder.emit('Acosh', [x], {}, [{ dtype: 'float32', shape: [2] }])
  const loss = op.ReduceSum(op.Add(odd!, x), [0])
  expect(() => backward(builder, builder.root, loss, [x])).toThrow('no gradient for Acosh of somewhere')
  const other = builder.input('other', 'float32', [2])
  const fine = op.ReduceSum(op.Mul(odd!, other), [0])
  expect(backward(builder, builder.root, fine, [other]).has(other)).toBe(true)
})
