/** Text of a file in the one form that examples have. */
import { detokenize, tokenize } from '#shared/base/words'

/** Lower case, single spaces, no space before a stop: what text → tokens → text leaves as it is. */
export function canonical(text: string): string {
  return detokenize(tokenize(text))
}
