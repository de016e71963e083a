/** Search in a model by the name of a node, by operator, or by tensor. */
import type { ModelMatch } from '#shared/contract/model'
import { isCard, type ModelGraph, nodeId } from './graphs'
import { operatorOf, titleOf } from './level'

/** Best matches first: a whole name, then the beginning of one, then the rest, each in the order of the file. */
export function findIn(
  graphs: Iterable<ModelGraph>,
  text: string,
  limit: number,
): { matches: readonly ModelMatch[]; total: number } {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return { matches: [], total: 0 }
  const ranks: ModelMatch[][] = [[], [], []]
  let total = 0
  for (const graph of graphs)
    graph.graph.nodes.forEach((node, index) => {
      const scope = graph.tree.scopeOf[index]
      if (!isCard(node) || scope === undefined) return
      const found = matchOf(graph, index, wanted)
      if (found === undefined) return
      total++
      const rank = ranks[found.rank]!
      if (rank.length >= limit) return
      rank.push({
        node: nodeId(graph.key, index),
        title: titleOf(node),
        operator: operatorOf(node),
        scope: scope.id,
        what: found.what,
        ...(found.tensor !== undefined && { tensor: found.tensor }),
      })
    })
  return { matches: ranks.flat().slice(0, limit), total }
}

interface Found {
  readonly what: ModelMatch['what']
  readonly rank: number
  readonly tensor?: string
}

function matchOf({ graph }: ModelGraph, index: number, wanted: string): Found | undefined {
  const node = graph.nodes[index]!
  const byOperator = rankOf(operatorOf(node), wanted)
  const byName = rankOf(node.source ?? '', wanted)
  if (byName !== undefined && (byOperator === undefined || byName <= byOperator))
    return { what: 'name', rank: byName }
  if (byOperator !== undefined) return { what: 'operator', rank: byOperator }
  // What a node makes says where a tensor is; what it reads matters for weights, which no node makes.
  for (const value of [...node.outputs, ...node.inputs]) {
    const rank = value === undefined ? undefined : rankOf(value.name, wanted)
    if (value !== undefined && rank !== undefined) return { what: 'tensor', rank, tensor: value.name }
  }
  return undefined
}

function rankOf(text: string, wanted: string): number | undefined {
  const lower = text.toLowerCase()
  if (lower === wanted) return 0
  if (lower.startsWith(wanted)) return 1
  return lower.includes(wanted) ? 2 : undefined
}
