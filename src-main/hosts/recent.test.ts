import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RecentFiles } from './recent'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-recent-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the newest stands first, once, and the list outlives its host', async () => {
  const here = join(folder, 'a.onnx')
  await writeFile(here, '')
  const files = new RecentFiles(folder)
  await files.add({ path: here, title: 'a.onnx', kind: 'model' })
  await files.add({ path: join(folder, 'gone.heed'), title: 'Gone', kind: 'document' })
  await files.add({ path: here, title: 'a.onnx', kind: 'model' })
  const list = await new RecentFiles(folder).list()
  expect(list.map(({ name, kind }) => [name, kind])).toEqual([
    ['a.onnx', 'model'],
    ['gone.heed', 'document'],
  ])
  expect(list[0]?.missing).toBeUndefined()
  expect(list[1]?.missing).toContain('no longer in')
  await files.forget(here)
  expect(await new RecentFiles(folder).list()).toHaveLength(1)
})

test('a list that is damaged is an empty one', async () => {
  await writeFile(join(folder, 'recent.json'), '{"path":')
  const files = new RecentFiles(folder)
  expect(await files.list()).toEqual([])
  await files.add({ path: '/a.onnx', title: 'a.onnx', kind: 'model' })
  expect(JSON.parse(await readFile(join(folder, 'recent.json'), 'utf8'))).toHaveLength(1)
})

test('no more are kept than a person looks through', async () => {
  const files = new RecentFiles(undefined)
  for (let i = 0; i < 40; i++) await files.add({ path: `/${i}.onnx`, title: `${i}`, kind: 'model' })
  const list = await files.list()
  expect(list.length).toBeLessThan(20)
  expect(list[0]?.name).toBe('39.onnx')
})
