/** Types of values in words: `words × 64`. */
import type { Axis, ValueType } from '../kinds/kind'

/** The last part of where an axis comes from: `source.words` → `words`. */
export function axisName(axis: Axis): string | undefined {
  return axis.origin?.split('.').at(-1)
}

export function describeAxis(axis: Axis): string {
  const name = axisName(axis)
  if (axis.size === undefined) return name ?? 'any number'
  return name ? `${axis.size} ${name}` : String(axis.size)
}

export function describeAxes(axes: readonly Axis[]): string {
  return axes.length === 0 ? '1' : axes.map(describeAxis).join(' × ')
}

export function describeType(type: ValueType): string {
  if (type.element === 'number') return describeAxes(type.axes)
  const below = type.count === undefined ? 'index' : `index below ${type.count}`
  const what = type.vocabulary ? `index of “${type.vocabulary}”` : below
  return type.axes.length === 0 ? what : `${describeAxes(type.axes)} (${what})`
}

/** Where an axis comes from, for telling two apart: `words of source`. */
export function describeOrigin(axis: Axis): string {
  if (axis.size !== undefined) return describeAxis(axis)
  const parts = axis.origin?.split('.') ?? []
  const name = parts.pop()
  return name ? `${name}${parts.length > 0 ? ` of ${parts.join('.')}` : ''}` : 'an open size'
}

/** What a port takes, in words: `one vector (D)`, `a sequence (T × D)`; with letters where there is no word for it. */
export function describeShape(shape: string): string {
  const letters = lettersOf(shape)
  const needed = letters.filter((letter) => letter !== '*' && !letter.endsWith('?'))
  const drawn = drawnShape(shape)
  if (letters.length === 0) return 'one value without axes'
  if (needed.length === 2) return `a sequence (${drawn})`
  if (needed.length !== 1) return drawn
  if (letters.length === 1) return `one vector (${drawn})`
  return letters[0] === '*' ? `features (${drawn})` : `one vector, or a sequence of them (${drawn})`
}

/** A port's letters with × between, `…` for any axes before; nothing where it takes whatever there is. */
export function drawnShape(shape: string): string {
  const letters = lettersOf(shape)
  if (letters.length === 1 && letters[0] === '*') return ''
  return letters.map((letter) => (letter === '*' ? '…' : letter.replace('?', ''))).join(' × ')
}

function lettersOf(shape: string): string[] {
  return shape.split(/\s+/).filter((letter) => letter !== '')
}
