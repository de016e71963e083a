/**
 * How a document hangs together: which loop each node lies in, which wires go where, and an order in which every node comes after what it
 * reads. A cycle is legal only through Previous, whose `next` is read one step later.
 */
import type { Problem } from '../base/problem'
import type { Kind, Port } from '../kinds/kind'
import { inputPorts, kinds, outputPorts, withDefaults } from '../kinds/registry'
import type { DocumentNode, HeedDocument, PortRef, Wire } from './document'

/** Nodes outside of every loop lie in the level of this name. */
export const TOP = ''

export interface Structure {
  /** Node ids by the loop that they lie in ({@link TOP} outside), each after what it reads; groups are in none. */
  readonly levels: ReadonlyMap<string, readonly string[]>
  /** Each node's ports. */
  readonly ports: ReadonlyMap<string, Ports>
  /** Wires by the port they end at, `node.port`, in order. */
  readonly into: ReadonlyMap<string, readonly Wire[]>
  /** Who reads whom, by level; without wires that would close a cycle. */
  readonly edges: ReadonlyMap<string, readonly Edge[]>
  readonly problems: readonly Problem[]
}

export function portKey(ref: PortRef): string {
  return `${ref.node}.${ref.port}`
}

export interface Ports {
  readonly inputs: Readonly<Record<string, Port>>
  readonly outputs: Readonly<Record<string, Port>>
}

/** A node's ports; none when its kind is unknown. */
export function portsOf(node: DocumentNode): Ports {
  const kind = kinds.get(node.kind)
  if (!kind) return { inputs: {}, outputs: {} }
  const params = withDefaults(kind, node.params)
  return { inputs: inputPorts(kind, params), outputs: outputPorts(kind, params) }
}

export function titleOf(node: DocumentNode): string {
  return node.title || kinds.get(node.kind)?.title || node.kind
}

/** Whether a node is drawn as a frame that others lie in: a loop, a group, or a frame of a kind that is not known. */
export function isFrame(node: DocumentNode): boolean {
  const kind = kinds.get(node.kind)
  return kind === undefined ? node.size !== undefined : isFrameKind(kind)
}

export function isFrameKind({ structural }: Kind): boolean {
  return structural === 'loop' || structural === 'group'
}

/** A group means nothing for what is computed: what lies in it lies in the loop around it. */
export function isGroup(node: DocumentNode): boolean {
  return kinds.get(node.kind)?.structural === 'group'
}

/** The loop that a node lies in, through the groups around it; {@link TOP} outside, and where its frames are not what they should be. */
export function parentOf(document: HeedDocument, id: string): string {
  const frames = framesAround(document, id)
  return frames?.find((at) => !isGroup(document.nodes[at]!)) ?? TOP
}

/** The frames around a node, innermost first; undefined where it names one in which nothing can lie, or that lies in the node itself. */
function framesAround(document: HeedDocument, id: string): string[] | undefined {
  const first = document.nodes[id]?.parent
  if (first !== undefined && !holds(document, first)) return undefined
  const found: string[] = []
  for (let at = first; at !== undefined && holds(document, at); at = document.nodes[at]?.parent) {
    if (at === id || found.includes(at)) return undefined
    found.push(at)
  }
  return found
}

/** Whether nodes can lie in this one: a loop, a group, or a kind of which nothing is known. */
function holds(document: HeedDocument, id: string): boolean {
  const node = document.nodes[id]
  return node !== undefined && (isFrame(node) || !kinds.has(node.kind))
}

/** The loops around a level, from itself outwards to {@link TOP}. */
export function scopesFrom(document: HeedDocument, level: string): string[] {
  const scopes = [level]
  const seen = new Set(scopes)
  for (let at = level; at !== TOP; ) {
    at = parentOf(document, at)
    if (seen.has(at)) break
    seen.add(at)
    scopes.push(at)
  }
  return scopes
}

/** The frames that a node in a wire may lie in, the one of its source first; undefined is none. */
export function framesBetween(document: HeedDocument, from: PortRef, to: PortRef): (string | undefined)[] {
  return [...new Set([frameOfEnd(document, from, 'outputs'), frameOfEnd(document, to, 'inputs')])]
}

function frameOfEnd(document: HeedDocument, { node, port }: PortRef, side: keyof Ports): string | undefined {
  const found = document.nodes[node]
  if (found !== undefined && portsOf(found)[side][port]?.inside) return node
  return framesAround(document, node)?.[0]
}

/** The level whose insides an end of a wire belongs to. */
function levelOfEnd(document: HeedDocument, ref: PortRef, port: Port | undefined): string {
  return port?.inside ? ref.node : parentOf(document, ref.node)
}

/** Why a wire may not go from one loop level to the other, or undefined. */
export function scopeRefusal(document: HeedDocument, from: PortRef, to: PortRef): string | undefined {
  const source = document.nodes[from.node]
  const target = document.nodes[to.node]
  if (!source || !target) return 'One of its nodes does not exist.'
  const fromLevel = levelOfEnd(document, from, portsOf(source).outputs[from.port])
  const toLevel = levelOfEnd(document, to, portsOf(target).inputs[to.port])
  if (scopesFrom(document, toLevel).includes(fromLevel)) return undefined
  const loop = document.nodes[fromLevel]
  return `${titleOf(source)} lies inside of the loop “${loop ? titleOf(loop) : fromLevel}”: wire it to the loop’s result, and go on from the loop.`
}

/** `to` reads `from`; both lie in the same level. */
export interface Edge {
  readonly from: string
  readonly to: string
}

/** What a wire means for the order of its source's level; undefined when it means nothing there. */
export function edgeOf(
  document: HeedDocument,
  from: PortRef,
  to: PortRef,
): (Edge & { readonly level: string }) | undefined {
  const source = document.nodes[from.node]!
  const target = document.nodes[to.node]!
  if (portsOf(source).outputs[from.port]?.inside) return undefined
  const level = parentOf(document, source.id)
  // The item of the source's level that the wire ends in: the target itself or the loop around it.
  const scopes = portsOf(target).inputs[to.port]?.inside
    ? scopesFrom(document, target.id)
    : [target.id, ...scopesFrom(document, parentOf(document, target.id))]
  const item = scopes[scopes.indexOf(level) - 1]
  if (item === undefined || item === TOP) return undefined
  const later = item === target.id && kinds.get(target.kind)?.structural === 'previous' && to.port === 'next'
  return later ? undefined : { level, from: source.id, to: item }
}

interface WiredEdge extends Edge {
  readonly wire: Wire
}

export function structureOf(document: HeedDocument): Structure {
  const problems: Problem[] = []
  const nodes = Object.values(document.nodes)
  const ports = new Map(nodes.map((node) => [node.id, portsOf(node)] as const))
  const into = new Map<string, Wire[]>()
  const edges = new Map<string, WiredEdge[]>()
  const members = new Map<string, string[]>([[TOP, []]])
  for (const node of nodes) {
    if (framesAround(document, node.id) === undefined)
      problems.push({
        node: node.id,
        severity: 'error',
        message: `${titleOf(node)}: it lies in “${node.parent}”, which is ${document.nodes[node.parent!] ? 'no loop and no group around it' : 'not there'}.`,
        mend: 'Drag it out, or into a loop or group.',
      })
    if (!isGroup(node)) listOf(members, parentOf(document, node.id)).push(node.id)
  }

  for (const wire of Object.values(document.wires)) {
    const source = document.nodes[wire.from.node]
    const target = document.nodes[wire.to.node]
    const from = ports.get(wire.from.node)?.outputs[wire.from.port]
    const to = ports.get(wire.to.node)?.inputs[wire.to.port]
    if (!source || !target || !from || !to) {
      // Of a kind that is not known, neither are the ports: the wire is there, its type is not.
      if (source && to && !kinds.has(source.kind)) listOf(into, portKey(wire.to)).push(wire)
      else if (source && target && kinds.has(source.kind) && kinds.has(target.kind))
        problems.push({
          wire: wire.id,
          node: target.id,
          severity: 'error',
          message: `A wire goes from ${titleOf(source)} ▸ ${wire.from.port} to ${titleOf(target)} ▸ ${wire.to.port}, but there is no such ${from ? 'input' : 'output'} any more.`,
          mend: 'Remove the wire.',
        })
      continue
    }
    const refusal = scopeRefusal(document, wire.from, wire.to)
    if (refusal) {
      problems.push({
        wire: wire.id,
        node: target.id,
        port: wire.to.port,
        severity: 'error',
        message: refusal,
      })
      continue
    }
    const key = portKey(wire.to)
    listOf(into, key).push(wire)
    const edge = edgeOf(document, wire.from, wire.to)
    if (edge) listOf(edges, edge.level).push({ ...edge, wire })
  }
  for (const wires of into.values()) wires.sort((a, b) => (a.order ?? 0) - (b.order ?? 0))

  const levels = new Map<string, readonly string[]>()
  const legal = new Map<string, readonly Edge[]>()
  for (const [level, ids] of members) {
    const found = sorted(document, ids, edges.get(level) ?? [], problems)
    levels.set(level, found.order)
    legal.set(level, found.edges)
  }
  return { levels, ports, into, edges: legal, problems }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const fresh: T[] = []
  lists.set(key, fresh)
  return fresh
}

/** Kahn's order; where a cycle is in the way, the wires that close one are reported and left out. */
function sorted(
  document: HeedDocument,
  ids: readonly string[],
  edges: readonly WiredEdge[],
  problems: Problem[],
): { readonly order: string[]; readonly edges: readonly Edge[] } {
  const order = kahn(ids, edges)
  if (order.length === ids.length) return { order, edges }
  const legal: Edge[] = []
  for (const edge of edges) {
    if (reaches(legal, edge.to, edge.from)) {
      const node = document.nodes[edge.to]!
      problems.push({
        wire: edge.wire.id,
        node: edge.wire.to.node,
        port: edge.wire.to.port,
        severity: 'error',
        message: `This wire closes a cycle at ${titleOf(node)}: a value would depend on itself.`,
        mend: 'Inside of a loop, wire it through a Previous.',
      })
    } else legal.push(edge)
  }
  return { order: kahn(ids, legal), edges: legal }
}

function kahn(ids: readonly string[], edges: readonly Edge[]): string[] {
  const waiting = new Map(ids.map((id) => [id, 0]))
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
    const list = next.get(from)
    if (list) list.push(to)
    else next.set(from, [to])
  }
  const order = ids.filter((id) => waiting.get(id) === 0)
  for (let i = 0; i < order.length; i++) {
    for (const to of next.get(order[i]!) ?? []) {
      const left = waiting.get(to)! - 1
      waiting.set(to, left)
      if (left === 0) order.push(to)
    }
  }
  return order
}

/** Whether `to` reads `from`, directly or through others. */
export function reaches(edges: readonly Edge[], from: string, to: string): boolean {
  if (from === to) return true
  const seen = new Set([from])
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of edges) {
      if (edge.from !== at || seen.has(edge.to)) continue
      if (edge.to === to) return true
      seen.add(edge.to)
      open.push(edge.to)
    }
  }
  return false
}
