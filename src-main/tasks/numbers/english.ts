/** Whole numbers in English words, with "and" and without hyphens: "three hundred and ninety seven". */
import { assert } from '#shared/base/assert'

const SMALL = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
]
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** Every word that {@link englishNumber} uses. */
export const ENGLISH_WORDS: readonly string[] = [...SMALL, ...TENS, 'hundred', 'thousand', 'and']

/** The number 0 … 999,999 in words. */
export function englishNumber(n: number): string {
  assert(Number.isInteger(n) && n >= 0 && n <= 999_999, `English number ${n}`)
  return n === 0 ? SMALL[0]! : group(n).join(' ')
}

/** Words of 0 … 999,999, none for 0. */
function group(n: number): string[] {
  if (n >= 1000) return [...group(Math.floor(n / 1000)), 'thousand', ...rest(n % 1000)]
  if (n >= 100) return [SMALL[Math.floor(n / 100)]!, 'hundred', ...rest(n % 100)]
  if (n >= 20) return [TENS[Math.floor(n / 10) - 2]!, ...group(n % 10)]
  return n === 0 ? [] : [SMALL[n]!]
}

/** What follows hundreds or thousands: tens and units come after "and". */
function rest(n: number): string[] {
  return n > 0 && n < 100 ? ['and', ...group(n)] : group(n)
}
