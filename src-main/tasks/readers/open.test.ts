import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode as encodePng } from 'fast-png'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { emptyDocument } from '#shared/document/document'
import { encodeNpy } from '../../files/npy'
import { templates } from '../../templates/template'
import { openData } from './open'

let folder = ''
const at = (name: string) => join(folder, name)
const picture = encodePng({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-data-'))
  await writeFile(at('pairs.tsv'), 'one\tun\n')
  await writeFile(at('qa.txt'), '1 a.\n2 b?\tc\t1\n')
  await writeFile(at('leaves.csv'), 'tree,stalk,lobes,width,length\noak,4,3,2,1\n')
  await writeFile(at('bad.csv'), Uint8Array.of(0xff, 0xfe, 0x41))
  await writeFile(at('waves.npy'), encodeNpy({ dtype: 'float32', dims: [14], data: new Float32Array(14) }))
  await writeFile(at('what.xyz'), 'x')
  await writeFile(at('outside.png'), picture)
  await mkdir(at('scenes'))
  await mkdir(at('bare'))
  await writeFile(at('scenes/a.png'), picture)
  await symlink(at('outside.png'), at('scenes/link.png'))
  await writeFile(
    at('scenes/captions.tsv'),
    `a.png\tred\n../outside.png\tout\nlink.png\tlink\n${at('outside.png')}\tabsolute\nnone.png\tnone\n`,
  )
})

afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('the reader is chosen by the ending', async () => {
  const sorts = async (name: string) =>
    Object.values((await openData(at(name), undefined, { length: 4 })).fields).map(({ sort }) => sort)
  expect(await sorts('pairs.tsv')).toEqual(['words', 'words'])
  expect(await sorts('qa.txt')).toEqual(['sentences', 'words', 'class'])
  expect(await sorts('leaves.csv')).toEqual(['table', 'class'])
  expect(await sorts('waves.npy')).toEqual(['series', 'number'])
})

test('the document says which columns, how many steps ahead and which patches', async () => {
  const leaves = templates.get('feed-forward')!.build()
  leaves.nodes.flower!.params.names = 'length, width, lobes, stalk'
  const { examples } = await openData(at('leaves.csv'), leaves, { target: 'tree' })
  expect(examples[0]!.fields).toEqual({ row: '1 2 3 4', class: 'oak' })
  const recurrent = templates.get('recurrent')!.build()
  const waves = await openData(at('waves.npy'), recurrent, { length: 4 })
  expect(waves.examples).toHaveLength(1)
  expect(waves.fields.next).toMatchObject({ count: 10 })
  const document = emptyDocument()
  const params = { field: 'p', rows: 1, columns: 2, patch: 1, channels: 1 }
  document.nodes.p = { id: 'p', kind: 'picture', version: 1, params, position: { x: 0, y: 0 } }
  const scenes = await openData(at('scenes'), document)
  expect(scenes.examples.map(({ fields }) => fields)).toEqual([{ picture: '0.299 0.299', caption: 'red' }])
})

test('pictures outside of the folder are refused, whatever leads there', async () => {
  const { refused } = await openData(at('scenes'), undefined)
  expect(refused.map(({ line }) => line)).toEqual([2, 3, 4, 5])
  expect(refused[0]!.reason).toBe(
    '../outside.png: expected a picture inside of the folder, found one outside.',
  )
  expect(refused[1]!.reason).toMatch(/^link.png: .* found one outside/)
  expect(refused[2]!.reason).toMatch(/outside|not there/)
  expect(refused[3]!.reason).toBe('none.png: none.png is not there.')
})

test.each([
  ['none.tsv', 'not-found', /none.tsv is not there/],
  ['what.xyz', 'unsupported', /expected a .tsv .* found “.xyz”/],
  ['bad.csv', 'bad-file', /bad.csv: expected text in UTF-8/],
  ['bare', 'not-found', /bare: expected captions.tsv or captions.csv/],
])('%s is a clear fault', async (name, code, message) => {
  const error = await openData(at(name), undefined).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(FaultError)
  expect((error as FaultError).fault.code).toBe(code)
  expect((error as FaultError).message).toMatch(message)
})
