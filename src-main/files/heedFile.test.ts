import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { emptyDocument, type HeedDocument } from '#shared/document/document'
import { decodeHeedFile, encodeHeedFile } from './heedFile'
import { encodeSafetensors } from './safetensors'
import { readZip } from './zip'

const document: HeedDocument = {
  ...emptyDocument('Translation'),
  nodes: {
    words: { id: 'words', kind: 'words', version: 1, params: {}, position: { x: 1, y: 2 } },
    new: {
      id: 'new',
      kind: 'from-the-future',
      version: 7,
      params: { a: 'b' },
      position: { x: 0, y: 0 },
      extra: [1],
    },
  },
  vocabularies: { english: ['<pad>', 'one'], français: ['<pad>', 'où'] },
  example: { source: 'one' },
  unknownField: { kept: true },
}
const weights = { 'words.table': { dtype: 'float32', dims: [2], data: new Float32Array([1, 2]) } } as const

function messageOf(bytes: Uint8Array): string {
  try {
    decodeHeedFile(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
    throw error
  }
}

function archive(changes: Zippable): Uint8Array {
  const { vocabularies, ...rest } = document
  return zipSync({
    'document.json': strToU8(JSON.stringify(rest)),
    'vocabularies.json': strToU8(JSON.stringify(vocabularies)),
    'weights.safetensors': encodeSafetensors(weights),
    ...changes,
  })
}

describe('a .heed file', () => {
  it('keeps document and weights, known and unknown', () => {
    expect(decodeHeedFile(encodeHeedFile({ document, weights }))).toEqual({ document, weights })
  })

  it('has the same bytes for the same content', () => {
    expect(encodeHeedFile({ document, weights })).toEqual(encodeHeedFile({ document, weights }))
  })

  it('keeps vocabularies apart from the document', () => {
    const files = readZip(encodeHeedFile({ document, weights }), { total: 1e6, entries: 10 })
    expect([...files.keys()]).toEqual(['document.json', 'vocabularies.json', 'weights.safetensors'])
    expect(JSON.parse(new TextDecoder().decode(files.get('document.json')))).not.toHaveProperty(
      'vocabularies',
    )
  })

  it('may lack weights and vocabularies', () => {
    const { vocabularies: _, ...rest } = document
    const bytes = zipSync({ 'document.json': strToU8(JSON.stringify(rest)) })
    expect(decodeHeedFile(bytes)).toEqual({ document: { ...document, vocabularies: {} }, weights: {} })
  })

  it.each([
    ['not a zip', strToU8('{}'), 'bad-file: This file cannot be read: it is no zip archive'],
    [
      'another zip',
      zipSync({ 'word/document.xml': strToU8('') }),
      'bad-file: This is not a Heed file: it holds no document.json.',
    ],
    [
      'broken text',
      archive({ 'document.json': strToU8('{"format":') }),
      'document.json in this file is damaged: it is not JSON',
    ],
    ['a list', archive({ 'document.json': strToU8('[]') }), 'invalid-document: This is not a Heed document.'],
    ['no document', archive({ 'document.json': strToU8('3') }), 'bad-file: This is not a Heed file'],
    [
      'bytes that are no text',
      archive({ 'vocabularies.json': new Uint8Array([0xff]) }),
      'vocabularies.json in this file is damaged',
    ],
    [
      'broken weights',
      archive({ 'weights.safetensors': new Uint8Array(9) }),
      'bad-file: These weights cannot be read',
    ],
    [
      'numbers for words',
      archive({ 'vocabularies.json': strToU8('{"a":[1]}') }),
      'not well formed at vocabularies ▸ a ▸ 0',
    ],
    [
      'a newer version',
      archive({ 'document.json': strToU8('{"format":"heed","version":9}') }),
      'newer-version: This file was',
    ],
    [
      'a bomb',
      archive({
        zeros: [new Uint8Array(2 ** 27), { level: 1 }],
        'document.json': new Uint8Array(2 ** 26 + 1),
      }),
      'too-large: ',
    ],
  ])('is refused: %s', (_, bytes, message) => {
    expect(messageOf(bytes)).toContain(message)
  })

  it('is refused when it ends early, at any byte', () => {
    const bytes = encodeHeedFile({ document, weights })
    for (let length = 0; length < bytes.length; length += 7)
      expect(messageOf(bytes.subarray(0, length))).toContain('bad-file')
  })
})
