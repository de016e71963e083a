import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from '@bufbuild/protobuf'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { writeModel } from './bytes'
import { decodeModel } from './decode'
import { checkExternal } from './external'
import { schemaOf } from './schema'

let folder = ''

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'heed-external-'))
  folder = join(root, 'model')
  await mkdir(join(folder, 'parts'), { recursive: true })
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(16))
  await writeFile(join(folder, 'parts', '0.bin'), new Uint8Array(8))
  await writeFile(join(root, 'secret'), new Uint8Array(64))
})

afterEach(() => rm(join(folder, '..'), { recursive: true }))

/** What opening a model says whose two numbers lie at `location`. */
async function check(location: string, offset = 0, where: { folder?: string } = { folder }): Promise<string> {
  const externalData = [
    { key: 'location', value: location },
    { key: 'offset', value: String(offset) },
  ]
  const initializer = [{ name: 'w', dataType: 1, dims: [2n], dataLocation: 1, externalData }]
  const bytes = writeModel(create(schemaOf('ModelProto'), { irVersion: 8n, graph: { initializer } }))
  return checkExternal(decodeModel(bytes), where.folder).then(
    () => 'fine',
    (error: unknown) => {
      if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
      throw error
    },
  )
}

describe('external tensors', () => {
  it('may lie in the model’s folder and below', async () => {
    expect(await check('weights.bin', 8)).toBe('fine')
    expect(await check('./parts/0.bin')).toBe('fine')
  })

  it.each([
    ['../secret', 'leads out of the folder'],
    ['parts/../../secret', 'leads out of the folder'],
    ['/etc/hostname', 'absolute path'],
    ['C:\\secret', 'not a plain relative path'],
    ['parts\\0.bin', 'not a plain relative path'],
    ['.', 'names no file'],
    ['a\0b', 'zero byte'],
    ['parts', 'is not a file'],
    ['weights.bin/x', 'is not a file'],
    ['missing.bin', 'not-found: The model needs the file "missing.bin" beside it, which is not there.'],
  ])('may not lie at %j', async (location, message) => {
    expect(await check(location)).toContain(message)
  })

  it('may not reach beyond their file', async () => {
    expect(await check('weights.bin', 12)).toContain('bytes 12 to 20 of "weights.bin", which has 16 bytes')
  })

  it('may not lie behind a link, not even a folder’s', async () => {
    await symlink(join(folder, '..', 'secret'), join(folder, 'link'))
    await symlink(join(folder, 'parts'), join(folder, 'folder'))
    expect(await check('link')).toContain('is a link')
    expect(await check('folder/0.bin')).toContain('is a link')
  })

  it('need a folder', async () => {
    const said = await check('weights.bin', 0, {})
    expect(said).toContain('unsupported: The tensor "w" lies in the file "weights.bin" beside the model.')
  })
})
