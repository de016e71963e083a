import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeHeedFile } from '#main/files/heedFile'
import { leastWeights } from './leastWeights'

async function template(id: string) {
  const root = join(import.meta.dirname, '../../../resources/templates')
  return decodeHeedFile(new Uint8Array(await readFile(join(root, `${id}.heed`)))).document
}

test('words look at words: heads × words × words, before any run', async () => {
  const document = await template('transformer')
  const words = (count: number) => ({ source: Array.from({ length: count }, () => 'nine').join(' ') })
  const [ten, hundred] = [10, 100].map((count) => leastWeights(document, words(count)))
  // Encoder and decoder look over the source too, a row for each step that nobody knows yet.
  expect(ten).toBeGreaterThanOrEqual(4 * 10 * 10)
  expect(ten).toBeLessThan(4 * 10 * 10 + 4 * 10 + 50)
  expect(hundred).toBeGreaterThanOrEqual(4 * 100 * 100)
  expect(leastWeights(document, {})).toBe(leastWeights(document, { source: document.example.source! }))
})

test('a network without attention shows none', async () => {
  expect(leastWeights(await template('feed-forward'), {})).toBe(0)
})
