import { expect, test } from 'vitest'
import { detokenize, tokenize } from '#shared/base/words'
import { ENGLISH_WORDS, englishNumber } from './english'
import { FRENCH_WORDS, frenchNumber } from './french'

test.each([
  [0, 'zero', 'zéro'],
  [1, 'one', 'un'],
  [10, 'ten', 'dix'],
  [16, 'sixteen', 'seize'],
  [17, 'seventeen', 'dix-sept'],
  [20, 'twenty', 'vingt'],
  [21, 'twenty one', 'vingt et un'],
  [22, 'twenty two', 'vingt-deux'],
  [31, 'thirty one', 'trente et un'],
  [40, 'forty', 'quarante'],
  [61, 'sixty one', 'soixante et un'],
  [69, 'sixty nine', 'soixante-neuf'],
  [70, 'seventy', 'soixante-dix'],
  [71, 'seventy one', 'soixante et onze'],
  [72, 'seventy two', 'soixante-douze'],
  [77, 'seventy seven', 'soixante-dix-sept'],
  [80, 'eighty', 'quatre-vingts'],
  [81, 'eighty one', 'quatre-vingt-un'],
  [90, 'ninety', 'quatre-vingt-dix'],
  [91, 'ninety one', 'quatre-vingt-onze'],
  [97, 'ninety seven', 'quatre-vingt-dix-sept'],
  [99, 'ninety nine', 'quatre-vingt-dix-neuf'],
  [100, 'one hundred', 'cent'],
  [101, 'one hundred and one', 'cent un'],
  [121, 'one hundred and twenty one', 'cent vingt et un'],
  [180, 'one hundred and eighty', 'cent quatre-vingts'],
  [200, 'two hundred', 'deux cents'],
  [201, 'two hundred and one', 'deux cent un'],
  [280, 'two hundred and eighty', 'deux cent quatre-vingts'],
  [397, 'three hundred and ninety seven', 'trois cent quatre-vingt-dix-sept'],
  [500, 'five hundred', 'cinq cents'],
  [501, 'five hundred and one', 'cinq cent un'],
  [1000, 'one thousand', 'mille'],
  [1001, 'one thousand and one', 'mille un'],
  [1100, 'one thousand one hundred', 'mille cent'],
  [1200, 'one thousand two hundred', 'mille deux cents'],
  [1971, 'one thousand nine hundred and seventy one', 'mille neuf cent soixante et onze'],
  [2000, 'two thousand', 'deux mille'],
  [2080, 'two thousand and eighty', 'deux mille quatre-vingts'],
  [21_000, 'twenty one thousand', 'vingt et un mille'],
  [71_000, 'seventy one thousand', 'soixante et onze mille'],
  [80_000, 'eighty thousand', 'quatre-vingt mille'],
  [80_080, 'eighty thousand and eighty', 'quatre-vingt mille quatre-vingts'],
  [81_000, 'eighty one thousand', 'quatre-vingt-un mille'],
  [100_000, 'one hundred thousand', 'cent mille'],
  [100_001, 'one hundred thousand and one', 'cent mille un'],
  [180_000, 'one hundred and eighty thousand', 'cent quatre-vingt mille'],
  [200_000, 'two hundred thousand', 'deux cent mille'],
  [200_200, 'two hundred thousand two hundred', 'deux cent mille deux cents'],
  [
    999_999,
    'nine hundred and ninety nine thousand nine hundred and ninety nine',
    'neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf',
  ],
])('%i is “%s” and “%s”', (n, english, french) => {
  expect(englishNumber(n)).toBe(english)
  expect(frenchNumber(n)).toBe(french)
})

/** Values of single words; the inverse knows nothing of the writer's rules. */
const englishValues = new Map(
  [...ENGLISH_WORDS.slice(0, 20).entries()].map(([value, word]) => [word, value] as const),
)
for (const [i, word] of ENGLISH_WORDS.slice(20, 28).entries()) englishValues.set(word, 20 + 10 * i)
const frenchValues = new Map(
  [...FRENCH_WORDS.slice(0, 17).entries()].map(([value, word]) => [word, value] as const),
)
for (const [i, word] of FRENCH_WORDS.slice(17, 22).entries()) frenchValues.set(word, 20 + 10 * i)

/** Words add up; hundreds, thousands and French scores multiply what stands before them. */
function parse(tokens: readonly string[], values: ReadonlyMap<string, number>): number {
  let thousands = 0
  let hundreds = 0
  let below = 0
  for (const token of tokens) {
    if (token === 'and' || token === 'et' || token === '-') continue
    if (token === 'thousand' || token === 'mille') {
      thousands = hundreds + below || 1
      hundreds = 0
      below = 0
    } else if (token === 'hundred' || token === 'cent' || token === 'cents') {
      hundreds = 100 * (below || 1)
      below = 0
    } else if (below === 4 && (token === 'vingt' || token === 'vingts')) below = 80
    else below += values.get(token) ?? Number.NaN
  }
  return 1000 * thousands + hundreds + below
}

/** All numbers to 9,999 and all that end in a thousand, then every 83rd. */
const sample = [
  ...Array.from({ length: 10_000 }, (_, n) => n),
  ...Array.from({ length: 1000 }, (_, n) => 1000 * n),
  ...Array.from({ length: 12_000 }, (_, i) => 83 * i),
]

test.each([
  ['English', englishNumber, englishValues, ENGLISH_WORDS],
  ['French', frenchNumber, frenchValues, FRENCH_WORDS],
] as const)('%s words read back as the number, and as text through tokens', (_, write, values, words) => {
  const known = new Set(words)
  for (const n of sample) {
    const text = write(n)
    const tokens = tokenize(text)
    if (
      parse(tokens, values) !== n ||
      detokenize(tokens) !== text ||
      tokens.some((token) => !known.has(token))
    ) {
      expect.fail(`${n} is written “${text}”, read back as ${parse(tokens, values)}`)
    }
  }
  expect(new Set(sample.map(write)).size).toBe(new Set(sample).size)
})

test('the longest numbers', () => {
  const longest = (write: (n: number) => string) => Math.max(...sample.map((n) => tokenize(write(n)).length))
  expect(longest(englishNumber)).toBe(11)
  expect(longest(frenchNumber)).toBe(19)
})

test('numbers outside 0 … 999,999 are refused', () => {
  for (const n of [-1, 1_000_000, 0.5, Number.NaN]) {
    expect(() => englishNumber(n)).toThrow()
    expect(() => frenchNumber(n)).toThrow()
  }
})
