/** The scopes of one graph as a tree. Every level is bounded: what has too many cards is cut into groups of consecutive ones. */
import type { Node } from '#shared/ir/graph'
import { findRepeats } from './repeats'
import { type NameStyle, scopePathOf } from './scopePath'

/** Cards of one level at the most, without its ends. */
export const WIDEST = 300
/** Cards of a group that a level was cut into. */
const GROUP = 100

export interface TreeScope {
  readonly id: string
  title: string
  parent: TreeScope | undefined
  /** Scopes and nodes (by their rank in the graph), in the order of the file. */
  readonly cards: (TreeScope | number)[]
}

export interface Tree {
  readonly root: TreeScope
  readonly scopes: ReadonlyMap<string, TreeScope>
  /** The scope that each node of the graph lies in directly; undefined for those that are no cards. */
  readonly scopeOf: readonly (TreeScope | undefined)[]
}

/** @param key names the graph within the model: ids of its scopes begin with it */
export function treeOf(
  key: string,
  title: string,
  nodes: readonly Node[],
  isCard: (node: Node) => boolean,
  style: NameStyle,
  metadata: ReadonlyMap<Node, string>,
): Tree {
  const root: TreeScope = { id: key, title, parent: undefined, cards: [] }
  const made = new Map<string, TreeScope>([[key, root]])
  const child = (parent: TreeScope, part: string): TreeScope => {
    const id = `${parent.id}/${part.replaceAll('/', '∕')}`
    const known = made.get(id)
    if (known !== undefined) return known
    const scope: TreeScope = { id, title: part, parent, cards: [] }
    made.set(id, scope)
    parent.cards.push(scope)
    return scope
  }
  nodes.forEach((node, index) => {
    if (!isCard(node)) return
    let scope = root
    for (const part of scopePathOf(node, style, metadata)) scope = child(scope, part)
    scope.cards.push(index)
  })
  for (const scope of [...made.values()]) if (onlyNodes(scope)) cutIntoBlocks(scope, nodes, made)
  unwrap(root, made)
  for (const scope of [...made.values()]) bound(scope, made)
  const scopeOf: (TreeScope | undefined)[] = nodes.map(() => undefined)
  for (const scope of made.values())
    for (const card of scope.cards) if (typeof card === 'number') scopeOf[card] = scope
  return { root, scopes: made, scopeOf }
}

/** Operators that are worth being cut into blocks: a level that a person does not take in at a glance. */
const MANY = 40

function onlyNodes({ cards }: TreeScope): boolean {
  return cards.length > MANY && cards.every((card) => typeof card === 'number')
}

/** Repetitions in a level without scopes become scopes. */
function cutIntoBlocks(scope: TreeScope, nodes: readonly Node[], made: Map<string, TreeScope>): void {
  const cards = scope.cards as number[]
  const found = findRepeats(cards.map((card) => nodes[card]!.op))
  if (found === undefined || found.count * found.period < cards.length / 3) return
  const { first, period, count } = found
  const blocks = Array.from({ length: count }, (_, rank): TreeScope => {
    const id = `${scope.id}/~block ${rank + 1}`
    const from = first + rank * period
    const block = { id, title: `block ${rank + 1}`, parent: scope, cards: cards.slice(from, from + period) }
    made.set(id, block)
    return block
  })
  scope.cards.splice(first, count * period, ...(blocks as never[]))
  for (const block of blocks) if (onlyNodes(block)) cutIntoBlocks(block, nodes, made)
}

/** A scope that holds one scope and nothing else is a step that shows nothing: the outer one takes what is in the inner one. */
function unwrap(root: TreeScope, made: Map<string, TreeScope>): void {
  for (const scope of [...made.values()]) {
    if (made.get(scope.id) !== scope) continue
    for (;;) {
      const [only, ...more] = scope.cards
      if (typeof only !== 'object' || more.length > 0) break
      made.delete(only.id)
      scope.cards.splice(0, 1, ...only.cards)
      for (const card of only.cards) if (typeof card !== 'number') card.parent = scope
      if (scope !== root) scope.title = `${scope.title} ▸ ${only.title}`
    }
  }
}

function bound(scope: TreeScope, made: Map<string, TreeScope>): void {
  for (let round = 1; scope.cards.length > WIDEST; round++) {
    const groups: TreeScope[] = []
    for (let from = 0; from < scope.cards.length; from += GROUP) {
      const rank = groups.length + 1
      const id = `${scope.id}/~${round === 1 ? 'part' : `part of ${round} levels`} ${rank}`
      const group = { id, title: `part ${rank}`, parent: scope, cards: scope.cards.slice(from, from + GROUP) }
      for (const card of group.cards) if (typeof card !== 'number') card.parent = group
      made.set(id, group)
      groups.push(group)
    }
    scope.cards.splice(0, scope.cards.length, ...groups)
  }
}

/** From the tree's root down to the scope. */
export function ancestry(scope: TreeScope): TreeScope[] {
  const path: TreeScope[] = []
  for (let at: TreeScope | undefined = scope; at !== undefined; at = at.parent) path.unshift(at)
  return path
}
