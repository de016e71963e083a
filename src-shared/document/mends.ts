/**
 * What would mend a wire that may not be, as data: a node that stands between its ends. Only what was tried is offered: the node is put there
 * in thought, and both wires must be allowed.
 */
import type { Kind, Params } from '../kinds/kind'
import { kindOf, kinds, withDefaults } from '../kinds/registry'
import { apply, type Diff, join } from './diff'
import type { HeedDocument, PortRef, Wire } from './document'
import { addNode, connect } from './edits'
import type { Point } from './editsPlaces'
import { insertInto, type Way, wayBetween } from './editsWires'
import { type Inference, infer } from './infer'
import { refusal } from './refusal'
import { edgeOf, framesBetween, portKey, portsOf, reaches, titleOf } from './structure'

export interface Mend {
  /** What its button says: `Insert Dense of 64`. */
  readonly label: string
  readonly kind: string
  readonly params: Params
  /** The loop or group that the node lies in; absent outside of all. */
  readonly frame?: string | undefined
  readonly from: PortRef
  readonly to: PortRef
  /** The wire that the node goes into, where it is drawn already. */
  readonly wire?: string | undefined
  readonly way: Way
  /** A wire that is possible then, and is drawn as well. */
  readonly also?: { readonly from: PortRef; readonly to: PortRef } | undefined
}

interface Candidate {
  readonly label: string
  readonly kind: Kind
  readonly params: Params
}

/** At most so many are offered. */
const MOST = 3

/** Nodes that would make this refused wire possible, the most fitting first. `wire` is its id where it is drawn. */
export function mendsOf(document: HeedDocument, from: PortRef, to: PortRef, wire?: string): readonly Mend[] {
  const source = document.nodes[from.node]
  const target = document.nodes[to.node]
  const output = source && portsOf(source).outputs[from.port]
  const input = target && portsOf(target).inputs[to.port]
  if (source === undefined || target === undefined || !output || !input) return []
  const cut = wire === undefined ? document : withoutWire(document, wire)
  const frames = framesBetween(document, from, to)
  const mends: Mend[] = [...mendsOfFirst(document, from, to, wire)]
  for (const { label, kind, params } of candidatesFor(cut, from, to)) {
    if (mends.length >= MOST) break
    // One pooling is enough to choose from; its panel has the others.
    if (mends.some((mend) => mend.kind === kind.id && mend.to === to)) continue
    for (const frame of frames) {
      const placed = placing(cut, kind, params, { x: 0, y: 0 }, frame)
      const way = wayBetween(apply(cut, placed.diff), from, to, placed.id)
      if (way === undefined) continue
      mends.push({ label, kind: kind.id, params, frame, from, to, wire, way })
      break
    }
  }
  return mends
}

/**
 * What a Previous holds has the shape of its first value: where that is in the way of what reads it, or of what it is to hold next, the first
 * value is the one to change.
 */
function mendsOfFirst(document: HeedDocument, from: PortRef, to: PortRef, wire?: string): readonly Mend[] {
  const previous = [from, to]
    .filter(({ port }) => port !== 'initial')
    .map(({ node }) => document.nodes[node])
    .find((node) => node !== undefined && kinds.get(node.kind)?.structural === 'previous')
  const first = Object.values(document.wires).find(
    (each) => each.to.node === previous?.id && each.to.port === 'initial' && each.id !== wire,
  )
  if (previous === undefined || first === undefined) return []
  const without = withoutWire(document, first.id)
  if (wire === undefined && refusal(without, from, to) !== undefined) return []
  const drawn = wire === undefined ? apply(without, connect(without, from, to)) : without
  return mendsOf(drawn, first.from, first.to)
    .filter((mend) => mend.kind === 'dense')
    .map((mend) => ({
      ...mend,
      label: `${mend.label} before ${titleOf(previous)} ▸ initial`,
      wire: first.id,
      also: wire === undefined ? { from, to } : undefined,
    }))
}

/** Mends of the wires that go into a port where something is wrong. */
export function mendsAt(document: HeedDocument, node: string, port: string): readonly Mend[] {
  const wires = Object.values(document.wires).filter(({ to }) => to.node === node && to.port === port)
  return wires.flatMap(({ id, from, to }) => mendsOf(document, from, to, id)).slice(0, MOST)
}

/** The node and both of its wires; `at` is relative to the mend's frame. */
export function applyMend(document: HeedDocument, mend: Mend, at: Point): { diff: Diff; id: string } {
  const { diff, id } = placing(document, kindOf(mend.kind), mend.params, at, mend.frame)
  const placed = apply(document, diff)
  const drawn = mend.wire === undefined ? undefined : document.wires[mend.wire]
  if (drawn !== undefined) {
    const into = join(diff, insertInto(placed, drawn, id, mend.way))
    if (mend.also === undefined) return { id, diff: into }
    return { id, diff: join(into, connect(apply(document, into), mend.also.from, mend.also.to)) }
  }
  const led = connect(placed, mend.from, { node: id, port: mend.way.input })
  const on = connect(apply(placed, led), { node: id, port: mend.way.output }, mend.to)
  return { id, diff: join(diff, join(led, on)) }
}

function placing(
  document: HeedDocument,
  kind: Kind,
  params: Params,
  at: Point,
  frame: string | undefined,
): { diff: Diff; id: string } {
  const { diff, id } = addNode(document, kind, at, frame)
  const node = diff.nodes[id]!.after!
  return {
    id,
    diff: { ...diff, nodes: { [id]: { after: { ...node, params: { ...node.params, ...params } } } } },
  }
}

function candidatesFor(document: HeedDocument, from: PortRef, to: PortRef): Candidate[] {
  const known = infer(document)
  const type = known.outputs.get(portKey(from))
  const sizes = sizesAt(document, to)
  const dense = sizes.map((size) => candidate('dense', { size }, `Insert Dense of ${size}`))
  const embedding = [
    ...sizes.map((size) => candidate('embedding', { size }, `Insert Embedding of ${size}`)),
    candidate('embedding', {}, 'Insert Embedding'),
  ]
  return [
    ...(type?.element === 'index' ? embedding : dense),
    candidate('pool', {}, 'Insert Pool over time'),
    closesCycle(document, known, from, to) ? candidate('previous', {}, 'Insert Previous') : undefined,
  ].filter((found): found is Candidate => found !== undefined)
}

function closesCycle(document: HeedDocument, { structure }: Inference, from: PortRef, to: PortRef): boolean {
  const edge = edgeOf(document, from, to)
  return edge !== undefined && reaches(structure.edges.get(edge.level) ?? [], edge.to, edge.from)
}

function candidate(id: string, params: Params, label: string): Candidate | undefined {
  const kind = kinds.get(id)
  return kind && { label, kind, params }
}

/**
 * Numbers of features that the target may want: those it makes, those of its other wires, those of its parameters. A Previous wants what its
 * readers want.
 */
function sizesAt(document: HeedDocument, to: PortRef): number[] {
  const { outputs } = infer(document)
  const holds = kinds.get(document.nodes[to.node]?.kind ?? '')?.structural === 'previous'
  const read = holds ? Object.values(document.wires).filter(({ from }) => from.node === to.node) : []
  const wanted = read.flatMap((wire) => (wire.to.node === to.node ? [] : sizesOf(document, wire.to, outputs)))
  return [...new Set([...sizesOf(document, to, outputs), ...wanted])]
}

function sizesOf(document: HeedDocument, to: PortRef, outputs: Inference['outputs']): number[] {
  const arriving = Object.values(document.wires)
    .filter((wire) => wire.to.node === to.node)
    .flatMap(({ from }) => outputs.get(portKey(from))?.axes.at(-1)?.size ?? [])
  const node = document.nodes[to.node]!
  const made = Object.keys(portsOf(node).outputs).flatMap(
    (port) => outputs.get(portKey({ node: node.id, port }))?.axes.at(-1)?.size ?? [],
  )
  const kind = kinds.get(node.kind)
  const params = kind ? withDefaults(kind, node.params) : {}
  const own = Object.entries(kind?.params ?? {})
    .filter(([, { type }]) => type === 'integer')
    .map(([name]) => Number(params[name]))
  return [...made, ...arriving, ...own].filter((size) => size >= 1 && size <= 4096)
}

function withoutWire(document: HeedDocument, id: string): HeedDocument {
  const { [id]: _, ...wires }: Record<string, Wire> = document.wires
  return { ...document, wires }
}
