/**
 * The tokenizer for models that come without one. Each word and each sign gets one number below the size of the vocabulary, by a hash and
 * the order of their coming. So any model that takes words can be run and looked at; what it says means nothing.
 */
import type { Token } from '#shared/contract/model'
import type { TextTokenizer } from './tokenizer'

/** Numbers that models keep for signs of their own (padding, begin, end, unknown) are left out where there is room. */
const KEPT = 4
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*|[^\s\p{L}\p{M}\p{N}]/gu

/** @param vocabulary numbers that the model takes: 0 … vocabulary − 1 */
export function sampleTokenizer(vocabulary: number): TextTokenizer {
  const first = vocabulary > 4 * KEPT ? KEPT : 0
  const room = Math.max(1, vocabulary - first)
  const names = new Map<number, string>()
  const known = new Map<string, number>()
  const idOf = (word: string): number => {
    let id = first + (hash(word) % room)
    // The next number that is free; where none is, words share one.
    for (let tried = 0; tried < room && names.has(id); tried++) id = first + ((id - first + 1) % room)
    known.set(word, id)
    names.set(id, word)
    return id
  }
  const nameOf = (id: number) => names.get(id) ?? `#${id}`
  return {
    file: 'sample',
    sample: true,
    encode(text) {
      const words = text.toLowerCase().match(WORDS) ?? []
      const ids = words.map((word) => known.get(word) ?? idOf(word))
      return { ids, types: ids.map(() => 0) }
    },
    tokens: (ids) => ids.map((id, word): Token => ({ text: nameOf(id), word, special: false })),
    decode: (ids) => ids.map(nameOf).join(' '),
    idOf: () => undefined,
  }
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo), over UTF-16. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
