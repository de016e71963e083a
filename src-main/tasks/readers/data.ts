/** What every reader makes of a file: examples in the form that generators give, and what it could not take. */
import { fault } from '#shared/base/fault'
import type { Example, Field } from '../task'

export interface Refused {
  /** Counted from 1; for a folder of pictures, of its captions file; for arrays, the example's number. */
  readonly line: number
  /** A sentence: what was expected, what was found. */
  readonly reason: string
}

export interface Data {
  readonly examples: readonly Example[]
  /** The line of each example, as in `refused`. */
  readonly lines: readonly number[]
  readonly refused: readonly Refused[]
  /** Sentences about what else of the file was not used: columns, arrays. */
  readonly notes?: readonly string[]
  readonly fields: Readonly<Record<string, Field>>
  /** Entries by vocabulary name, in the form of a task's. */
  readonly vocabularies: Readonly<Record<string, readonly string[]>>
}

/** How many refusals a sentence names. */
const NAMED = 3

/** "3 of 120 lines were refused: line 4: …; line 9: …" or undefined where all were taken. */
export function refusalSummary(data: Data): string | undefined {
  const { refused, examples } = data
  if (refused.length === 0) return undefined
  const named = refused.slice(0, NAMED).map(({ line, reason }) => `line ${line}: ${reason}`)
  const more = refused.length > NAMED ? ` And ${refused.length - NAMED} more.` : ''
  return `${refused.length} of ${refused.length + examples.length} were refused. ${named.join(' ')}${more}`
}

/** @throws FaultError `bad-file` where nothing was read; the first refusal says why */
export function expectExamples(data: Data, name: string, of: string): Data {
  if (data.examples.length > 0) return data
  const first = data.refused[0]
  const why = first ? ` Line ${first.line}: ${first.reason}` : ' It is empty.'
  throw fault('bad-file', `${name}: expected ${of}, found none.${why}`)
}

/** Lines without their ends and without a byte order mark, numbered from 1; empty ones are left out. */
export function numberedLines(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, text: line }]))
}
