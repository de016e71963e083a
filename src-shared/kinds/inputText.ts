/** What input kinds share: tensors of a batch of one from typed text. */
import { PAD, SPECIAL, tokenize } from '../base/words'
import type { Tensor } from '../ir/graph'
import type { Params } from './kind'

export function indexTensor(dims: readonly number[], values: readonly number[]): Tensor {
  return { dtype: 'int64', dims, data: BigInt64Array.from(values, (value) => BigInt(value)) }
}

export function numberTensor(dims: readonly number[], values: ArrayLike<number>): Tensor {
  return { dtype: 'float32', dims, data: Float32Array.from(values) }
}

/** Numbers separated by spaces, commas or line ends; the first word that is none is the error. */
export function parseNumbers(text: string): { readonly numbers: number[]; readonly wrong?: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  const numbers: number[] = []
  for (const word of words) {
    const number = Number(word)
    // What overflows float32 is no number for a network.
    if (!Number.isFinite(Math.fround(number))) return { numbers, wrong: word }
    numbers.push(number)
  }
  return { numbers }
}

/** The longest input that is taken, in tokens: attention over more cannot be read and would fill the memory. */
export const MAX_TOKENS = 4096

/** Whether stops and question marks are words; bAbI's own programs leave them out. */
export const STOPS_PARAM = {
  type: 'flag',
  label: 'Stops are words',
  help: 'Whether full stops, commas, question marks and exclamation marks count as words. Without them they are left out.',
  default: true,
} as const

const STOP = /^[.,?!]$/

/** The words of a text as an input of these parameters reads them. */
export function wordsOf(text: string, { stops }: Params): string[] {
  const words = tokenize(text)
  return stops === false ? words.filter((word) => !STOP.test(word)) : words
}

/** The line that stands for a sentence without words. */
export const EMPTY_LINE = SPECIAL[PAD]

/**
 * The sentences of a story as an input of these parameters reads them: its lines, and of those with words only the `newest` where that is
 * not 0. {@link EMPTY_LINE}s among them stay, without words. `read` gives a line's words or what stands for them, as `wordsOf`.
 */
export function sentencesOf<T extends readonly unknown[] = readonly string[]>(
  text: string,
  params: Params,
  read: (line: string) => T,
): { readonly line: string; readonly words: T | readonly [] }[] {
  const sentences = text.split(/\r?\n/).flatMap((each) => {
    const line = each.trim()
    const words = line === EMPTY_LINE ? ([] as const) : read(line)
    return line === EMPTY_LINE || words.length > 0 ? [{ line, words }] : []
  })
  let room = Number(params.newest ?? 0)
  if (room === 0) return sentences
  let first = sentences.length
  while (first > 0 && (room > 0 || sentences[first - 1]!.words.length === 0))
    if (sentences[--first]!.words.length > 0) room--
  return sentences.slice(first)
}

export const FIELD_PARAM = (name: string) =>
  ({
    type: 'text',
    label: 'Field',
    help: 'Name of the field in the input form, and of the model’s input.',
    default: name,
    onCard: true,
  }) as const
