/** Dimension letters: reading a port's shape, and matching it with a value's axes. */
import { err, ok, type Result } from '../base/result'
import type { Axis } from './kind'

export interface Token {
  readonly letter: string
  readonly star: boolean
  readonly optional: boolean
}

const parsed = new Map<string, readonly Token[]>()

/** `'T? D'` → its axes in order. */
export function parsePattern(shape: string): readonly Token[] {
  const known = parsed.get(shape)
  if (known) return known
  const tokens = shape
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({
      letter: word.replace(/\?$/, ''),
      star: word === '*',
      optional: word.endsWith('?'),
    }))
  parsed.set(shape, tokens)
  return tokens
}

/** What a letter stands for so far: an axis, or `null` when it may be missing and is. */
export interface Bound {
  readonly letters: Map<string, { readonly axis: Axis | null; readonly port: string }>
  star: { readonly axes: readonly Axis[]; readonly port: string } | undefined
}

export type Mismatch =
  | { readonly type: 'rank'; readonly found: readonly Axis[] }
  | {
      readonly type: 'axis'
      readonly letter: string
      readonly expected: Axis
      readonly because: string
      readonly found: Axis
    }
  | {
      readonly type: 'star'
      readonly expected: readonly Axis[]
      readonly because: string
      readonly found: readonly Axis[]
    }
  | {
      readonly type: 'presence'
      readonly letter: string
      readonly present: boolean
      readonly because: string
    }

/** Fixed sizes are the same when they are equal; open sizes when they come from the same place. */
export function sameAxis(a: Axis, b: Axis): boolean {
  if (a.size !== undefined || b.size !== undefined) return a.size === b.size
  return a.origin === b.origin
}

/** Binds a port's letters to these axes, or says what does not fit. `bound` is changed only when it all fits. */
export function bind(
  bound: Bound,
  port: string,
  shape: string,
  axes: readonly Axis[],
): Result<undefined, Mismatch> {
  const tokens = parsePattern(shape)
  const needed = tokens.filter((token) => !token.star && !token.optional).length
  const optional = tokens.filter((token) => token.optional).length
  const hasStar = tokens.some((token) => token.star)
  const spare = axes.length - needed
  if (spare < 0 || (!hasStar && spare > optional)) return err({ type: 'rank', found: axes })
  let optionalLeft = Math.min(spare, optional)
  const starCount = spare - optionalLeft

  const letters = new Map<string, { axis: Axis | null; port: string }>()
  let star = bound.star
  let at = 0
  for (const token of tokens) {
    if (token.star) {
      const found = axes.slice(at, at + starCount)
      at += starCount
      if (star) {
        const expected = star.axes
        if (expected.length !== found.length || expected.some((axis, i) => !sameAxis(axis, found[i]!)))
          return err({ type: 'star', expected, because: star.port, found })
      } else star = { axes: found, port }
      continue
    }
    let axis: Axis | null = null
    if (!token.optional || optionalLeft > 0) {
      if (token.optional) optionalLeft--
      axis = axes[at++]!
    }
    const known = bound.letters.get(token.letter) ?? letters.get(token.letter)
    if (known) {
      if ((known.axis === null) !== (axis === null))
        return err({ type: 'presence', letter: token.letter, present: axis !== null, because: known.port })
      if (known.axis && axis && !sameAxis(known.axis, axis))
        return err({
          type: 'axis',
          letter: token.letter,
          expected: known.axis,
          because: known.port,
          found: axis,
        })
    } else letters.set(token.letter, { axis, port })
  }
  for (const [letter, value] of letters) bound.letters.set(letter, value)
  bound.star = star
  return ok(undefined)
}

/** Axes that a port's letters stand for, or undefined while one of them is not known. */
export function axesOf(
  bound: Bound,
  shape: string,
  extra: Readonly<Record<string, Axis | undefined>>,
): Axis[] | undefined {
  const axes: Axis[] = []
  for (const token of parsePattern(shape)) {
    if (token.star) {
      if (!bound.star) return undefined
      axes.push(...bound.star.axes)
      continue
    }
    const known = bound.letters.get(token.letter)
    const axis = known ? known.axis : extra[token.letter]
    if (axis) axes.push(axis)
    else if (!token.optional) return undefined
  }
  return axes
}
