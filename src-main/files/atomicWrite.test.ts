import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { atomicWrite, writeFault } from './atomicWrite'

const bytes = new Uint8Array([1, 2, 3])
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-write-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function messageOf(path: string): Promise<string> {
  return atomicWrite(path, bytes).then(
    () => 'written',
    (error: unknown) => {
      if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
      throw error
    },
  )
}

describe('a file that is written', () => {
  it('is there whole, and nothing else is', async () => {
    await atomicWrite(join(folder, 'new.heed'), bytes)
    await atomicWrite(join(folder, 'new.heed'), new Uint8Array([9]))
    expect(new Uint8Array(await readFile(join(folder, 'new.heed')))).toEqual(new Uint8Array([9]))
    expect(await readdir(folder)).toEqual(['new.heed'])
  })

  it('keeps its permissions and stays behind its link', async () => {
    const target = join(folder, 'target')
    await writeFile(target, 'old')
    await chmod(target, 0o600)
    await symlink(target, join(folder, 'link'))
    await atomicWrite(join(folder, 'link'), bytes)
    expect(new Uint8Array(await readFile(target))).toEqual(bytes)
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['link', 'target'])
  })
})

describe('a file that cannot be written', () => {
  it('has a folder of its name', async () => {
    await mkdir(join(folder, 'taken'))
    expect(await messageOf(join(folder, 'taken'))).toBe(
      'bad-file: “taken” could not be saved: there is a folder of that name.',
    )
    expect(await readdir(folder)).toEqual(['taken'])
  })

  it('has no folder', async () => {
    expect(await messageOf(join(folder, 'gone', 'a.heed'))).toContain(
      'not-found: “a.heed” could not be saved: its folder',
    )
    expect(await readdir(folder)).toEqual([])
  })

  it('has too long a name, and leaves nothing behind', async () => {
    expect(await messageOf(join(folder, 'a'.repeat(300)))).toContain('its name is too long')
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['ENOSPC', 'too-large', 'the disk is full'],
    ['EACCES', 'no-permission', 'you may not write'],
    ['EROFS', 'no-permission', 'read-only'],
    ['EIO', 'bad-file', 'could not be saved.'],
  ])('says why: %s', (code, faultCode, message) => {
    const { fault } = writeFault(Object.assign(new Error(`${code}: x`), { code }), join(folder, 'a.heed'))
    expect(fault.code).toBe(faultCode)
    expect(fault.message).toContain(message)
    expect(fault.cause).toBe(`${code}: x`)
  })
})
