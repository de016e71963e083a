/** A level of the hierarchy as it is drawn: blocks that repeat stand as one stack of cards until it is unfolded. */
import type { ModelScope, ScopeNode, ScopeWire, TensorInfo } from '../../contract/model'

export interface LevelNode extends Omit<ScopeNode, 'type'> {
  readonly type: ScopeNode['type'] | 'stack'
  /** Scopes that a stack stands for, in their order. */
  readonly members?: readonly ScopeNode[] | undefined
}

export interface Level {
  readonly nodes: readonly LevelNode[]
  readonly wires: readonly ScopeWire[]
}

/** Fewer repetitions than this stand side by side. */
const LEAST = 3

export function stackId(pattern: string): string {
  return `stack ${pattern}`
}

/** `unfolded` are patterns whose repetitions stand side by side. */
export function foldRepeats({ nodes, wires }: ModelScope, unfolded: ReadonlySet<string>): Level {
  const groups = new Map<string, ScopeNode[]>()
  for (const node of nodes) {
    if (node.pattern === undefined || unfolded.has(node.pattern)) continue
    groups.set(node.pattern, [...(groups.get(node.pattern) ?? []), node])
  }
  const stackOf = new Map<string, string>()
  const stacks = new Map<string, LevelNode>()
  const targets = targetsOf(wires)
  for (const [pattern, members] of leaves(nodes, wires)) {
    if (members.length < LEAST || unfolded.has(pattern)) continue
    const stack = { ...stackNode(pattern, members), title: members[0]!.operator ?? members[0]!.title }
    for (const { id } of members) stackOf.set(id, stack.id)
    stacks.set(members[0]!.id, stack)
  }
  for (const [pattern, members] of groups) {
    if (members.length < LEAST || leavesAndReturns(new Set(members.map(({ id }) => id)), targets)) continue
    const stack = stackNode(pattern, members)
    for (const { id } of members) stackOf.set(id, stack.id)
    stacks.set(members[0]!.id, stack)
  }
  if (stacks.size === 0) return { nodes, wires }
  return {
    nodes: nodes.flatMap((node): LevelNode[] => {
      const stack = stacks.get(node.id)
      if (stack !== undefined) return [stack]
      return stackOf.has(node.id) ? [] : [node]
    }),
    wires: joinWires(wires, (id) => stackOf.get(id) ?? id),
  }
}

/** The node of the level that stands for `id`: itself, or the stack that it lies in. */
export function shownAs(level: Level, id: string): string | undefined {
  return level.nodes.find((node) => node.id === id || node.members?.some((member) => member.id === id))?.id
}

function stackNode(pattern: string, members: readonly ScopeNode[]): LevelNode {
  const [first, last] = [members[0]!, members.at(-1)!]
  return {
    id: stackId(pattern),
    type: 'stack',
    title: `${first.title} … ${last.title}`,
    enter: [],
    operators: members.reduce((sum, { operators }) => sum + operators, 0),
    pattern,
    sites: members.flatMap(({ sites }) => sites),
    members,
  }
}

/** Operators that take only what lies in the file, by operator: exporters write one for each weight that is shared. */
function leaves(nodes: readonly ScopeNode[], wires: readonly ScopeWire[]): ReadonlyMap<string, ScopeNode[]> {
  const fed = new Set(wires.map(({ to }) => to))
  const byOperator = new Map<string, ScopeNode[]>()
  for (const node of nodes) {
    if (node.type !== 'operator' || node.sites.length > 0 || node.enter.length > 0 || fed.has(node.id))
      continue
    const pattern = leafPattern(node)
    byOperator.set(pattern, [...(byOperator.get(pattern) ?? []), node])
  }
  return byOperator
}

/** Under which a card is folded and unfolded. */
export function patternOf(node: ScopeNode): string | undefined {
  return node.pattern ?? (node.type === 'operator' ? leafPattern(node) : undefined)
}

function leafPattern({ operator, title }: ScopeNode): string {
  return `constants ${operator ?? title}`
}

function targetsOf(wires: readonly ScopeWire[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>()
  for (const { from, to } of wires) {
    const list = targets.get(from)
    if (list === undefined) targets.set(from, [to])
    else list.push(to)
  }
  return targets
}

/** Whether something between the members lies outside of them: one card for them would then stand on both of its sides. */
function leavesAndReturns(
  members: ReadonlySet<string>,
  targets: ReadonlyMap<string, readonly string[]>,
): boolean {
  const seen = new Set<string>()
  const open = [...members].flatMap((id) => (targets.get(id) ?? []).filter((to) => !members.has(to)))
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (members.has(id)) return true
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(targets.get(id) ?? []))
  }
  return false
}

function joinWires(wires: readonly ScopeWire[], nameOf: (id: string) => string): ScopeWire[] {
  const joined = new Map<string, { from: string; to: string; tensors: Map<string, TensorInfo> }>()
  for (const wire of wires) {
    const [from, to] = [nameOf(wire.from), nameOf(wire.to)]
    if (from === to && wire.from !== wire.to) continue
    const key = `${from}\n${to}`
    const one = joined.get(key) ?? { from, to, tensors: new Map() }
    for (const tensor of wire.tensors) one.tensors.set(tensor.name, tensor)
    joined.set(key, one)
  }
  return [...joined.values()].map(({ from, to, tensors }) => ({ from, to, tensors: [...tensors.values()] }))
}
