/**
 * Text ↔ tokens ↔ indices, shared by page and engine. Words are separated by spaces; hyphens, full stops, commas and question marks
 * are tokens of their own, so that text → tokens → text is exact for text in its canonical form (single spaces, none around a hyphen
 * and none before a stop).
 */

/** Entries that every vocabulary of words starts with. */
export const SPECIAL = ['<pad>', '<start>', '<end>', '<unknown>'] as const
export const PAD = 0
export const START = 1
export const END = 2
export const UNKNOWN = 3

const TOKEN = /[-.,?!]|[^\s\-.,?!]+/g

export function tokenize(text: string): string[] {
  return text.toLowerCase().match(TOKEN) ?? []
}

export function detokenize(tokens: readonly string[]): string {
  let text = ''
  let glue = true
  for (const token of tokens) {
    const joins = token === '-' || /^[.,?!]$/.test(token)
    text += (glue || joins ? '' : ' ') + token
    glue = token === '-'
  }
  return text
}

/** A vocabulary of these words, specials first, in order of first appearance. */
export function vocabularyOf(words: Iterable<string>): string[] {
  return [...new Set([...SPECIAL, ...words])]
}

/** Indices of tokens; those that the vocabulary lacks become `<unknown>` and are named. */
export function encodeWords(
  tokens: readonly string[],
  vocabulary: readonly string[],
): { readonly indices: number[]; readonly unknown: string[] } {
  const index = new Map(vocabulary.map((word, i) => [word, i] as const))
  const unknown: string[] = []
  const indices = tokens.map((token) => {
    const at = index.get(token)
    if (at === undefined) unknown.push(token)
    return at ?? UNKNOWN
  })
  return { indices, unknown }
}

/** Words of indices up to the end word, which is left out, as are padding and the start word. */
export function decodeWords(indices: Iterable<number>, vocabulary: readonly string[]): string[] {
  const words: string[] = []
  for (const index of indices) {
    if (index === END) break
    if (index !== PAD && index !== START) words.push(vocabulary[index] ?? SPECIAL[UNKNOWN])
  }
  return words
}
