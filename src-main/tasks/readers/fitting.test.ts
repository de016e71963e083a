import { describe, expect, test } from 'vitest'
import { emptyDocument, type HeedDocument } from '#shared/document/document'
import { templates } from '../../templates/template'
import { makeBatch } from '../batch/batch'
import { readBabi } from './babi'
import { joinedVocabularies, namedFor, withVocabularies } from './fitting'
import { readParallel } from './parallel'
import { readTable } from './table'

const template = (id: string) => templates.get(id)!.build()
const pairs = readParallel('one hundred\tcent\nten and x\tdix\nfive\tfünf\n', 'pairs.tsv')

describe('names', () => {
  test('fields and vocabularies take the document’s names', () => {
    const named = namedFor(template('translation-attention'), pairs)
    expect(named.fields).toMatchObject({
      source: { role: 'input', vocabulary: 'english' },
      target: { role: 'target', vocabulary: 'french' },
    })
    expect(Object.keys(named.vocabularies)).toEqual(['english', 'french'])
    const stories = namedFor(template('memory-network'), readBabi('1 a.\n2 b?\tc\t1', 'qa.txt'))
    expect(stories.fields.answer).toMatchObject({ vocabulary: 'places' })
    expect(Object.keys(stories.vocabularies)).toEqual(['words', 'places'])
    const leaves = namedFor(template('feed-forward'), readTable('length,kind\n1,a\n', 'leaves.csv'))
    expect(leaves.fields).toMatchObject({ flower: { sort: 'table' }, class: { vocabulary: 'species' } })
    expect(leaves.examples[0]!.fields).toEqual({ flower: '1', class: 'a' })
  })

  test('truths keep pointing at their fields', () => {
    const document: HeedDocument = emptyDocument()
    for (const [id, kind, params] of [
      ['s', 'sentences', { field: 'facts' }],
      ['q', 'words', { field: 'ask' }],
      ['c', 'decide-class', {}],
    ] as const)
      document.nodes[id] = { id, kind, version: 1, params: { ...params }, position: { x: 0, y: 0 } }
    const data = readBabi('1 a.\n2 b?\tc\t1', 'qa.txt')
    const alignment = { target: 'answer', input: 'story', places: [[0]] }
    const [example] = namedFor(document, {
      ...data,
      examples: [{ ...data.examples[0]!, alignment }],
    }).examples
    expect(example!.support).toEqual({ facts: [0] })
    expect(example!.alignment).toEqual({ ...alignment, input: 'facts' })
  })

  test('what has no place, and a place that stays empty, are clear faults', () => {
    expect(() => namedFor(template('feed-forward'), pairs)).toThrow(
      /The data has an input “source” \(words\), for which .* Its places: Flower \(input: table\), Species/,
    )
    const table = readTable('length,kind\n1,a\n', 'leaves.csv')
    const { row: _, ...targets } = table.fields
    expect(() => namedFor(template('feed-forward'), { ...table, fields: targets })).toThrow(
      /Flower ▸ Field “flower” \(table\): the data has nothing for it, only class/,
    )
  })
})

describe('vocabularies', () => {
  const document = template('translation-attention')
  const named = namedFor(document, pairs)

  test('targets that cannot be said are refused by their line, unknown words of inputs are noted', () => {
    const fitted = withVocabularies(named, document.vocabularies)
    expect(fitted.examples.map(({ fields }) => fields.target)).toEqual(['cent', 'dix'])
    expect(fitted.lines).toEqual([1, 2])
    expect(fitted.refused).toEqual([
      { line: 3, reason: 'target: “fünf” is not in the document’s vocabulary.' },
    ])
    expect(fitted.notes).toEqual(['Words that the document does not know become <unknown>: “x”.'])
    const { feeds } = makeBatch(document, fitted.fields, fitted.examples)
    expect(feeds.source?.dims).toEqual([2, 3])
    expect(() => makeBatch(document, named.fields, named.examples)).toThrow(/found “fünf”/)
  })

  test('where nothing fits, the fault says so', () => {
    expect(() => withVocabularies(named, { ...document.vocabularies, french: ['<pad>'] })).toThrow(
      /None of 3 examples fits the document’s vocabularies. The first: target: “cent” is not/,
    )
  })

  test('vocabularies are joined without moving what is there', () => {
    expect(joinedVocabularies({ a: ['x', 'y'] }, { a: ['z', 'x'], b: ['w'] })).toEqual({
      a: ['x', 'y', 'z'],
      b: ['w'],
    })
  })
})
