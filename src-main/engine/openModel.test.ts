import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concatenate, writeModel } from '#main/onnx/bytes'
import { schemaOf } from '#main/onnx/schema'
import { FaultError } from '#shared/base/fault'
import { manifest } from '../inspect/manifest'
import { openModel } from './openModel'
import { createSession } from './session'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-open-'))
  await mkdir(join(folder, 'model'))
  await writeFile(join(folder, 'secret.bin'), new Uint8Array(4000))
  await writeFile(join(folder, 'model', 'weights.bin'), new Uint8Array(4000))
  await symlink(join(folder, 'secret.bin'), join(folder, 'model', 'linked.bin'))
  await symlink(folder, join(folder, 'model', 'out'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function opened(bytes: Uint8Array) {
  const path = join(folder, 'model', 'model.onnx')
  await writeFile(path, bytes)
  return openModel('model.onnx', { path })
}

/** The sentence that an opening ends with. */
async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await (await opened(bytes)).assertRunnable()
  } catch (error) {
    if (error instanceof FaultError) return error.fault.message
    throw error
  }
  return 'opened'
}

type GraphInit = NonNullable<Parameters<typeof create<ReturnType<typeof schemaOf<'ModelProto'>>>>[1]>['graph']

function modelOf(graph: GraphInit, more: object = {}): Uint8Array {
  return writeModel(
    create(schemaOf('ModelProto'), { irVersion: 8n, opsetImport: [{ version: 17n }], graph, ...more }),
  )
}

const float = { tensorType: { elemType: 1 } }
const reads = (name: string) => ({
  name: 'g',
  node: [{ opType: 'Identity', input: [name], output: ['y'] }],
  output: [{ name: 'y', type: float }],
})

function external(location: string, offset = 0, length = 4000): Uint8Array {
  const externalData = Object.entries({ location, offset, length }).map(([key, value]) => ({
    key,
    value: String(value),
  }))
  const tensor = { name: 'w', dataType: 1, dims: [1000n], dataLocation: 1, externalData }
  return modelOf({ ...reads('w'), initializer: [tensor] })
}

describe('external data', () => {
  it('in the folder is opened, and read when it is asked for', async () => {
    const { model } = await opened(external('weights.bin'))
    expect([...model.graph.constants.values()][0]?.data).toEqual(new Float32Array(1000))
  })

  it.each([
    ['../secret.bin', 'leads out of the folder'],
    ['a/../../secret.bin', 'leads out of the folder'],
    ['/etc/passwd', 'absolute path'],
    ['C:\\secret.bin', 'not a plain relative path'],
    ['linked.bin', 'is a link'],
    ['out/secret.bin', 'is a link'],
    ['nothing.bin', 'is not there'],
    ['', 'does not say in which'],
    ['.', 'names no file'],
  ])('at “%s” is refused', async (location, words) => {
    expect(await refusal(external(location))).toContain(words)
  })

  it('beyond the end of the file is refused', async () => {
    expect(await refusal(external('weights.bin', 4))).toContain('which has 4000 bytes')
    expect(await refusal(external('weights.bin', 2 ** 40, 4000))).toContain('should lie at bytes')
    expect(await refusal(external('model.onnx', 0, 4000))).toContain('should lie at bytes')
  })
})

describe('a model', () => {
  it('that is 10,000 graphs deep is refused', async () => {
    const field = (number: number, bytes: Uint8Array) =>
      new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish()
    let graph: Uint8Array = new Uint8Array()
    for (let depth = 0; depth < 10_000; depth++) graph = field(1, field(5, field(6, graph)))
    expect(await refusal(field(7, graph))).toContain('graphs deep')
  })

  it.each([
    ['1099511627776 × 1099511627776'],
    ['4611686018427387904 × 4'],
    ['-1'],
    ['1099511627776 × 1099511627776 × 0'],
  ])('with a constant of the shape %s is refused', async (text) => {
    const dims = text.split(' × ').map(BigInt)
    const tensor = { name: 'w', dataType: 1, dims, rawData: new Uint8Array(4000) }
    expect(await refusal(modelOf({ ...reads('w'), initializer: [tensor] }))).toMatch(
      /too large to count|negative/,
    )
  })

  it('whose function calls itself is refused', async () => {
    const node = { opType: 'f', domain: 'own', input: ['x'], output: ['y'] }
    const bytes = modelOf(
      { name: 'g', node: [node], input: [{ name: 'x', type: float }], output: [{ name: 'y', type: float }] },
      {
        opsetImport: [{ version: 17n }, { domain: 'own', version: 1n }],
        functions: [{ name: 'f', domain: 'own', input: ['x'], output: ['y'], node: [node] }],
      },
    )
    expect(await refusal(bytes)).toContain('calls itself')
  })

  it.each([
    ['no number of steps', '', true],
    ['more steps than can be lived through', 'most', true],
    ['a number of steps', 'ten', false],
  ])('with a loop of %s can be looked at, and runs only if it ends', async (_, steps, endless) => {
    const scalar = (name: string, value: bigint) => ({
      name,
      dataType: 7,
      rawData: new Uint8Array(new BigInt64Array([value]).buffer),
    })
    const body = {
      name: 'body',
      input: [{ name: 'i' }, { name: 'going' }, { name: 'state' }],
      node: [
        { opType: 'Identity', input: ['going'], output: ['goes.on'] },
        { opType: 'Identity', input: ['state'], output: ['next'] },
      ],
      output: [{ name: 'goes.on' }, { name: 'next' }],
    }
    const bytes = modelOf({
      name: 'g',
      input: [{ name: 'x', type: float }],
      initializer: [scalar('most', 2n ** 62n), scalar('ten', 10n)],
      node: [
        {
          opType: 'Loop',
          name: 'round',
          input: [steps, '', 'x'],
          output: ['y'],
          attribute: [{ name: 'body', type: 5, g: body }],
        },
      ],
      output: [{ name: 'y', type: float }],
    })
    expect(
      (await opened(bytes))
        .hierarchy()
        .scope('')
        .nodes.map(({ title }) => title),
    ).toEqual(['x', 'round', 'y'])
    expect(await refusal(bytes)).toBe(
      endless
        ? 'The Loop “round” never ends: it has no number of steps, and its condition is always true. The model can be looked at, but not run.'
        : 'opened',
    )
  })

  it.each(['', 'folder', '[]', '{}'])('that is none (“%s”) gives a sentence', async (text) => {
    expect(await refusal(new TextEncoder().encode(text))).toMatch(/not .*ONNX model/)
  })

  it('with garbage behind it gives a sentence', async () => {
    const bytes = concatenate([external('weights.bin'), new Uint8Array([255, 255, 255])])
    expect(await refusal(bytes)).toContain('not a readable ONNX model')
  })
})

describe('a hard link', () => {
  it('is a file like any other', async () => {
    await link(join(folder, 'model', 'weights.bin'), join(folder, 'model', 'same.bin'))
    expect(await refusal(external('same.bin'))).toBe('opened')
  })
})

describe('every model of the manifest', () => {
  const files = manifest.map(({ file }) => file)
  it.each(files)('%s is opened from its file, and onnxruntime takes its skeleton', async (file) => {
    const path = new URL(`../inspect/fixtures/${file}`, import.meta.url).pathname
    const { model, folder: beside, found, assertRunnable } = await openModel(file, { path })
    await assertRunnable()
    expect(found.sites).toHaveLength(manifest.find((entry) => entry.file === file)!.sites.length)
    const session = await createSession(model.bytes, { folder: beside })
    expect(session.outputs).toEqual(model.graph.outputs.map(({ name }) => name))
    await session.release()
  })
})
