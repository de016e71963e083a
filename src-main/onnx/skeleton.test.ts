import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create, toBinary } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { concatenate, writeModel } from './bytes'
import { decodeModel, type Model } from './decode'
import { checkExternal } from './external'
import { readExternal, withModelFile } from './modelFile'
import { schemaOf } from './schema'
import { readSkeleton, type Skeleton } from './skeleton'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-skeleton-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function opened(bytes: Uint8Array, name = 'model.onnx'): Promise<{ skeleton: Skeleton; model: Model }> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return withModelFile(path, async (handle, file) => {
    const skeleton = readSkeleton(handle.fd, { name: file.name, size: file.size })
    const model = decodeModel(skeleton.bytes, (data) => readExternal(file.folder, data, file.mark))
    await checkExternal(model, file.folder, file)
    return { skeleton, model }
  })
}

async function fault(bytes: Uint8Array): Promise<string> {
  try {
    await opened(bytes)
  } catch (error) {
    if (error instanceof FaultError) return error.fault.message
    throw error
  }
  return 'no fault'
}

const COUNT = 2000
const numbers = Float32Array.from({ length: COUNT }, (_, i) => i / 7)

/** One tensor "w" of 2000 numbers, its numbers in the fields that are given. */
function modelWith(dataType: number, fields: (writer: BinaryWriter) => BinaryWriter): Uint8Array {
  const tensor = toBinary(
    schemaOf('TensorProto'),
    create(schemaOf('TensorProto'), { name: 'w', dataType, dims: [BigInt(COUNT)] }),
  )
  const data = fields(new BinaryWriter()).finish()
  const graph = new BinaryWriter()
    .tag(5, WireType.LengthDelimited)
    .bytes(concatenate([tensor, data]))
    .finish()
  const rest = create(schemaOf('ModelProto'), {
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    graph: {
      name: 'g',
      node: [{ opType: 'Identity', input: ['w'], output: ['y'] }],
      output: [{ name: 'y', type: { tensorType: { elemType: dataType } } }],
    },
  })
  return concatenate([
    writeModel(rest),
    new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(graph).finish(),
  ])
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function constant({ graph }: Model): unknown {
  return [...graph.constants.values()][0]?.data
}

describe('a skeleton', () => {
  it.each([
    ['raw data', 1, (w: BinaryWriter) => w.tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers)), true],
    [
      'a list of floats',
      1,
      (w: BinaryWriter) => w.tag(4, WireType.LengthDelimited).bytes(bytesOf(numbers)),
      true,
    ],
    [
      'a list of floats in two pieces',
      1,
      (w: BinaryWriter) =>
        w
          .tag(4, WireType.LengthDelimited)
          .bytes(bytesOf(numbers.subarray(0, 1500)))
          .tag(4, WireType.LengthDelimited)
          .bytes(bytesOf(numbers.subarray(1500))),
      false,
    ],
    [
      'a list of doubles',
      11,
      (w: BinaryWriter) => w.tag(10, WireType.LengthDelimited).bytes(bytesOf(Float64Array.from(numbers))),
      true,
    ],
    [
      'a list of whole numbers',
      7,
      (w: BinaryWriter) => {
        const list = new BinaryWriter()
        for (let i = 0; i < COUNT; i++) list.int64(BigInt(i) * 100_000n)
        return w.tag(7, WireType.LengthDelimited).bytes(list.finish())
      },
      false,
    ],
    [
      'raw data twice, of which the last counts',
      1,
      (w: BinaryWriter) =>
        w
          .tag(9, WireType.LengthDelimited)
          .bytes(new Uint8Array(COUNT * 4))
          .tag(9, WireType.LengthDelimited)
          .bytes(bytesOf(numbers)),
      false,
    ],
  ])('holds the numbers of %s', async (_, dataType, fields, left) => {
    const bytes = modelWith(dataType, fields)
    const { skeleton, model } = await opened(bytes)
    expect(constant(model)).toEqual(constant(decodeModel(bytes)))
    expect(skeleton.left > 0).toBe(left)
    if (left) expect(skeleton.bytes.length).toBeLessThan(1000)
  })

  it('refers to a file whose name is anything that a file can be called', async () => {
    const bytes = modelWith(1, (w) => w.tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers)))
    const { model } = await opened(bytes, 'a model: über 100 % {x}.onnx')
    expect(constant(model)).toEqual(numbers)
  })

  it('of a file that was cut is a fault, wherever it was cut', async () => {
    const bytes = modelWith(1, (w) => w.tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers)))
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        // A cut behind the first part of the graph leaves a model, whose node reads what is no longer there.
        expect(await fault(bytes.slice(0, length))).toMatch(
          /not .*ONNX model|Nothing in the model|nothing in the model/,
        )
      }),
      { numRuns: 100 },
    )
  })

  it('of a file that promises 2^31 bytes is a fault', async () => {
    const graph = new BinaryWriter()
      .tag(5, WireType.LengthDelimited)
      .uint32(2 ** 31)
      .finish()
    const model = new BinaryWriter()
      .tag(7, WireType.LengthDelimited)
      .uint32(2 ** 31 + 20)
      .finish()
    expect(await fault(concatenate([model, graph]))).toContain('bytes where')
  })

  it('refuses numbers that are fewer than the shape says', async () => {
    const bytes = modelWith(1, (w) =>
      w.tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers.subarray(0, 1500))),
    )
    expect(await fault(bytes)).toContain('needs 8000 bytes')
  })

  it('of a file that changed meanwhile does not give other numbers', async () => {
    const bytes = modelWith(1, (w) => w.tag(9, WireType.LengthDelimited).bytes(bytesOf(numbers)))
    const { model } = await opened(bytes, 'changing.onnx')
    await writeFile(join(folder, 'changing.onnx'), concatenate([bytes, new Uint8Array([0x78, 1])]))
    expect(() => constant(model)).toThrow('changed since it was opened')
  })
})

describe('a model file', () => {
  it.each([
    ['nothing.onnx', 'there is no such file'],
    ['', 'it is not a file'],
  ])('%s that is none gives a sentence', async (name, words) => {
    await expect(withModelFile(join(folder, name), () => Promise.resolve())).rejects.toThrow(words)
  })
})
