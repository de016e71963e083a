/** English ways to write a date, as tokens that know which part of the date they tell. */
import { assert } from '#shared/base/assert'

export interface CalendarDate {
  readonly year: number
  /** 1 … 12 */
  readonly month: number
  /** 1 … 31 */
  readonly day: number
}

export type DatePart = 'year' | 'month' | 'day'

export interface Token {
  readonly text: string
  /** Absent for weekdays, "the", "of" and stops. */
  readonly part?: DatePart
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
]

const plain = (text: string): Token => ({ text })
const COMMA = plain(',')
const THE = plain('the')
const OF = plain('of')

const year = (date: CalendarDate): Token => ({ text: String(date.year), part: 'year' })
const month = (date: CalendarDate): Token => ({ text: MONTHS[date.month - 1]!, part: 'month' })
const day = (date: CalendarDate): Token => ({ text: String(date.day), part: 'day' })
const nth = (date: CalendarDate): Token => ({ text: `${date.day}${suffix(date.day)}`, part: 'day' })

/** "nov ."; May has no shorter form. */
function shortMonth(date: CalendarDate): Token[] {
  const name = MONTHS[date.month - 1]!
  const short = name.slice(0, 3)
  return short === name ? [month(date)] : [{ text: short, part: 'month' }, plain('.')]
}

function suffix(n: number): string {
  if (n > 10 && n < 14) return 'th'
  return ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'
}

/** "twenty second" */
function spelled({ day: n }: CalendarDate): Token[] {
  const words =
    n <= 20
      ? [ORDINALS[n - 1]!]
      : n === 30
        ? ['thirtieth']
        : [n > 30 ? 'thirty' : 'twenty', ORDINALS[(n % 10) - 1]!]
  return words.map((text) => ({ text, part: 'day' as const }))
}

/** In the Gregorian calendar. */
function weekday(date: CalendarDate): Token {
  assert(date.year >= 1583, `a year of the Gregorian calendar, not ${date.year}`)
  return plain(WEEKDAYS[new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay()]!)
}

/** Every way that a date is written in. */
export const FORMS: readonly ((date: CalendarDate) => readonly Token[])[] = [
  (date) => [month(date), day(date), COMMA, year(date)],
  (date) => [month(date), nth(date), COMMA, year(date)],
  (date) => [day(date), month(date), year(date)],
  (date) => [...shortMonth(date), day(date), COMMA, year(date)],
  (date) => [day(date), ...shortMonth(date), year(date)],
  (date) => [THE, nth(date), OF, month(date), COMMA, year(date)],
  (date) => [THE, ...spelled(date), OF, month(date), year(date)],
  (date) => [month(date), THE, ...spelled(date), COMMA, year(date)],
  (date) => [weekday(date), COMMA, month(date), day(date), COMMA, year(date)],
  (date) => [weekday(date), day(date), month(date), year(date)],
]

/** Days of a month, in the Gregorian calendar. */
export function daysIn(y: number, m: number): number {
  return new Date(Date.UTC(y, m, 0)).getUTCDate()
}

/** Every word that a form uses, but for the years. */
export function dateWords(): string[] {
  const dates = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].flatMap((m) =>
    Array.from({ length: daysIn(2024, m + 1) }, (_, d) => ({ year: 2024, month: m + 1, day: d + 1 })),
  )
  const tokens = FORMS.flatMap((form) => dates.flatMap((date) => form(date)))
  return [...new Set(tokens.flatMap(({ text, part }) => (part === 'year' ? [] : [text])))]
}
