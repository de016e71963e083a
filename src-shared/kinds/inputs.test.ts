/** What inputs say to texts that they cannot take. Texts that they can are compared with a reference in src-main/compile/kinds.test.ts. */
import { describe, expect, it } from 'vitest'
import { need } from '../base/assert'
import { random } from '../base/random'
import type { Params } from './kind'
import { kindOf, kinds, withDefaults } from './registry'

const WORDS = ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two']

function parse(id: string, params: Params, text: string) {
  const kind = kindOf(id)
  return need(kind.input, `input of ${id}`).parse(text, withDefaults(kind, params), WORDS)
}

const many = (count: number, text: string) => Array(count).fill(text).join(' ')

const refused: [id: string, params: Params, text: string, sentence: string][] = [
  ['words', {}, '  \n ', 'Type at least one word.'],
  ['words', {}, many(10_000, 'one'), 'Expected at most 4096 words, found 10000. Shorten the text.'],
  ['series', { channels: 2 }, '', 'Type at least one number.'],
  ['series', {}, '0.5 .25 1e-3 up 4', 'Number 4: expected a number such as 0.25, found “up”.'],
  ['series', {}, '1 1e39', 'Number 2: expected a number such as 0.25, found “1e39”.'],
  ['series', {}, '1 Infinity', 'Number 2: expected a number such as 0.25, found “Infinity”.'],
  [
    'series',
    { channels: 2 },
    '1 2 3',
    'Expected 2 numbers for each step, found 3 in all: the last step has 1.',
  ],
  ['series', {}, many(4097, '1'), 'Expected at most 4096 steps, found 4097. Shorten the series.'],
  ['table', { names: 'length, width' }, '1 2 3', 'Expected 2 numbers (length, width), found 3.'],
  ['table', { names: 'length, width' }, '', 'Expected 2 numbers (length, width), found 0.'],
  ['table', { names: 'length' }, '1 2', 'Expected 1 number (length), found 2.'],
  ['table', { names: 'length, width' }, '1 wide', 'width: expected a number such as 0.25, found “wide”.'],
  ['table', { names: 'length' }, '1 2 x', 'number 3: expected a number such as 0.25, found “x”.'],
  [
    'picture',
    { rows: 2, columns: 3, patch: 2, channels: 1 },
    '0 1',
    'Expected a picture of 6 × 4 pixels with 1 number each (24 in all), found 2 numbers.',
  ],
  [
    'picture',
    { rows: 1, columns: 1, patch: 1, channels: 3 },
    '0 1 1.5',
    'Number 3: expected a number from 0 to 1, found 1.5.',
  ],
  ['picture', {}, '0 red', 'Number 2: expected a number from 0 to 1, found “red”.'],
  ['symbols', { count: 8 }, '', 'Type at least one symbol.'],
  ['symbols', { count: 8 }, '1 8', 'Symbol 2: expected a whole number from 0 to 7, found “8”.'],
  ['symbols', { count: 8 }, '-1', 'Symbol 1: expected a whole number from 0 to 7, found “-1”.'],
  ['symbols', { count: 8 }, '1.5', 'Symbol 1: expected a whole number from 0 to 7, found “1.5”.'],
  ['symbols', {}, many(4097, '1'), 'Expected at most 4096 symbols, found 4097. Shorten the sequence.'],
  ['sentences', {}, ' \n\n', 'Type at least one sentence, one on each line.'],
  [
    'sentences',
    {},
    [many(3000, 'one'), 'two'].join('\n'),
    'Expected at most 4096 words, sentences × the longest one; found 2 × 3000. Shorten the story.',
  ],
]

it.each(refused)('%s with %o refuses %.20s', (id, params, text, sentence) => {
  expect(parse(id, params, text)).toEqual({ ok: false, error: sentence })
})

const inputs = [...kinds.values()].filter((kind) => kind.input)

describe.each(inputs.map((kind) => [kind.id] as const))('%s', (id) => {
  it('takes or refuses any text, and fills all its tensors with numbers of their sizes', () => {
    const stream = random(id)
    const pieces = [
      'one',
      '7',
      '-',
      '0.5',
      '\n',
      ' ',
      ',',
      'é',
      '\u0000',
      '1e400',
      '🙂',
      '<b>',
      '0x1',
      '\r\n',
    ]
    const spec = need(kindOf(id).input, id)
    let taken = 0
    for (let i = 0; i < 500; i++) {
      const text = Array.from({ length: stream.integer(12) }, () => stream.choice(pieces)).join('')
      const params: Params = { names: 'a, b', rows: 1, columns: 2, patch: 1, channels: 1 }
      const result = parse(id, params, text)
      if (!result.ok) {
        expect(result.error).toMatch(/[.]$/)
        continue
      }
      taken++
      const { tensors, labels } = result.value
      for (const { suffix, dtype, axes } of spec.tensors(params)) {
        const tensor = need(tensors[suffix], `tensor ${suffix}`)
        expect(tensor.dtype).toBe(dtype)
        expect(tensor.dims.length).toBe(1 + axes.length)
        expect(tensor.dims[0]).toBe(1)
        expect(tensor.data.length).toBe(tensor.dims.reduce((size, dim) => size * dim, 1))
        expect(Array.from(tensor.data as ArrayLike<number | bigint>, Number).every(Number.isFinite)).toBe(
          true,
        )
      }
      for (const list of Object.values(labels)) expect(list.length).toBeGreaterThan(0)
    }
    expect(taken).toBeGreaterThan(0)
  })
})
