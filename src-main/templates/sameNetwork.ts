/** What of a document its weights, and what was measured of them, depend on: not its words, nor where things stand. */
import type { HeedDocument } from '#shared/document/document'
import type { Params } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'

/** Names of what differs between two documents; none where the weights of the one are those of the other. */
export function differences(a: HeedDocument, b: HeedDocument): string[] {
  const [one, other] = [essence(a), essence(b)]
  return Object.keys(one).filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
}

function essence({ nodes, wires, ...document }: HeedDocument): Record<string, unknown> {
  const { vocabularies, seed, task, training, split, example } = document
  return {
    nodes: Object.values(nodes).map(({ id, kind, version, params, parent, tieTo }) => [
      id,
      kind,
      version,
      settled(kind, params),
      parent,
      tieTo,
    ]),
    wires: Object.values(wires).map(({ from, to, order }) => [from, to, order]),
    vocabularies,
    seed,
    task,
    training,
    split,
    example,
  }
}

/** A parameter that a kind has got since then, at its default, is no difference. */
function settled(kind: string, params: Params): unknown {
  const known = kinds.get(kind)
  return Object.entries(known ? withDefaults(known, params) : params).sort(([a], [b]) => (a < b ? -1 : 1))
}
