/** What an exported model gives back, under the names that it promises. */
import type { Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import type { Lowered, LoweredSite } from './lowered'

export interface NamedOutput {
  readonly name: string
  readonly value: Value
}

/**
 * `<decision>` (probabilities or numbers), `<decision>.index` (the best choice), `<decision>.length` for a decision inside a loop until an end
 * word, and `attention.<site>` `[batch, (outer loops,) heads, query, key]`.
 */
export function namedOutputs(lowered: Lowered): NamedOutput[] {
  const op = operators(lowered.builder)
  const outputs: NamedOutput[] = []
  for (const decision of lowered.decisions) {
    outputs.push({ name: decision.id, value: decision.collected })
    if (decision.collectedChoice)
      outputs.push({ name: `${decision.id}.index`, value: decision.collectedChoice })
    const origin = decision.loops.at(-1)?.axis.origin
    const length = origin === undefined || decision.loops.length > 1 ? undefined : lowered.lengthOf(origin)
    if (length) outputs.push({ name: `${decision.id}.length`, value: length })
  }
  for (const site of lowered.sites)
    outputs.push({ name: `attention.${site.id}`, value: siteOutput(op, site) })
  return outputs
}

/** Brings weights into their promised order: the innermost loop's steps are the queries where there is no query axis. */
function siteOutput(op: Operators, site: LoweredSite): Value {
  const outer = site.loops.length
  let value = site.collected
  if (site.queryAxis) return site.headAxis ? value : op.Unsqueeze(value, [1 + outer])
  if (outer === 0) return op.Unsqueeze(value, site.headAxis ? [2] : [1, 2])
  if (!site.headAxis) return op.Unsqueeze(value, [outer])
  // [batch, loops…, heads, key]: the last loop goes behind the heads.
  const rank = shapeOf(value).length
  const perm = Array.from({ length: rank }, (_, i) => i)
  perm[outer] = outer + 1
  perm[outer + 1] = outer
  value = op.Transpose(value, perm)
  return value
}

/** Makes these the graph's outputs, under exactly these names. */
export function nameOutputs(lowered: Lowered, outputs: readonly NamedOutput[]): void {
  const { builder, graph } = lowered
  const taken = new Set(graph.inputs.map((input) => input.name))
  for (const { name, value } of outputs) {
    const free = taken.has(name) ? `${name}.out` : name
    const named = builder.rename(free, value)
    graph.nodes.push({
      op: 'Identity',
      domain: '',
      inputs: [value],
      outputs: [named],
      attributes: {},
      source: undefined,
    })
    graph.outputs.push(named)
  }
}
