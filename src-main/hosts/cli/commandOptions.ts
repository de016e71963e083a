/** Options that several commands share, read from text. */
import { fault } from '#shared/base/fault'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
export type TextOf = (option: string) => string | undefined

/** What is given to a model made elsewhere. */
export interface ModelGiven {
  readonly feeds?: string | undefined
  readonly tokenizer?: string | undefined
  readonly text?: string | undefined
  readonly image?: string | undefined
  /** Seconds that a run may take whose end the file does not tell. */
  readonly patience?: number | undefined
}

export const MODEL_OPTIONS = {
  feeds: { type: 'string' },
  tokenizer: { type: 'string' },
  text: { type: 'string' },
  image: { type: 'string' },
  patience: { type: 'string' },
} as const

export function modelGiven(text: TextOf): ModelGiven {
  return {
    feeds: text('feeds'),
    tokenizer: text('tokenizer'),
    text: text('text'),
    image: text('image'),
    ...(text('patience') !== undefined && { patience: patienceOf(text('patience')) }),
  }
}

function patienceOf(text: string | undefined): number {
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 86_400))
    throw mistake(`--patience: expected seconds, at most 86400, found “${text}”.`)
  return seconds
}

export function whole(
  option: string,
  given: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (given === undefined) return undefined
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  throw mistake(`--${option} must be a whole number from ${least} to ${most}, but is “${given}”.`)
}

/** `field=text` by field; the text may hold further equals signs. */
export function inputsOf(given: readonly string[]): Record<string, string> {
  const inputs: Record<string, string> = {}
  for (const input of given) {
    const at = input.indexOf('=')
    if (at < 1) throw mistake(`--input must be field="text", but is “${input}”.`)
    const field = input.slice(0, at)
    if (Object.hasOwn(inputs, field)) throw mistake(`--input gives the field “${field}” twice.`)
    inputs[field] = input.slice(at + 1)
  }
  return inputs
}

export function mistake(sentence: string) {
  return fault('bad-input', sentence)
}
