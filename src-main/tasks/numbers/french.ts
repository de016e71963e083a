/**
 * Whole numbers in French words by the traditional spelling (before the rectifications of 1990): hyphens only below one hundred and
 * not beside "et"; "vingts" and "cents" carry their s only where no number word follows.
 */
import { assert } from '#shared/base/assert'

const SMALL = [
  'zéro',
  'un',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
  'treize',
  'quatorze',
  'quinze',
  'seize',
]
const TENS = ['vingt', 'trente', 'quarante', 'cinquante', 'soixante']

/** Every token that {@link frenchNumber} uses; the hyphen is one of its own. */
export const FRENCH_WORDS: readonly string[] = [
  ...SMALL,
  ...TENS,
  'vingts',
  'cent',
  'cents',
  'mille',
  'et',
  '-',
]

/** The number 0 … 999,999 in words. */
export function frenchNumber(n: number): string {
  assert(Number.isInteger(n) && n >= 0 && n <= 999_999, `French number ${n}`)
  if (n === 0) return SMALL[0]!
  const thousands = Math.floor(n / 1000)
  const words: string[] = []
  // One thousand is "mille" alone; before "mille", cent and vingt stay without s.
  if (thousands > 1) words.push(belowThousand(thousands, false))
  if (thousands > 0) words.push('mille')
  if (n % 1000 > 0) words.push(belowThousand(n % 1000, true))
  return words.join(' ')
}

/** 1 … 999. `last`: no number word follows, so that a round "cents" or "vingts" takes its s. */
function belowThousand(n: number, last: boolean): string {
  const hundreds = Math.floor(n / 100)
  const below = n % 100
  const words: string[] = []
  if (hundreds > 1) words.push(SMALL[hundreds]!)
  if (hundreds > 0) words.push(hundreds > 1 && below === 0 && last ? 'cents' : 'cent')
  if (below > 0) words.push(belowHundred(below, last))
  return words.join(' ')
}

/** 1 … 99. Seventies count on from sixty, nineties from eighty. */
function belowHundred(n: number, last: boolean): string {
  if (n <= 16) return SMALL[n]!
  if (n < 20) return `dix-${SMALL[n - 10]}`
  if (n === 80) return last ? 'quatre-vingts' : 'quatre-vingt'
  if (n > 80) return `quatre-vingt-${belowHundred(n - 80, last)}`
  const ten = Math.min(Math.floor(n / 10), 6)
  const above = n - 10 * ten
  const name = TENS[ten - 2]!
  if (above === 0) return name
  if (above === 1 || above === 11) return `${name} et ${SMALL[above]}`
  return `${name}-${belowHundred(above, last)}`
}
