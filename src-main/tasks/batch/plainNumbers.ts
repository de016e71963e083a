/** Numbers as generators write them, read in one pass over the characters. */

const ZERO = 48
const NINE = 57
const POINT = 46
const MINUS = 45
const SPACE = 32
/** Digits that a sum of tens holds without an error. */
const DIGITS = 15

/** Exactly `count` decimals without exponents, a single space between them; undefined where the text is anything else. */
export function plainNumbers(text: string, count: number): Float32Array | undefined {
  const numbers = new Float32Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    if (i > 0 && text.charCodeAt(at++) !== SPACE) return undefined
    // One digit alone is what most of a drawn picture is made of.
    const first = text.charCodeAt(at)
    if (first >= ZERO && first <= NINE && text.charCodeAt(at + 1) === SPACE) {
      numbers[i] = first - ZERO
      at++
      continue
    }
    const negative = text.charCodeAt(at) === MINUS
    if (negative) at++
    const begin = at
    let whole = 0
    let scale = 0
    let code = text.charCodeAt(at)
    while ((code >= ZERO && code <= NINE) || (code === POINT && scale === 0)) {
      if (code === POINT) scale = 1
      else {
        whole = whole * 10 + code - ZERO
        if (scale > 0) scale *= 10
      }
      code = text.charCodeAt(++at)
    }
    const digits = at - begin - (scale > 0 ? 1 : 0)
    if (digits < 1 || digits > DIGITS || scale === 1) return undefined
    const value = scale > 1 ? whole / scale : whole
    numbers[i] = negative ? -value : value
  }
  return at === text.length ? numbers : undefined
}
