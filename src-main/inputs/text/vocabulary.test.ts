import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportOnnx } from '#main/engine/export'
import { decodeHeedFile } from '#main/files/heedFile'
import { fillInputs } from '#main/inputs/fill/fill'
import { formOf } from '#main/inputs/form'
import { planInputs } from '#main/inputs/plan'
import { decodeModel } from '#main/onnx/decode'
import { ownWords } from './vocabulary'

const path = join(import.meta.dirname, '../../../resources/templates/translation-attention.heed')
const { document, weights } = decodeHeedFile(new Uint8Array(readFileSync(path)))
const model = decodeModel(exportOnnx(document, weights))

test("Heed's own exports take the words of their document", () => {
  const plan = planInputs(model, new Map(), false)
  const [field] = formOf(plan, false).fields
  expect(field).toMatchObject({ type: 'text', sample: false, example: document.example.source })
  const { texts, feeds } = fillInputs(plan, { texts: { source: 'ninety seven wombats' } })
  const english = document.vocabularies.english ?? []
  expect(texts[0]?.ids).toEqual([english.indexOf('ninety'), english.indexOf('seven'), 3])
  expect(texts[0]?.tokens.map(({ text }) => text)).toEqual(['ninety', 'seven', '<unknown>'])
  expect(feeds['source.length']?.data).toEqual(BigInt64Array.of(3n))
})

test('a document that cannot be read tells nothing', () => {
  expect(ownWords({ 'heed.document': '{' }, 'source')).toBeUndefined()
  expect(ownWords({ 'heed.document': '{}' }, 'source')).toBeUndefined()
  expect(ownWords({}, 'source')).toBeUndefined()
})
