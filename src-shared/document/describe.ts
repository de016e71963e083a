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
  const letters = shape.split(/\s+/).filter((letter) => letter !== '')
  const needed = letters.filter((letter) => letter !== '*' && !letter.endsWith('?'))
  const drawn = letters.map((letter) => (letter === '*' ? '…' : letter.replace('?', ''))).join(' × ')
  if (letters.length === 0) return 'one value without axes'
  if (needed.length === 1) return letters.length === 1 ? `one vector (${drawn})` : `features (${drawn})`
  return needed.length === 2 ? `a sequence (${drawn})` : drawn
}
