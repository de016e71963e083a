/** One level of the hierarchy: its cards, and the tensors that go from one to another. */
import { need } from '#shared/base/assert'
import type { ModelScope, ScopeNode, ScopeWire, TensorInfo } from '#shared/contract/model'
import type { Node, Value } from '#shared/ir/graph'
import { bodiesOf, bodyTitle, functionScope, type ModelGraph, nodeId } from './graphs'
import { madeOf } from './pattern'
import { ancestry, type TreeScope } from './tree'

/** Ends of a level that have cards of their own; where there are more, one card stands for all. */
const ENDS = 24

export interface LevelContext {
  readonly graphs: ReadonlyMap<string, ModelGraph>
  readonly title: string
  infoOf(graph: ModelGraph, value: Value): TensorInfo
  sitesOf(graph: ModelGraph, node: number): readonly string[]
}

export function levelOf(context: LevelContext, graph: ModelGraph, scope: TreeScope): ModelScope {
  const cards = new Map<TreeScope | number, ScopeNode>(
    scope.cards.map((card) => [card, cardOf(context, graph, card)] as const),
  )
  const wires = new Wires((value) => context.infoOf(graph, value))
  const inside = nodesIn(scope)
  const ends = endsOf(graph, scope, inside)
  const { cards: before, of: entering } = endCards('input', scope, ends.inputs)
  const { cards: after, of: leaving } = endCards('output', scope, ends.outputs)
  const cardAt = (node: number) => {
    const found = cardIn(graph, scope, node)
    return found === undefined ? undefined : need(cards.get(found), 'a card of the level').id
  }
  for (const node of inside) {
    const to = need(cardAt(node), 'a card')
    for (const value of graph.reads[node]!) {
      const maker = graph.makers.get(value)
      const from = (maker === undefined ? undefined : cardAt(maker)) ?? entering.get(value)
      if (from !== undefined && from !== to) wires.add(from, to, value)
    }
  }
  for (const [value, to] of leaving) {
    const maker = graph.makers.get(value)
    const from = (maker === undefined ? undefined : cardAt(maker)) ?? entering.get(value)
    if (from !== undefined) wires.add(from, to, value)
  }
  return {
    scope: scope.id,
    path: pathOf(context, graph, scope),
    nodes: [...before, ...cards.values(), ...after],
    wires: wires.list(),
  }
}

function cardOf(context: LevelContext, graph: ModelGraph, card: TreeScope | number): ScopeNode {
  if (typeof card === 'number') {
    const node = graph.graph.nodes[card]!
    const id = nodeId(graph.key, card)
    return {
      id,
      type: 'operator',
      title: titleOf(node),
      operator: operatorOf(node),
      enter: entriesOf(context, id, node),
      operators: 1,
      sites: context.sitesOf(graph, card),
    }
  }
  const { operators, pattern } = madeOf(graph, card)
  return {
    id: card.id,
    type: 'scope',
    title: card.title,
    enter: [{ scope: card.id, title: card.title }],
    operators,
    pattern,
    sites: nodesIn(card).flatMap((node) => context.sitesOf(graph, node)),
  }
}

function entriesOf(context: LevelContext, id: string, node: Node): ScopeNode['enter'] {
  const bodies = bodiesOf(node).map(({ attribute }) => ({
    scope: `${id}.${attribute}`,
    title: bodyTitle(attribute),
  }))
  const own = functionScope(`${node.domain}::${node.op}`)
  return context.graphs.has(own) ? [...bodies, { scope: own, title: node.op }] : bodies
}

/** With its domain where that is not ai.onnx. */
export function operatorOf({ domain, op }: Node): string {
  return domain === '' ? op : `${domain}.${op}`
}

/** The last part of a node's name where that says more than the operator. */
export function titleOf({ source, op }: Node): string {
  const last = source?.split('/').at(-1) ?? ''
  return last === '' ? op : last
}

/** All nodes of a scope and of the scopes in it, as ranks in the graph. */
export function nodesIn(scope: TreeScope): number[] {
  const found: number[] = []
  const open: (TreeScope | number)[] = [scope]
  for (let card = open.pop(); card !== undefined; card = open.pop()) {
    if (typeof card === 'number') found.push(card)
    else open.push(...card.cards)
  }
  return found.sort((a, b) => a - b)
}

/** The card of a level that a node lies in; undefined for a node elsewhere. */
function cardIn(graph: ModelGraph, level: TreeScope, node: number): TreeScope | number | undefined {
  let card: TreeScope | number = node
  for (let at = graph.tree.scopeOf[node]; at !== undefined; at = at.parent) {
    if (at === level) return card
    card = at
  }
  return undefined
}

interface Ends {
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
}

function endsOf(graph: ModelGraph, scope: TreeScope, inside: readonly number[]): Ends {
  const within = new Set(inside)
  const results = new Set(graph.graph.outputs)
  const inputs = new Set<Value>()
  const outputs = new Set<Value>()
  const whole = scope.parent === undefined
  if (whole) for (const input of graph.graph.inputs) inputs.add(input)
  for (const node of inside) {
    for (const value of graph.reads[node]!) {
      const maker = graph.makers.get(value)
      if (maker === undefined ? isFed(graph, value) : !within.has(maker) && !isConstant(graph, value))
        inputs.add(value)
    }
    for (const value of graph.graph.nodes[node]!.outputs) {
      if (value === undefined) continue
      const elsewhere = graph.uses.get(value)?.some((user) => !within.has(user)) ?? false
      if (elsewhere || results.has(value)) outputs.add(value)
    }
  }
  // An output that no card makes is a constant, or an input handed on.
  if (whole) for (const output of results) outputs.add(output)
  return { inputs: [...inputs], outputs: [...outputs] }
}

/** Whether a value comes from outside: an input, or a value of the graph around that is no constant. */
function isFed(graph: ModelGraph, value: Value): boolean {
  return !isConstant(graph, value)
}

/** It lies in the file: a weight, or what a Constant gives. */
export function isConstant(graph: ModelGraph, value: Value): boolean {
  for (let at: ModelGraph | undefined = graph; at !== undefined; at = at.around?.graph) {
    if (at.graph.constants.has(value)) return true
    const maker = at.makers.get(value)
    if (maker !== undefined) return at.graph.nodes[maker]!.op === 'Constant'
  }
  return false
}

function endCards(
  type: 'input' | 'output',
  scope: TreeScope,
  values: readonly Value[],
): { cards: ScopeNode[]; of: ReadonlyMap<Value, string> } {
  const card = (id: string, title: string): ScopeNode => ({
    id,
    type,
    title,
    enter: [],
    operators: 0,
    sites: [],
  })
  if (values.length > ENDS) {
    const id = `${scope.id} ${type}s`
    return {
      cards: [card(id, `${values.length} ${type}s`)],
      of: new Map(values.map((value) => [value, id] as const)),
    }
  }
  const of = new Map(values.map((value) => [value, `${scope.id} ${type} ${value.name}`] as const))
  return { cards: [...of].map(([value, id]) => card(id, value.name)), of }
}

class Wires {
  readonly #wires = new Map<string, { from: string; to: string; tensors: Map<Value, TensorInfo> }>()

  constructor(readonly infoOf: (value: Value) => TensorInfo) {}

  add(from: string, to: string, value: Value): void {
    const key = JSON.stringify([from, to])
    const wire = this.#wires.get(key) ?? { from, to, tensors: new Map() }
    this.#wires.set(key, wire)
    if (!wire.tensors.has(value)) wire.tensors.set(value, this.infoOf(value))
  }

  list(): ScopeWire[] {
    return [...this.#wires.values()].map(({ from, to, tensors }) => ({
      from,
      to,
      tensors: [...tensors.values()],
    }))
  }
}

function pathOf(context: LevelContext, graph: ModelGraph, scope: TreeScope): ModelScope['path'] {
  const here = ancestry(scope).map(({ id, title }) => ({ scope: id, title }))
  if (graph.key === '') return here
  if (graph.around === undefined) return [{ scope: '', title: context.title }, ...here]
  const { graph: outer, node } = graph.around
  return [...pathOf(context, outer, need(outer.tree.scopeOf[node], 'a scope of the node')), ...here]
}
