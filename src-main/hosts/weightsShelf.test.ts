import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Weights } from '#main/engine/protocol'
import { WeightsShelf } from './weightsShelf'

const ones: Weights = { 'a.w': { dtype: 'float32', dims: [2], data: new Float32Array([1, 1]) } }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-shelf-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

test('the same weights have the same name, and no weights have none', async () => {
  const shelf = new WeightsShelf()
  expect(shelf.put(ones)).toBe(shelf.put(structuredClone(ones)))
  expect(shelf.put({})).toBe('')
  expect(await shelf.get('')).toEqual({})
})

test('weights are found again by the next host', async () => {
  const key = new WeightsShelf(folder).put(ones)
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([`${key}.safetensors`]))
  expect(await new WeightsShelf(folder).get(key)).toEqual(ones)
  expect(await new WeightsShelf().get(key)).toBeUndefined()
})

test('a damaged copy is none, and no name leads elsewhere', async () => {
  const key = `weights-${'0'.repeat(64)}`
  await writeFile(join(folder, `${key}.safetensors`), 'broken')
  await writeFile(join(folder, 'other.safetensors'), 'x')
  const shelf = new WeightsShelf(folder)
  expect(await shelf.get(key)).toBeUndefined()
  expect(await shelf.get('other')).toBeUndefined()
  expect(await shelf.get('../other')).toBeUndefined()
})

test('copies that nobody has used for a month are forgotten', async () => {
  const path = join(folder, `weights-${'1'.repeat(64)}.safetensors`)
  await writeFile(path, 'old')
  await utimes(path, new Date(2000, 1), new Date(2000, 1))
  new WeightsShelf(folder)
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]))
})

test('a folder that cannot be written does not matter', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const shelf = new WeightsShelf(join(file, 'below'))
  expect(await shelf.get(shelf.put(ones))).toEqual(ones)
})
