/** Text ↔ the numbers that a model takes for it. */
import type { Token } from '#shared/contract/model'

export interface Encoded {
  readonly ids: readonly number[]
  /** Which of two texts a token belongs to. */
  readonly types: readonly number[]
}

export interface TextTokenizer {
  /** File that it was read from, or what it is. */
  readonly file: string
  /** It is not the model's own. */
  readonly sample: boolean
  /** With the special tokens that the model expects around a text, unless `plain`. */
  encode(text: string, plain?: boolean): Encoded
  tokens(ids: readonly number[]): Token[]
  /** Without special tokens. */
  decode(ids: readonly number[]): string
  idOf(token: string): number | undefined
}
