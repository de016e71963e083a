import { describe, expect, it } from 'vitest'
import { DOCUMENT_VERSION, emptyDocument } from './document'
import { migrations, parseDocument } from './migrate'

const node = { id: 'n1', kind: 'dense', version: 1, params: { size: 4 }, position: { x: 0, y: 0 } }

function messageOf(json: unknown): string {
  const parsed = parseDocument(json)
  return parsed.ok ? 'read' : `${parsed.error.code}: ${parsed.error.message}`
}

describe('a document that is read', () => {
  it('is the same afterwards', () => {
    const document = { ...emptyDocument('Mine'), nodes: { n1: node }, example: { source: 'one' } }
    expect(parseDocument(structuredClone(document))).toEqual({ ok: true, value: document })
  })

  it('keeps kinds and fields that this program does not know', () => {
    const document = {
      ...emptyDocument(),
      nodes: { n1: { ...node, kind: 'from-the-future', colour: 'green' } },
      wires: { w: { id: 'w', from: { node: 'n1', port: 'a' }, to: { node: 'n1', port: 'b' }, bend: [1, 2] } },
      plugins: { deep: [{ er: 1 }] },
    }
    expect(parseDocument(structuredClone(document))).toEqual({ ok: true, value: document })
  })
})

describe('a document that is refused', () => {
  const document = emptyDocument()

  it.each([
    [null, 'invalid-document: This is not a Heed document.'],
    [[], 'invalid-document: This is not a Heed document.'],
    [{ format: 'other' }, 'invalid-document: This is not a Heed document.'],
    [
      { ...document, version: '1' },
      'invalid-document: The document\'s version should be a whole number from 1, but is "1".',
    ],
    [
      { ...document, version: 9 },
      'newer-version: This file was written by a newer Heed (document version 9; this one reads up to 1). Update Heed to open it.',
    ],
    [
      { ...document, nodes: { n1: { ...node, id: 'n2' } } },
      'invalid-document: The document is not well formed at nodes ▸ n1: its id is "n2".',
    ],
    [
      JSON.parse('{"format":"heed","version":1,"nodes":{"__proto__":{}}}'),
      'invalid-document: The document uses the reserved name',
    ],
  ])('%#', (json, message) => {
    expect(messageOf(json)).toContain(message)
  })

  it('names the place', () => {
    const broken = { ...document, nodes: { n1: { ...node, position: { x: 'left', y: 0 } } } }
    expect(messageOf(broken)).toContain(
      'invalid-document: The document is not well formed at nodes ▸ n1 ▸ position ▸ x: ',
    )
  })

  it('may not be endlessly deep', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(messageOf({ ...document, deep })).toContain('nested more than 100 levels deep')
  })
})

it('migrates from every version before this one', () => {
  expect(migrations).toHaveLength(DOCUMENT_VERSION - 1)
})
