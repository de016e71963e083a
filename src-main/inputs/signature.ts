/** What a model takes, seen as a whole. */
import type { Model } from '#main/onnx/decode'
import type { Value } from '#shared/ir/graph'
import { type Role, roleOf } from './roles'
import { tablesOf } from './tables'

export interface SignedInput {
  readonly value: Value
  readonly role: Role
  /** Its numbers must lie below this. */
  readonly below?: number | undefined
}

export interface Signature {
  readonly inputs: readonly SignedInput[]
  /** Words that it knows; undefined where it takes none, or the file does not tell. */
  readonly vocabulary: number | undefined
  /** Places that a sequence may have. */
  readonly longest: number | undefined
  /** The output of scores over the vocabulary, one row for each place. */
  readonly scores: string | undefined
  /** It reads what an encoder in another file found. */
  readonly half: 'encoder' | 'decoder' | undefined
}

export function signatureOf(model: Model): Signature {
  const tables = tablesOf(model)
  const inputs = model.graph.inputs.map((value): SignedInput => {
    const below = tables.rows.get(value)
    return { value, role: roleOf(value, below !== undefined), below }
  })
  const words = inputs.filter(({ role }) => role === 'decoder ids' || role === 'ids')
  const vocabulary = words.find(({ below }) => below !== undefined)?.below
  const roles = new Set(inputs.map(({ role }) => role))
  return {
    inputs,
    vocabulary,
    longest: words.length === 0 ? undefined : tables.longest,
    scores: scoresOf(model, vocabulary),
    half: halfOf(model, roles),
  }
}

function scoresOf({ graph }: Model, vocabulary: number | undefined): string | undefined {
  return graph.outputs.find(({ name, shape }) => {
    if (shape !== undefined && shape.length !== 3) return false
    const last = shape?.at(-1)
    return name === 'logits' || (typeof last === 'number' && vocabulary !== undefined && last >= vocabulary)
  })?.name
}

function halfOf({ graph }: Model, roles: ReadonlySet<Role>): Signature['half'] {
  if (roles.has('states')) return 'decoder'
  const states = graph.outputs.some(({ name }) => /last_hidden_state|encoder_(hidden|out)/.test(name))
  return roles.has('ids') && states && !roles.has('past') && !roles.has('decoder ids') ? 'encoder' : undefined
}
