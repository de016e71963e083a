/** Against Hugging Face's own tokenizers: bench/reference/make_spoken.py wrote what they give. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { huggingfaceTokenizer } from './huggingface'
import { sampleTokenizer } from './sample'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const cases: Readonly<Record<string, readonly { text: string; ids: number[] }[]>> = JSON.parse(
  readFileSync(new URL('tokenizers.json', FIXTURES), 'utf8'),
)

function read(name: string) {
  return huggingfaceTokenizer(
    new Uint8Array(readFileSync(new URL(`${name}/tokenizer.json`, FIXTURES))),
    undefined,
  )
}

describe.each(Object.keys(cases))('the tokenizer of %s', (name) => {
  const tokenizer = read(name)

  test.each(cases[name]!)('cuts $text as Hugging Face’s does', ({ text, ids }) => {
    expect(tokenizer.encode(text).ids).toEqual(ids)
  })
})

test('words are told from their tokens', () => {
  const words = (name: string, text: string) => {
    const tokenizer = read(name)
    const joined: string[] = []
    for (const { text: token, word } of tokenizer.tokens(tokenizer.encode(text).ids))
      if (word !== undefined) joined[word] = (joined[word] ?? '') + token.replace('▁', '')
    return joined
  }
  const text = 'The cat sleeps, remembering the river.'
  const expected = ['cat', 'sleeps', ',', 'remembering', 'the', 'river', '.']
  expect(words('bert', text)).toEqual(['the', ...expected])
  for (const name of ['gpt2', 't5']) expect(words(name, text)).toEqual(['The', ...expected])
})

test('special tokens belong to no word', () => {
  const bert = read('bert')
  const tokens = bert.tokens(bert.encode('the cat').ids)
  expect(tokens.map(({ text, special }) => [text, special])).toEqual([
    ['[CLS]', true],
    ['the', false],
    ['cat', false],
    ['[SEP]', true],
  ])
})

test('a file that is no tokenizer is refused with a sentence', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(() => huggingfaceTokenizer(bytes('not JSON'), undefined)).toThrow('it is not JSON')
  expect(() => huggingfaceTokenizer(bytes('{}'), undefined)).toThrow('expected a field “model”')
  expect(() => huggingfaceTokenizer(bytes('{"model":{"type":"Nonsense"}}'), undefined)).toThrow('cannot read')
})

describe('the sample tokenizer', () => {
  test('gives every word a number of its own, below the vocabulary', () => {
    const sample = sampleTokenizer(40)
    const { ids } = sample.encode('The cat sat on the mat, because it was tired.')
    expect(ids[0]).toBe(ids[4])
    expect(new Set(ids).size).toBe(ids.length - 1)
    expect(Math.max(...ids)).toBeLessThan(40)
    expect(sample.tokens(ids).map(({ text }) => text)).toEqual([
      'the',
      'cat',
      'sat',
      'on',
      'the',
      'mat',
      ',',
      'because',
      'it',
      'was',
      'tired',
      '.',
    ])
  })

  test('goes on where the vocabulary is smaller than the text', () => {
    const { ids } = sampleTokenizer(3).encode('one two three four five six')
    expect(ids.every((id) => id >= 0 && id < 3)).toBe(true)
  })
})
