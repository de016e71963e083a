/** Tokens → indices for a vocabulary that is asked many times. */
import { UNKNOWN } from '#shared/base/words'

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

/** The index of each word; made once for each vocabulary. */
export function wordIndex(vocabulary: readonly string[]): ReadonlyMap<string, number> {
  let index = indexes.get(vocabulary)
  if (!index) {
    index = new Map(vocabulary.map((word, i) => [word, i] as const))
    indexes.set(vocabulary, index)
  }
  return index
}

/** As `encodeWords` of `base/words`: words that the vocabulary lacks become `<unknown>`. */
export function wordIndices(vocabulary: readonly string[]): (tokens: readonly string[]) => number[] {
  const index = wordIndex(vocabulary)
  return (tokens) => tokens.map((token) => index.get(token) ?? UNKNOWN)
}
