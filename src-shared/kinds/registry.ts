/** All kinds, derived from the files of this folder's groups. */
import { need } from '../base/assert'
import type { Kind, Params, Port } from './kind'

const files = import.meta.glob<Kind>(['./*/*.ts', '!./*/*.test.ts'], { eager: true, import: 'kind' })

export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(files)
    .map(([, kind]) => [kind.id, kind] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

export function kindOf(id: string): Kind {
  return need(kinds.get(id), `kind ${id}`)
}

export function inputPorts(kind: Kind, params: Params): Readonly<Record<string, Port>> {
  return typeof kind.inputs === 'function' ? kind.inputs(params) : kind.inputs
}

export function outputPorts(kind: Kind, params: Params): Readonly<Record<string, Port>> {
  return typeof kind.outputs === 'function' ? kind.outputs(params) : kind.outputs
}

/** The parameters as given, with defaults for those that are not. */
export function withDefaults(kind: Kind, params: Params): Params {
  const full: Record<string, Params[string]> = {}
  for (const [name, param] of Object.entries(kind.params)) full[name] = params[name] ?? param.default
  return full
}
