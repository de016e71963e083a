import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { withPlacedData } from './placedData'

const bytes = new Uint8Array([1, 2])

test('one file keeps its name and is gone afterwards', async () => {
  const data = { name: 'a.tsv', files: [{ path: 'a.tsv', bytes }] }
  const path = await withPlacedData({ data, more: 1 }, async ({ dataPath, more, ...rest }) => {
    expect([more, rest]).toEqual([1, {}])
    expect(new Uint8Array(await readFile(dataPath!))).toEqual(bytes)
    return dataPath!
  })
  expect(basename(path)).toBe('a.tsv')
  await expect(stat(path)).rejects.toThrow('ENOENT')
})

test('several files are a folder', async () => {
  const files = [
    { path: 'captions.tsv', bytes },
    { path: 'in/one.png', bytes },
  ]
  await withPlacedData({ data: { name: 'pictures', files } }, async ({ dataPath }) => {
    for (const { path } of files) expect(new Uint8Array(await readFile(join(dataPath!, path)))).toEqual(bytes)
  })
})

test('without data nothing is placed', async () => {
  const ask: { data?: undefined; weights: string } = { weights: 'w' }
  expect(await withPlacedData(ask, async (given) => given)).toEqual({ weights: 'w' })
})

test.each(['../a', '/a', 'a//b', 'a/./b', 'a\\b', 'c:a', ''])('%j leads nowhere', async (path) => {
  const data = { name: 'x', files: [{ path, bytes }] }
  await expect(withPlacedData({ data }, async () => 0)).rejects.toThrow('no path inside of a folder')
})
