import { create, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import type { TensorData } from '#shared/ir/graph'
import { writeModel } from './bytes'
import { decodeModel } from './decode'
import { type ModelProto, schemaOf } from './schema'

/** A small model with a bit of everything: `y = If(c, x · w, x)`. */
function sample(): ModelProto {
  const branch = (name: string, opType: string, input: string[]) => ({
    name,
    type: 5,
    g: { name, node: [{ opType, input, output: [`${name}.out`] }], output: [{ name: `${name}.out` }] },
  })
  const float = { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'batch' }, { dimValue: 2n }] } } }
  return create(schemaOf('ModelProto'), {
    irVersion: 8n,
    producerName: 'test',
    opsetImport: [{ version: 17n }, { domain: 'com.microsoft', version: 1n }],
    metadataProps: [{ key: 'k', value: 'v' }],
    graph: {
      name: 'g',
      input: [
        { name: 'x', type: float },
        { name: 'c', type: { tensorType: { elemType: 9, shape: {} } } },
      ],
      output: [{ name: 'y', type: float }],
      valueInfo: [{ name: 's', type: float }],
      initializer: [{ name: 'w', dataType: 1, dims: [2n, 2n], rawData: new Uint8Array(16).fill(7) }],
      node: [
        {
          opType: 'Softmax',
          name: 'soft',
          input: ['x'],
          output: ['s'],
          attribute: [{ name: 'axis', type: 2, i: -1n }],
        },
        {
          opType: 'If',
          input: ['c'],
          output: ['y'],
          attribute: [branch('then_branch', 'MatMul', ['s', 'w']), branch('else_branch', 'Identity', ['x'])],
        },
      ],
    },
  })
}

function faultOf(work: () => unknown): { code: string; message: string } {
  try {
    work()
  } catch (error) {
    if (error instanceof FaultError) return error.fault
    throw error
  }
  throw new Error('no fault')
}

function withTensor(
  tensor: object,
  field?: { number: number; bytes: Uint8Array; wire?: WireType },
): Uint8Array {
  const model = sample()
  const proto = create(schemaOf('TensorProto'), { name: 't', ...tensor })
  if (field !== undefined) {
    const wireType = field.wire ?? WireType.LengthDelimited
    const data =
      wireType === WireType.LengthDelimited ? new BinaryWriter().bytes(field.bytes).finish() : field.bytes
    proto.$unknown = [{ no: field.number, wireType, data }]
  }
  model.graph?.initializer.push(proto)
  return writeModel(model)
}

function dataOf(bytes: Uint8Array): TensorData | undefined {
  return [...decodeModel(bytes).graph.constants].find(([{ name }]) => name === 't')?.[1].data
}

function varints(...values: (number | bigint)[]): Uint8Array {
  const writer = new BinaryWriter()
  for (const each of values) writer.int64(each)
  return writer.finish()
}

describe('a model that is read', () => {
  it('is told in Heed’s words', () => {
    const model = decodeModel(writeModel(sample()))
    expect(model.opsets).toEqual({ '': 17, 'com.microsoft': 1 })
    expect([model.irVersion, model.producer, model.metadata]).toEqual([8, 'test', { k: 'v' }])
    expect(model.graph.nodes.map(({ op, source }) => [op, source])).toEqual([
      ['Softmax', 'soft'],
      ['If', undefined],
    ])
    expect(model.graph.nodes[0]?.outputs[0]).toEqual({ name: 's', dtype: 'float32', shape: ['batch', 2] })
  })

  it('shares the memory of its weights with the file', () => {
    const bytes = writeModel(sample())
    const raw = decodeModel(bytes).proto.graph?.initializer[0]?.rawData
    expect(raw?.buffer).toBe(bytes.buffer)
  })

  it('gives numbers over the file’s own bytes where these are aligned', () => {
    const model = sample()
    let bytes = writeModel(model)
    const offset = decodeModel(bytes).proto.graph!.initializer[0]!.rawData.byteOffset
    const moved = new Uint8Array(bytes.length + 8)
    moved.set(bytes, (8 - (offset % 8)) % 8)
    bytes = moved.subarray((8 - (offset % 8)) % 8, ((8 - (offset % 8)) % 8) + bytes.length)
    const [tensor] = decodeModel(bytes).graph.constants.values()
    expect(tensor?.data).toBeInstanceOf(Float32Array)
    expect(tensor?.data instanceof Float32Array && tensor.data.buffer).toBe(moved.buffer)
  })

  it('comes back with everything that this program does not know', () => {
    const model = sample()
    const unknown = (no: number) => [
      { no, wireType: WireType.LengthDelimited, data: new Uint8Array([2, 1, no]) },
    ]
    model.$unknown = unknown(20)
    model.graph!.$unknown = unknown(99)
    model.graph!.node[0]!.$unknown = unknown(77)
    model.graph!.initializer[0]!.$unknown = unknown(66)
    const bytes = writeModel(model)
    const back = decodeModel(bytes).proto
    expect(back.$unknown).toEqual(unknown(20))
    expect(back.graph?.node[0]?.$unknown).toEqual(unknown(77))
    expect(writeModel(back)).toEqual(bytes)
    expect(toBinary(schemaOf('ModelProto'), back).length).toBe(bytes.length)
  })

  it('may list its nodes in any order', () => {
    const model = sample()
    model.graph?.node.reverse()
    expect(decodeModel(writeModel(model)).graph.nodes.map(({ op }) => op)).toEqual(['If', 'Softmax'])
  })

  it('need not be fed what it also holds as a constant', () => {
    const model = sample()
    model.graph!.input.push(create(schemaOf('ValueInfoProto'), { name: 'w' }))
    const { graph } = decodeModel(writeModel(model))
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'c'])
  })

  it.each([
    [
      { dataType: 1, dims: [2n] },
      4,
      new Uint8Array(new Float32Array([1, -2]).buffer),
      new Float32Array([1, -2]),
    ],
    [
      { dataType: 11, dims: [1n] },
      10,
      new Uint8Array(new Float64Array([0.1]).buffer),
      new Float64Array([0.1]),
    ],
    [{ dataType: 6, dims: [2n] }, 5, varints(-1, 300), new Int32Array([-1, 300])],
    [{ dataType: 3, dims: [2n] }, 5, varints(-1, 127), new Int8Array([-1, 127])],
    [{ dataType: 9, dims: [2n] }, 5, varints(1, 0), new Uint8Array([1, 0])],
    [{ dataType: 10, dims: [1n] }, 5, varints(0x3c00), new Uint16Array([0x3c00])],
    [{ dataType: 7, dims: [2n] }, 7, varints(-5n, 2n ** 40n), new BigInt64Array([-5n, 2n ** 40n])],
    [{ dataType: 12, dims: [1n] }, 11, varints(2 ** 32 - 1), new Uint32Array([2 ** 32 - 1])],
    [{ dataType: 13, dims: [1n] }, 11, varints(7n), new BigUint64Array([7n])],
  ])('reads numbers stored as a list: %o', (tensor, number, bytes, expected) => {
    expect(dataOf(withTensor(tensor, { number, bytes }))).toEqual(expected)
  })

  it('reads a list that is written number by number', () => {
    const bytes = withTensor(
      { dataType: 6, dims: [1n] },
      { number: 5, bytes: varints(9), wire: WireType.Varint },
    )
    expect(dataOf(bytes)).toEqual(new Int32Array([9]))
  })

  it('knows where external tensors lie', () => {
    const at = [
      { key: 'location', value: 'w.bin' },
      { key: 'offset', value: '4096' },
    ]
    const model = decodeModel(withTensor({ dataType: 1, dims: [3n], dataLocation: 1, externalData: at }))
    expect([...model.external.values()]).toEqual([
      { tensor: 't', location: 'w.bin', offset: 4096, length: 12 },
    ])
    const [tensor] = model.external.keys()
    expect(faultOf(() => tensor?.data).message).toContain('lies in the file "w.bin"')
  })
})

describe('a model that is refused', () => {
  const external = (offset: string, length: string) =>
    withTensor({
      dataType: 1,
      dims: [1n],
      dataLocation: 1,
      externalData: [
        { key: 'location', value: 'w' },
        { key: 'offset', value: offset },
        { key: 'length', value: length },
      ],
    })

  it.each([
    ['nothing', () => new Uint8Array(), 'holds no graph'],
    ['text', () => new TextEncoder().encode('<!doctype html>'), 'not a readable ONNX model'],
    [
      'too few bytes',
      () => withTensor({ dataType: 1, dims: [2n], rawData: new Uint8Array(4) }),
      'needs 8 bytes',
    ],
    [
      'no numbers at all',
      () => withTensor({ dataType: 1, dims: [2n] }),
      'needs 2 elements, but the file holds 0',
    ],
    [
      'a negative size',
      () => withTensor({ dataType: 1, dims: [-1n], rawData: new Uint8Array(4) }),
      'negative size',
    ],
    [
      'a product that overflows',
      () => withTensor({ dataType: 1, dims: [2n ** 40n, 2n ** 40n] }),
      'too large to count',
    ],
    [
      'an overflow hidden by a zero',
      () => withTensor({ dataType: 1, dims: [2n ** 62n, 4n, 0n] }),
      'too large to count',
    ],
    ['a negative offset', () => external('-4', '4'), 'should be a whole number'],
    ['a length that does not fit', () => external('0', '400'), 'needs 4 bytes'],
    ['no place', () => withTensor({ dataType: 1, dims: [1n], dataLocation: 1 }), 'does not say in which'],
  ])('%s', (_, bytes, message) => {
    const { code, message: found } = faultOf(() => decodeModel(bytes()))
    expect(code).toBe('bad-model')
    expect(found).toContain(message)
  })

  it('reads what nothing makes', () => {
    const model = sample()
    model.graph!.node[0]!.input = ['ghost']
    expect(faultOf(() => decodeModel(writeModel(model))).message).toBe(
      'The node Softmax "soft" reads "ghost", which nothing in the model makes.',
    )
  })

  it('makes one value twice', () => {
    const model = sample()
    model.graph!.node[0]!.output = ['x']
    expect(faultOf(() => decodeModel(writeModel(model))).message).toContain('defines "x" twice')
  })

  it('ends early, at any byte', () => {
    const bytes = writeModel(sample())
    let refused = 0
    for (let length = 0; length < bytes.length; length++) {
      try {
        decodeModel(bytes.subarray(0, length))
      } catch (error) {
        expect(error).toBeInstanceOf(FaultError)
        refused++
      }
    }
    // Where a top-level field ends, the rest of the file is not missed: nothing in the format says how many there are.
    expect(refused).toBeGreaterThan(bytes.length - 8)
  })

  it('or its bytes are anything else: only faults are thrown', () => {
    const bytes = writeModel(sample())
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(edits, (changes) => {
        const mutated = bytes.slice()
        for (const [at, byte] of changes) mutated[at] = byte
        try {
          for (const tensor of decodeModel(mutated).graph.constants.values()) void tensor.data
        } catch (error) {
          if (!(error instanceof FaultError)) throw error
        }
      }),
      { numRuns: 2000 },
    )
  })
})
