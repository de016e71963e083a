/** Written dates → ISO 8601: the same three parts in another order, so that the alignment crosses itself. */
import { detokenize, vocabularyOf } from '#shared/base/words'
import type { Params } from '#shared/kinds/kind'
import { type CalendarDate, type DatePart, dateWords, daysIn, FORMS } from '../dates/written'
import { numberParam } from '../params'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

const two = (n: number) => String(n).padStart(2, '0')

/** Tokens of "2026-11-22" and what each of them tells. */
function iso({ year, month, day }: CalendarDate): { readonly text: string; readonly part?: DatePart }[] {
  return [
    { text: String(year), part: 'year' },
    { text: '-' },
    { text: two(month), part: 'month' },
    { text: '-' },
    { text: two(day), part: 'day' },
  ]
}

/** First and last year, whichever is given first. */
function range(params: Params): readonly [number, number] {
  const ends = [numberParam(params, 'from'), numberParam(params, 'to')]
  return [Math.min(...ends), Math.max(...ends)]
}

const years = (label: string, initial: number) =>
  ({
    type: 'integer',
    label,
    help: 'Each year is a word of both vocabularies.',
    default: initial,
    min: 1583,
    max: 2999,
  }) as const

export const task: Task = {
  id: 'dates',
  title: 'Dates, written and ISO',
  doc: {
    sentence:
      'A date in one of ten English forms is written by ISO 8601: “sunday, november 22, 2026” is answered by “2026-11-22”.',
  },
  params: { from: years('First year', 1900), to: years('Last year', 2099) },
  fields() {
    return {
      source: { role: 'input', sort: 'words', label: 'Date', vocabulary: 'written' },
      target: { role: 'target', sort: 'words', label: 'ISO date', vocabulary: 'iso' },
    }
  },
  vocabularies(params) {
    const [from, to] = range(params)
    const all = Array.from({ length: to - from + 1 }, (_, i) => String(from + i))
    const days = Array.from({ length: 31 }, (_, i) => two(i + 1))
    return { written: vocabularyOf([...dateWords(), ...all]), iso: vocabularyOf(['-', ...days, ...all]) }
  },
  example(random, params) {
    const [from, to] = range(params)
    const year = from + random.integer(to - from + 1)
    const month = 1 + random.integer(12)
    const date = { year, month, day: 1 + random.integer(daysIn(year, month)) }
    const written = random.choice(FORMS)(date)
    const answer = iso(date)
    const places = answer.map(({ part }) =>
      written.flatMap((token, at) => (part !== undefined && token.part === part ? [at] : [])),
    )
    return {
      fields: {
        source: detokenize(written.map(({ text }) => text)),
        target: detokenize(answer.map(({ text }) => text)),
      },
      alignment: { target: 'target', input: 'source', places },
    }
  },
  heldOut(example) {
    return inputsHeldOut('dates', [example.fields.source ?? ''])
  },
}
