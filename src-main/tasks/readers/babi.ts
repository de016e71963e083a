/**
 * Stories with questions as the bAbI files hold them (Weston et al., arXiv 1502.05698): `id sentence`, or `id question⇥answer⇥ids of
 * the sentences that tell it`. Ids count from 1, which begins a new story.
 */
import { tokenize, vocabularyOf } from '#shared/base/words'
import type { Example } from '../task'
import { canonical } from './canonical'
import { type Data, expectExamples, numberedLines, type Refused } from './data'

export interface BabiOptions {
  /** Only this many of the newest sentences are kept for a question; all where absent or 0. */
  readonly newest?: number | undefined
  /** Whether full stops and question marks are words; they are where absent. The paper's own programs leave them out. */
  readonly stops?: boolean | undefined
}

/** What a story has told so far, by the ids of the file. */
interface Told {
  readonly id: number
  readonly sentence: string
}

/**
 * Fields `story`, `question` and `answer`; vocabularies `words` and `answers`. The supporting sentences are each example's `support`; those
 * that are not kept (see `newest`) are left out of it.
 * @throws FaultError `bad-file` where no question can be read
 */
export function readBabi(text: string, name: string, { newest, stops = true }: BabiOptions = {}): Data {
  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  const read = (said: string) => canonical(stops ? said : said.replace(/[.,?!]/g, ' '))
  let told: Told[] = []
  let last = 0
  for (const { line, text: whole } of numberedLines(text)) {
    const [, digits, rest = ''] = /^ *(\d{1,9}) (.*)$/.exec(whole) ?? []
    const id = Number(digits ?? Number.NaN)
    if (id === 1) told = []
    else if (id !== last + 1) {
      const found = Number.isNaN(id) ? `“${whole.slice(0, 60)}”` : `the number ${id}`
      refused.push({
        line,
        reason: `expected a line that begins with the number ${last + 1}, or with 1 for a new story; found ${found}.`,
      })
      // What is said behind a gap still belongs to the story; only the line itself is lost.
      if (id > last) last = id
      continue
    }
    last = id
    const [said = '', answer, ids] = rest.split('\t')
    if (answer === undefined) {
      const sentence = read(said)
      if (sentence === '') refused.push({ line, reason: 'expected a sentence, found none.' })
      else told.push({ id, sentence })
      continue
    }
    const asked = ask(told.slice(newest ? -newest : 0), told, read(said), answer, ids ?? '')
    if ('reason' in asked) refused.push({ line, reason: asked.reason })
    else {
      examples.push(asked)
      lines.push(line)
    }
  }
  const data: Data = {
    examples,
    lines,
    refused,
    fields: {
      story: { role: 'input', sort: 'sentences', label: 'Story', vocabulary: 'words' },
      question: { role: 'input', sort: 'words', label: 'Question', vocabulary: 'words' },
      answer: { role: 'target', sort: 'class', label: 'Answer', vocabulary: 'answers' },
    },
    vocabularies: {
      words: vocabularyOf(wordsOf(examples)),
      answers: [...new Set(examples.map(({ fields }) => fields.answer ?? ''))].sort(),
    },
  }
  return expectExamples(data, name, 'stories with questions in the form of the bAbI files')
}

function ask(
  kept: readonly Told[],
  told: readonly Told[],
  question: string,
  answered: string,
  ids: string,
): Example | { readonly reason: string } {
  const answer = answered.trim().toLowerCase()
  if (question === '') return { reason: 'expected a question before the tab, found none.' }
  if (answer === '') return { reason: 'expected an answer behind the tab, found none.' }
  if (kept.length === 0) return { reason: 'expected sentences before the question, found none.' }
  const places: number[] = []
  for (const word of ids.split(/\s+/).filter((each) => each !== '')) {
    if (!told.some(({ id }) => String(id) === word))
      return { reason: `expected numbers of sentences of this story behind the answer, found “${word}”.` }
    const place = kept.findIndex(({ id }) => String(id) === word)
    if (place >= 0) places.push(place)
  }
  const story = kept.map(({ sentence }) => sentence).join('\n')
  const support = [...new Set(places)].sort((a, b) => a - b)
  return {
    fields: { story, question, answer },
    ...(support.length > 0 ? { support: { story: support } } : {}),
  }
}

function wordsOf(examples: readonly Example[]): Set<string> {
  const lines = new Set(
    examples.flatMap(({ fields }) => [...(fields.story ?? '').split('\n'), fields.question ?? '']),
  )
  return new Set([...lines].flatMap(tokenize))
}
