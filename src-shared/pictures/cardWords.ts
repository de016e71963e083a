/** What a card of the canvas says. */
import type { Kind, Param, Params } from '../kinds/kind'
import { withDefaults } from '../kinds/registry'

/** The parameters that matter, on one line: `128 units · both directions`. */
export function cardLine(kind: Kind, params: Params): string {
  const full = withDefaults(kind, params)
  return Object.entries(kind.params)
    .filter(([, param]) => param.onCard && param.when?.(full) !== false)
    .flatMap(([name, param]) => cardPart(param, full[name]) ?? [])
    .join(' · ')
}

function cardPart(param: Param, value: Params[string] | undefined): string | undefined {
  if (param.type === 'flag') return value === true ? param.label.toLowerCase() : undefined
  if (param.type === 'choice')
    return param.choices.find((choice) => choice.value === value)?.label.toLowerCase()
  if (param.type === 'integer' || param.type === 'number') return `${value} ${param.label.toLowerCase()}`
  if (value === '') return undefined
  return param.type === 'text' && param.prose ? String(value) : `“${value}”`
}

/** On a card there is room for the axes; which vocabulary an index is of stands in the tooltip and the panel. */
export function shortType(type: string): string {
  return type.replace(/ \(index.*\)$/, '').replace(/^index of .*$/, 'index')
}
