import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from '@bufbuild/protobuf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openModel } from '#main/engine/openModel'
import { filesBeside } from '#main/inputs/beside'
import { writeModel } from './bytes'
import { decodeModel } from './decode'
import { encodeModel } from './encode'
import { schemaOf } from './schema'

let root = ''
const inside = (...parts: string[]) => join(root, ...parts)

/** A model of one weight, `[1, 2]`, in the file `location`. */
function model(location: string): Uint8Array {
  const weight = { name: 'w', dtype: 'float32', shape: [2] } as const
  const y = { name: 'y', dtype: 'float32', shape: [2] } as const
  const bytes = encodeModel({
    name: 'g',
    inputs: [],
    outputs: [y],
    constants: new Map([[weight, { dtype: 'float32', dims: [2], data: Float32Array.of(1, 2) }]]),
    nodes: [{ op: 'Identity', domain: '', inputs: [weight], outputs: [y], attributes: {} }],
  })
  const { proto } = decodeModel(bytes)
  const elsewhere = create(schemaOf('TensorProto'), {
    name: 'w',
    dims: [2n],
    dataType: 1,
    dataLocation: 1,
    externalData: [
      { key: 'location', value: location },
      { key: 'length', value: '8' },
    ],
  })
  proto.graph?.initializer.splice(0, 1, elsewhere)
  return writeModel(proto)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heed-linked-'))
  await mkdir(inside('blobs'))
  await mkdir(inside('snapshots', 'a', 'onnx'), { recursive: true })
  await writeFile(inside('secret'), new Uint8Array(8))
  await writeFile(inside('blobs', 'm'), model('model.onnx_data'))
  await writeFile(inside('blobs', 'd'), new Uint8Array(Float32Array.of(1, 2).buffer))
  await writeFile(inside('blobs', 't'), '{}')
  const link = (from: string[], to: string) => symlink(to, inside('snapshots', 'a', ...from))
  await link(['onnx', 'model.onnx'], '../../../blobs/m')
  await link(['onnx', 'model.onnx_data'], '../../../blobs/d')
  await link(['tokenizer.json'], '../../blobs/t')
  await link(['config.json'], '../../secret')
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a model opened through a link', () => {
  test('has its data and its files where they are linked to beside it', async () => {
    const opened = await openModel('model.onnx', { path: inside('snapshots', 'a', 'onnx', 'model.onnx') })
    const [weight] = opened.model.graph.constants.values()
    expect(weight).toMatchObject({ data: Float32Array.of(1, 2) })
    const files = await filesBeside(opened.folder, opened.linked)
    expect([...files.keys()]).toEqual(['tokenizer.json'])
  })

  test('follows no link that leads elsewhere', async () => {
    await rm(inside('snapshots', 'a', 'onnx', 'model.onnx_data'))
    await symlink('../../../secret', inside('snapshots', 'a', 'onnx', 'model.onnx_data'))
    const path = inside('snapshots', 'a', 'onnx', 'model.onnx')
    await expect(openModel('model.onnx', { path })).rejects.toThrow('which is not there')
  })
})
