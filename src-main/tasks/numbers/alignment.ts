/** Which English words each French word of a number translates. Words are tokens, as `tokenize` cuts them; places count from 0. */
import { tokenize } from '#shared/base/words'
import { frenchNumber } from './french'

export type Places = readonly (readonly number[])[]

/**
 * For each French token of 0 … 999,999 the places of the English tokens that it is about. Two where only both tell it: "onze" of "soixante et
 * onze" is of "seventy" and of "one", as is the hyphen between them; "cent" alone is "one hundred".
 */
export function frenchFromEnglish(n: number): Places {
  const thousands = Math.floor(n / 1000)
  const below = n % 1000
  if (thousands === 0) return n === 0 ? [[0]] : group(n, 0, false).places
  const { places, end } = group(thousands, 0, false)
  // One thousand is "mille" alone.
  const head = thousands === 1 ? [[0, end]] : [...places, [end]]
  return [...head, ...(below > 0 ? group(below, end + 1, true).places : [])]
}

/** The same pairs from the other side; nobody is about "and". */
export function englishFromFrench(n: number, words: number): Places {
  const french = frenchFromEnglish(n)
  return Array.from({ length: words }, (_, place) =>
    french.flatMap((places, token) => (places.includes(place) ? [token] : [])),
  )
}

/** 1 … 999, whose English begins at `from`; `joined`: behind thousands, so that tens follow an "and". `end` is behind its last word. */
function group(n: number, from: number, joined: boolean): { places: number[][]; end: number } {
  const hundreds = Math.floor(n / 100)
  const below = n % 100
  const hundred = [from, from + 1]
  const head = hundreds === 0 ? [] : hundreds === 1 ? [hundred] : hundred.map((place) => [place])
  const behind = hundreds === 0 ? from : from + 2
  if (below === 0) return { places: head, end: behind }
  const at = hundreds > 0 || joined ? behind + 1 : behind
  return { places: [...head, ...belowHundred(below, at)], end: at + (oneWord(below) ? 1 : 2) }
}

/** Whether English says 1 … 99 in one word. */
function oneWord(n: number): boolean {
  return n < 20 || n % 10 === 0
}

function belowHundred(n: number, at: number): number[][] {
  const tokens = tokenize(frenchNumber(n))
  if (oneWord(n)) return tokens.map(() => [at])
  const both = [at, at + 1]
  // "quatre-vingt" and every other name of tens.
  const tens = n > 80 ? 3 : 1
  const counting = n % 20 > 10 && n > 70 && n % 10 < 7
  return tokens.map((_, token) => {
    if (token < tens) return [at]
    return token === tokens.length - 1 && !counting ? [at + 1] : both
  })
}
