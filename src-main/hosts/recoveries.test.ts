import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument } from '#shared/document/document'
import { Recoveries } from './recoveries'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-recoveries-'))
})
afterEach(() => rm(folder, { recursive: true }))

const work = (key: string, title: string) => ({
  key,
  document: emptyDocument(title),
  weights: '',
  name: `${title}.heed`,
})

/** Copies as a host writes them that has ended since. */
async function ofTheDead(key: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.once('close', resolve))
  const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.json'))
  const copy = JSON.parse(await readFile(join(folder, name), 'utf8'))
  expect(copy.key).toBe(key)
  await writeFile(join(folder, name), JSON.stringify({ ...copy, pid: child.pid }))
}

describe('copies of unsaved work', () => {
  it('are offered when their page has gone, and not while it lives', async () => {
    const recoveries = new Recoveries(folder)
    await recoveries.keep(work('a', 'First'))
    await recoveries.keep(work('a', 'Second'))
    expect(await recoveries.list()).toEqual([])
    recoveries.leave('a')
    expect(await recoveries.list()).toMatchObject([{ key: 'a', title: 'Second' }])
    expect((await recoveries.take('a')).document.title).toBe('Second')
    await recoveries.drop('a')
    expect(await recoveries.list()).toEqual([])
    await expect(recoveries.take('a')).rejects.toThrow('no longer there')
    recoveries.close()
  })

  it('of a host that was killed are offered by the next one', async () => {
    const recoveries = new Recoveries(folder)
    await recoveries.keep(work('a', 'Mine'))
    recoveries.close()
    await ofTheDead('a')
    expect(await new Recoveries(folder).list()).toMatchObject([{ key: 'a', title: 'Mine' }])
  })

  it('stand beside what says which file a page shows, for as long as it lives', async () => {
    const recoveries = new Recoveries(folder)
    const own = new Set(['a'])
    await recoveries.hold('a', '/files/mine.heed')
    expect(await recoveries.isOpen('/files/mine.heed', new Set(['b']))).toBe(true)
    expect(await recoveries.isOpen('/files/mine.heed', own)).toBe(false)
    expect(await recoveries.isOpen('/files/other.heed', new Set(['b']))).toBe(false)
    await recoveries.hold('a', '/files/other.heed')
    expect(await recoveries.isOpen('/files/mine.heed', new Set())).toBe(false)
    expect(await recoveries.isOpen('/files/other.heed', new Set())).toBe(true)
    await recoveries.hold('a', undefined)
    expect(await recoveries.isOpen('/files/other.heed', new Set())).toBe(false)
    await recoveries.hold('a', '/files/mine.heed')
    recoveries.leave('a')
    expect(await recoveries.isOpen('/files/mine.heed', new Set())).toBe(false)
    expect((await readdir(folder)).filter((name) => name.endsWith('.open'))).toEqual([])
    recoveries.close()
  })

  it('are not tidied away with the signs of life and half-written files of dead hosts', async () => {
    const long = new Date(Date.now() - 2 * 60 * 60 * 1000)
    for (const name of ['99999999.alive', '.heed-x.tmp', 'kept.json']) {
      await writeFile(join(folder, name), '')
      await utimes(join(folder, name), long, long)
    }
    await writeFile(join(folder, '.heed-y.tmp'), '')
    const recoveries = new Recoveries(folder)
    await recoveries.keep(work('a', 'Mine'))
    const left = await readdir(folder)
    expect(left).not.toContain('99999999.alive')
    expect(left).not.toContain('.heed-x.tmp')
    expect(left).toEqual(expect.arrayContaining(['kept.json', '.heed-y.tmp', `${process.pid}.alive`]))
    recoveries.close()
  })

  it('that are broken are passed over, and names of keys lead nowhere else', async () => {
    const recoveries = new Recoveries(folder)
    await writeFile(join(folder, 'x.json'), '{"key":')
    await recoveries.keep(work('../../a', 'Mine'))
    recoveries.leave('../../a')
    expect((await recoveries.list()).map(({ key }) => key)).toEqual(['../../a'])
    expect(
      (await readdir(folder)).every((name) => /^([0-9a-f]{32}\.json|x\.json|\d+\.alive)$/.test(name)),
    ).toBe(true)
    recoveries.close()
  })

  it('are written in the order in which they were said', async () => {
    const recoveries = new Recoveries(folder)
    await Promise.all(Array.from({ length: 20 }, (_, i) => recoveries.keep(work('a', `Title ${i}`))))
    expect((await recoveries.take('a')).document.title).toBe('Title 19')
    recoveries.close()
  })

  it('are nowhere without a folder', async () => {
    const recoveries = new Recoveries(undefined)
    await recoveries.keep(work('a', 'Mine'))
    recoveries.leave('a')
    expect(await recoveries.list()).toEqual([])
  })
})
