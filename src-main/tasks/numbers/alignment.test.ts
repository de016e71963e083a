import { expect, test } from 'vitest'
import { tokenize } from '#shared/base/words'
import { englishFromFrench, frenchFromEnglish } from './alignment'
import { englishNumber } from './english'
import { frenchNumber } from './french'

/** Each French token with the English words that it is about. */
function aligned(n: number): string {
  const english = tokenize(englishNumber(n))
  const places = frenchFromEnglish(n)
  return tokenize(frenchNumber(n))
    .map((word, token) => `${word}:${places[token]!.map((place) => english[place]).join('+')}`)
    .join(' ')
}

test.each([
  [0, 'zéro:zero'],
  [17, 'dix:seventeen -:seventeen sept:seventeen'],
  [42, 'quarante:forty -:forty+two deux:two'],
  [61, 'soixante:sixty et:sixty+one un:one'],
  [70, 'soixante:seventy -:seventy dix:seventy'],
  [71, 'soixante:seventy et:seventy+one onze:seventy+one'],
  [77, 'soixante:seventy -:seventy+seven dix:seventy+seven -:seventy+seven sept:seven'],
  [80, 'quatre:eighty -:eighty vingts:eighty'],
  [81, 'quatre:eighty -:eighty vingt:eighty -:eighty+one un:one'],
  [96, 'quatre:ninety -:ninety vingt:ninety -:ninety+six seize:ninety+six'],
  [
    397,
    'trois:three cent:hundred quatre:ninety -:ninety vingt:ninety -:ninety+seven dix:ninety+seven -:ninety+seven sept:seven',
  ],
  [100, 'cent:one+hundred'],
  [1008, 'mille:one+thousand huit:eight'],
  [
    212_486,
    'deux:two cent:hundred douze:twelve mille:thousand quatre:four cent:hundred quatre:eighty -:eighty vingt:eighty -:eighty+six six:six',
  ],
])('%i', (n, expected) => expect(aligned(n)).toBe(expected))

test('every French word is about some, and every English word but “and” is what some are about', () => {
  for (let n = 0; n < 1_000_000; n += n < 3000 ? 1 : 487) {
    const english = tokenize(englishNumber(n))
    const french = tokenize(frenchNumber(n))
    const there = frenchFromEnglish(n)
    const back = englishFromFrench(n, english.length)
    expect(there.map(({ length }) => length > 0)).toEqual(french.map(() => true))
    expect(back.map(({ length }) => length > 0)).toEqual(english.map((word) => word !== 'and'))
    expect(there.flat().every((place) => place < english.length)).toBe(true)
  }
})
