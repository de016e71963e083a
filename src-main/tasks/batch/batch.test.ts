import { describe, expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { random } from '#shared/base/random'
import { END, PAD, START, UNKNOWN } from '#shared/base/words'
import { emptyDocument, type HeedDocument } from '#shared/document/document'
import type { Dim, Tensor } from '#shared/ir/graph'
import type { Params } from '#shared/kinds/kind'
import { kindOf, withDefaults } from '#shared/kinds/registry'
import { lower } from '../../compile/lower'
import { templates } from '../../templates/template'
import { fullParams } from '../params'
import { taskOf } from '../registry'
import type { Example } from '../task'
import { type Fields, lengthsOf, makeBatch } from './batch'

/** A document of inputs alone. */
function inputs(nodes: Readonly<Record<string, readonly [kind: string, params: Params]>>, given = {}) {
  const document: HeedDocument = { ...emptyDocument(), ...given }
  for (const [id, [kind, params]] of Object.entries(nodes))
    document.nodes[id] = { id, kind, version: 1, params: { ...params }, position: { x: 0, y: 0 } }
  return document
}

const plain = (tensor: Tensor | undefined) => ({
  dtype: tensor?.dtype,
  dims: tensor?.dims,
  data: Array.from(tensor?.data as ArrayLike<number | bigint>, Number),
})
const int = (dims: number[], data: number[]) => ({ dtype: 'int64', dims, data })
const float = (dims: number[], data: number[]) => ({ dtype: 'float32', dims, data: data.map(Math.fround) })

describe.each([...templates.keys()])('%s', (id) => {
  const document = templates.get(id)!.build()
  const task = taskOf(document.task!.id)
  const params = fullParams(task, document.task!.params)
  const fields = task.fields(params)
  const stream = random('batch')
  const examples = Array.from({ length: 5 }, () => task.example(stream, params))

  test('a batch is what the compiled graph takes, at exactly its sizes', () => {
    const { feeds, sizes } = makeBatch(document, fields, examples)
    const lowered = lower(document, { forced: true, sizes })
    const wanted: Record<string, { dtype: string; shape: readonly Dim[] | undefined }> = {}
    for (const { value } of lowered.fields) wanted[value.name] = { dtype: value.dtype, shape: value.shape }
    for (const [name, { dtype, shape }] of Object.entries(wanted))
      expect([name, { dtype: feeds[name]?.dtype, shape: feeds[name]?.dims }]).toEqual([
        name,
        { dtype, shape },
      ])
    expect(sizes.batch).toBe(5)
  })

  test('inputs of a batch of one are what the kind itself makes of the text', () => {
    for (const example of examples) {
      const { feeds } = makeBatch(document, fields, [example])
      for (const node of Object.values(document.nodes)) {
        const kind = kindOf(node.kind)
        if (!kind.input) continue
        const full = withDefaults(kind, node.params)
        const field = String(full.field)
        const parsed = kind.input.parse(
          example.fields[field]!,
          full,
          document.vocabularies[String(full.vocabulary)],
        )
        for (const [suffix, tensor] of Object.entries(parsed.ok ? parsed.value.tensors : {}))
          expect(feeds[`${field}${suffix}`]).toEqual(tensor)
        expect(parsed.ok).toBe(true)
      }
    }
  })
})

const vocabularies = {
  words: ['<pad>', '<start>', '<end>', '<unknown>', 'a', 'b', 'c', '.'],
  classes: ['no', 'yes'],
}
const words = { role: 'input', sort: 'words', label: 'In', vocabulary: 'words' } as const

test('words are padded to the longest of the batch or to the bucket; targets end with the end word', () => {
  const document = inputs(
    {
      in: ['words', { field: 'in', vocabulary: 'words' }],
      speak: ['loop-until', { field: 'out', vocabulary: 'words' }],
    },
    { vocabularies },
  )
  const fields: Fields = { in: words, out: { ...words, role: 'target' } }
  const examples: Example[] = [
    { fields: { in: 'a b c', out: 'c' } },
    { fields: { in: 'B x', out: 'a b a.' } },
  ]
  const whole = makeBatch(document, fields, examples)
  expect(plain(whole.feeds.in)).toEqual(int([2, 3], [4, 5, 6, 5, UNKNOWN, PAD]))
  expect(plain(whole.feeds['in.length'])).toEqual(int([2], [3, 2]))
  expect(plain(whole.feeds.out)).toEqual(int([2, 5], [6, END, PAD, PAD, PAD, 4, 5, 4, 7, END]))
  expect(plain(whole.feeds['out.length'])).toEqual(int([2], [2, 5]))
  expect(whole.sizes).toEqual({ 'in.words': 3, 'out.words': 5, batch: 2 })
  expect(plain(whole.feeds.out).data).not.toContain(START)

  const padded = makeBatch(document, fields, examples, { 'in.words': 4, 'other.words': 9 })
  expect(padded.sizes).toEqual({ 'in.words': 4, 'out.words': 5, batch: 2 })
  expect(plain(padded.feeds.in)).toEqual(int([2, 4], [4, 5, 6, PAD, 5, UNKNOWN, PAD, PAD]))
  expect(plain(padded.feeds['in.length'])).toEqual(int([2], [3, 2]))
  expect(() => makeBatch(document, fields, examples, { 'in.words': 2 })).toThrow(/fits the batch/)
  expect(lengthsOf(document, fields, examples[0]!)).toEqual({ 'in.words': 3, 'out.words': 2 })
})

test('sentences are padded in both axes; classes are indices', () => {
  const document = inputs({ story: ['sentences', { field: 'story', vocabulary: 'words' }] }, { vocabularies })
  const fields: Fields = {
    story: { role: 'input', sort: 'sentences', label: 'Story', vocabulary: 'words' },
    answer: { role: 'target', sort: 'class', label: 'Answer', vocabulary: 'classes' },
  }
  const { feeds, sizes } = makeBatch(document, fields, [
    { fields: { story: 'a b.\n\n c', answer: 'yes' } },
    { fields: { story: 'b', answer: 'no' } },
  ])
  expect(plain(feeds.story)).toEqual(int([2, 2, 3], [4, 5, 7, 6, 0, 0, 5, 0, 0, 0, 0, 0]))
  expect(plain(feeds['story.length'])).toEqual(int([2], [2, 1]))
  expect(plain(feeds['story.lengths'])).toEqual(int([2, 2], [3, 1, 1, 0]))
  expect(plain(feeds.answer)).toEqual(int([2], [1, 0]))
  expect(sizes).toEqual({ 'story.sentences': 2, 'story.words': 3, batch: 2 })
})

test('series, tables, symbols and pictures', () => {
  const layout = { rows: 2, columns: 1, patch: 2, channels: 1 }
  const document = inputs({
    series: ['series', { field: 'series', channels: 2 }],
    row: ['table', { field: 'row', names: 'p, q' }],
    steps: ['symbols', { field: 'steps', count: 9 }],
    picture: ['picture', { field: 'picture', ...layout }],
  })
  const fields: Fields = {
    series: { role: 'input', sort: 'series', label: 'S', length: 2, channels: 2 },
    row: { role: 'input', sort: 'table', label: 'R', columns: ['p', 'q'] },
    steps: { role: 'input', sort: 'symbols', label: 'Y', vocabulary: 'none' },
    picture: { role: 'input', sort: 'picture', label: 'P', ...layout },
    next: { role: 'target', sort: 'number', label: 'N', count: 2 },
  }
  const { feeds, sizes } = makeBatch(document, fields, [
    { fields: { series: '1 2 3 -4', row: '0.5 2', steps: '8', picture: '0 .5 1 0 0 0 1 0.25', next: '1 2' } },
    { fields: { series: '5 6', row: '1e1 0', steps: '1 0', picture: '1 0 0 0 0 0 0 0', next: '-1 0.1' } },
  ])
  expect(plain(feeds.series)).toEqual(float([2, 2, 2], [1, 2, 3, -4, 5, 6, 0, 0]))
  expect(plain(feeds['series.length'])).toEqual(int([2], [2, 1]))
  expect(plain(feeds.row)).toEqual(float([2, 2], [0.5, 2, 10, 0]))
  expect(plain(feeds.steps)).toEqual(int([2, 2], [8, 0, 1, 0]))
  expect(plain(feeds.picture)).toEqual(
    float([2, 2, 4], [0, 0.5, 1, 0, 0, 0, 1, 0.25, 1, 0, 0, 0, 0, 0, 0, 0]),
  )
  expect(plain(feeds.next)).toEqual(float([2, 2], [1, 2, -1, 0.1]))
  expect(sizes).toEqual({ 'series.points': 2, 'steps.symbols': 2, batch: 2 })
})

test('pixels come in the order of the kind, for any grid', () => {
  const layout = { rows: 2, columns: 3, patch: 2, channels: 3 }
  const document = inputs({ picture: ['picture', { field: 'picture', ...layout }] })
  const fields: Fields = { picture: { role: 'input', sort: 'picture', label: 'P', ...layout } }
  const stream = random('pixels')
  const text = Array.from({ length: 72 }, () => stream.uniform().toFixed(3)).join(' ')
  const kind = kindOf('picture')
  const parsed = kind.input!.parse(text, withDefaults(kind, document.nodes.picture!.params), undefined)
  const { feeds } = makeBatch(document, fields, [{ fields: { picture: text } }])
  expect(parsed.ok && parsed.value.tensors['']).toEqual(feeds.picture)
})

type Asked =
  | { readonly sort: 'number'; readonly count: number }
  | { readonly sort: 'class' | 'words'; readonly vocabulary: string }
  | {
      readonly sort: 'picture'
      readonly rows: number
      readonly columns: number
      readonly patch: number
      readonly channels: number
    }

describe('what does not fit is a fault that says what was expected', () => {
  const document = inputs({ in: ['words', { field: 'in', vocabulary: 'words' }] }, { vocabularies })
  const target = (field: Asked): Fields => ({ in: words, out: { role: 'target', label: 'Out', ...field } })
  const numbers = target({ sort: 'number', count: 2 })
  test.each([
    ['a field of the document', document, { source: words }, /the name of an input .*, found “in”/],
    ['a vocabulary', document, target({ sort: 'class', vocabulary: 'x' }), /the vocabulary “x” .* “words”/],
    [
      'words of an until loop',
      inputs({ l: ['loop-until', {}] }),
      numbers,
      /a target of words, found “target”/,
    ],
    ['a class', document, target({ sort: 'class', vocabulary: 'classes' }), /entry of .*, found “1 z”/],
    ['a word', document, target({ sort: 'words', vocabulary: 'words' }), /“words”, found “1”/],
    ['a number', document, numbers, /expected numbers, found “z”/],
    ['a count', document, target({ sort: 'number', count: 3 }), /expected numbers/],
    [
      'a picture',
      document,
      target({ sort: 'picture', rows: 1, columns: 1, patch: 1, channels: 1 }),
      /learns to tell words/,
    ],
  ])('%s', (_, given, fields, message) => {
    const make = () => makeBatch(given, fields as Fields, [{ fields: { in: 'a', out: '1 z' } }])
    expect(make).toThrow(FaultError)
    expect(make).toThrow(message)
  })

  test('a missing field, and a text that the kind refuses', () => {
    expect(() => makeBatch(document, numbers, [{ fields: { in: 'a' } }])).toThrow(/no field “out”/)
    expect(() => makeBatch(document, numbers, [{ fields: { in: ' ', out: '1 2' } }])).toThrow(
      /Field “in” .*at least one word/,
    )
    expect(() => makeBatch(document, numbers, [{ fields: { in: 'a', out: '1' } }])).toThrow(
      /expected 2 numbers, found 1/,
    )
  })
})
