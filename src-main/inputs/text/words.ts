/** Which tokens make one word. */
import type { Token } from '#shared/contract/model'

export interface RawToken {
  /** As the vocabulary writes it. */
  readonly raw: string
  readonly text: string
  readonly special: boolean
}

/** What vocabularies put where a word begins: GPT-2's and SentencePiece's signs for a space, and for a line's end. */
const BEGINS = /^[ĠĊ▁\s]/u
const CONTINUES = /^##/
const LETTER = /[\p{L}\p{M}\p{N}'’�]/u

/**
 * A word begins at a space, and at every change between letters and other signs. In WordPiece vocabularies everything begins one but what is
 * marked as going on.
 */
export function wordsOf(tokens: readonly RawToken[]): Token[] {
  const pieces = tokens.some(({ raw }) => CONTINUES.test(raw))
  const spaced = tokens.some(({ raw }) => /^[Ġ▁]/u.test(raw))
  let word = -1
  let before: RawToken | undefined
  return tokens.map((token): Token => {
    const { raw, text, special } = token
    if (special) {
      before = undefined
      return { text, special }
    }
    const joins = pieces || !spaced ? CONTINUES.test(raw) : !BEGINS.test(raw) && alike(before, token)
    if (before === undefined || !joins) word++
    before = token
    return { text, word, special }
  })
}

function alike(before: RawToken | undefined, { text }: RawToken): boolean {
  // A sign for a space alone belongs to what follows.
  if (before !== undefined && /^[Ġ▁]$/u.test(before.raw)) return true
  const last = before?.text.at(-1) ?? ''
  return LETTER.test(last) && LETTER.test(text.at(0) ?? '')
}
