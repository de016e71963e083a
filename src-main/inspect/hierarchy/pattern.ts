/** What a scope is made of, as a short text: scopes of equal patterns are repetitions of one block. */
import { createHash } from 'node:crypto'
import type { ModelGraph } from './graphs'
import type { TreeScope } from './tree'

export interface Made {
  readonly operators: number
  readonly pattern: string
}

const known = new WeakMap<TreeScope, Made>()

/** Operators in a scope, and their order as a hash. Computed once for each scope. */
export function madeOf(graph: ModelGraph, scope: TreeScope): Made {
  const before = known.get(scope)
  if (before !== undefined) return before
  const hash = createHash('sha1')
  let operators = 0
  for (const card of scope.cards) {
    if (typeof card === 'number') {
      const { domain, op } = graph.graph.nodes[card]!
      operators++
      hash.update(`${domain}.${op} `)
    } else {
      const inside = madeOf(graph, card)
      operators += inside.operators
      hash.update(`(${inside.pattern}) `)
    }
  }
  const made = { operators, pattern: hash.digest('hex').slice(0, 12) }
  known.set(scope, made)
  return made
}
