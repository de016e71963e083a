import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { templates } from '../../templates/template'
import { adopt } from './adopt'
import { evaluate } from './evaluate'
import { lessonsOf } from './targets'

const built = (id: string): HeedDocument => need(templates.get(id), id).build()

let folder: string
let pairs: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-adopt-'))
  pairs = join(folder, 'pairs.tsv')
  const nouns = ['house:maison', 'tree:arbre', 'car:voiture', 'dog:chien', 'cat:chat', 'road:rue']
  const lines = nouns.flatMap((a) =>
    nouns.map((b) => {
      const [[x, y], [v, w]] = [a.split(':'), b.split(':')]
      return `${x} and ${v}\t${y} et ${w}`
    }),
  )
  await writeFile(pairs, `${lines.join('\n')}\nnothing here\n`)
})

afterEach(() => rm(folder, { recursive: true }))

describe('a task in place of the document’s', () => {
  test('the same task changes nothing', async () => {
    for (const [id, { build }] of templates) {
      const document = build()
      expect(await adopt(document), id).toEqual({ document, notes: [] })
    }
  })

  test('one of the same sorts gives its fields and vocabularies', async () => {
    const { document, notes } = await adopt({
      ...built('translation-attention'),
      task: { id: 'dates', params: {} },
    })
    const { source } = await lessonsOf(document)
    const [words, answer] = Object.values(source.fields)
    expect(words).toMatchObject({ role: 'input', vocabulary: document.nodes.words?.params.vocabulary })
    for (const id of ['speak', 'decide'])
      expect(answer).toMatchObject({ role: 'target', vocabulary: document.nodes[id]?.params.vocabulary })
    expect(notes).toEqual([
      expect.stringMatching(
        /^The vocabulary “.+” was taken over from the task “Dates, written and ISO”, with \d+ entries\.$/,
      ),
      expect.stringContaining('“Dates, written and ISO”'),
    ])
    expect(infer(document).problems).toEqual([])
    expect(Object.keys(document.example)).toEqual([document.nodes.words?.params.field])
    expect((await evaluate(document, {}, 20)).examples).toBe(20)
  })

  test('one of other sorts is refused where it is learned', async () => {
    const { document } = await adopt({ ...built('recurrent'), task: { id: 'number-words', params: {} } })
    await expect(lessonsOf(document)).rejects.toThrow('expected the name of an input of the sort series')
  })
})

describe('data in place of the task', () => {
  test('its words become the vocabularies, under the document’s names', async () => {
    const { document, notes } = await adopt(built('translation-plain'), pairs)
    expect(document.vocabularies.english).toContain('house')
    expect(document.vocabularies.french).toContain('voiture')
    expect(document.example).toEqual({ source: 'house and house' })
    expect(notes).toEqual([
      expect.stringContaining('“english” was taken over from pairs.tsv'),
      expect.stringContaining('“french” was taken over from pairs.tsv'),
    ])
    expect((await adopt(document, pairs)).notes).toEqual([])
  })

  test('bad lines are named, and a part is held out', async () => {
    const { document } = await adopt(built('translation-plain'), pairs)
    const { source, notes } = await lessonsOf(document, pairs)
    expect(notes.join()).toContain('1 of 37 were refused. line 37')
    const held = source.heldOut(1, 100).map(({ fields }) => fields.source)
    expect(held.length).toBeGreaterThan(0)
    expect(held.length).toBeLessThan(20)
    const stream = source.training(1)
    for (let i = 0; i < 100; i++) expect(held).not.toContain(stream.next().value.fields.source)
  })

  test('data that it learned from is judged by in part, other data as a whole', async () => {
    const { document } = await adopt(built('translation-plain'), pairs)
    const { source } = await lessonsOf(document, pairs)
    const own = await evaluate(document, {}, 1000, pairs)
    expect(own.examples).toBe(source.heldOut(1, 1000).length)
    expect(own.notes).toHaveLength(1)
    const test = join(folder, 'test.tsv')
    await writeFile(test, 'dog and cat\tchien et chat\nroad and car\true et voiture\n')
    expect((await evaluate(document, {}, 1000, test)).examples).toBe(2)
  })

  test('what does not fit the document is refused in a sentence', async () => {
    await expect(adopt(built('recurrent'), pairs)).rejects.toThrow('for which the document has no place')
    await expect(adopt(built('recurrent'), join(folder, 'nothing.csv'))).rejects.toThrow('is not there')
  })
})
