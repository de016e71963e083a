import { describe, expect, it } from 'vitest'
import { findOptions } from './filter'

const options = [
  { title: 'Picture', words: 'A picture as patches, in the order of words', group: 'Inputs' },
  { title: 'Words decision', words: 'Chooses a word', group: 'Decisions' },
  { title: 'Words', words: 'A typed text', group: 'Inputs' },
  { title: 'Self-attention', words: '', group: 'Attention' },
]

const titles = (text: string) => findOptions(options, text).map(({ title }) => title)

describe('what is found by typing', () => {
  it('is everything, as it stands, before anything is typed', () => {
    expect(titles(' ')).toEqual(options.map(({ title }) => title))
  })

  it('begins with the title that is meant', () => {
    expect(titles('words')).toEqual(['Words', 'Words decision', 'Picture'])
    expect(titles('WORDS dec')).toEqual(['Words decision'])
  })

  it('needs every word', () => {
    expect(titles('words attention')).toEqual([])
  })
})
