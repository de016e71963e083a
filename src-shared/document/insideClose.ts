/** The parts of an opened node are replaced by the composite that they were, where they still are what was inside. */
import { err, ok, type Result } from '../base/result'
import type { Inside } from '../kinds/inside'
import { kinds, withDefaults } from '../kinds/registry'
import { apply, type Change, type Diff, join, NO_CHANGE } from './diff'
import { type DocumentNode, documentNode, type HeedDocument, type PortRef, type Wire } from './document'
import { growAround, resize } from './edits'
import { insideOf, type Opened } from './insideOpen'
import { giveRoomBack, sizeOfInside } from './insideRoom'
import { titleOf } from './structure'

/** Puts the composite back in the place of its parts, when they still are what was inside. `id` is any of the parts. */
export function closeNode(document: HeedDocument, id: string): Result<Opened, string> {
  const composite = compositeOf(document, id)
  if (!composite) return err('It was not opened from another node.')
  const parts = partsOf(document, composite.id)
  const kind = kinds.get(composite.kind)
  if (!kind?.inside) return err(`There is no kind “${composite.kind}”.`)
  const inner = new Set(Object.values(parts))
  const partOf = new Map(Object.entries(parts).map(([part, one]) => [one, part] as const))
  const all = Object.values(document.wires)
  const name = (ref: PortRef) => `${partOf.get(ref.node)}.${ref.port}`

  // What it would be, were it there again: its sizes come from what is wired to its parts.
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const one of inner) nodes[one] = { before: document.nodes[one]! }
  const parent =
    composite.parent !== undefined && document.nodes[composite.parent] ? composite.parent : undefined
  const { parent: _, ...rest } = composite
  const back: DocumentNode = { ...rest, ...(parent !== undefined && { parent }) }
  nodes[back.id] = { ...nodes[back.id], after: back }
  const incoming = all.filter(({ from, to }) => inner.has(to.node) && !inner.has(from.node))
  const outgoing = all.filter(({ from, to }) => inner.has(from.node) && !inner.has(to.node))
  const within = all.filter(({ from, to }) => inner.has(from.node) && inner.has(to.node))

  const arrived = inputsBack(composite, document, incoming, name)
  if (!arrived.ok) return arrived
  const { inside, sources } = arrived.value
  const changed = differences(document, inside, parts, within, name)
  if (changed)
    return err(`${titleOf(composite)} was changed inside: ${changed}. It can stay open, or be undone.`)

  const wires: Record<string, Change<Wire>> = {}
  for (const wire of [...incoming, ...outgoing, ...within]) wires[wire.id] = { before: wire }
  for (const [port, wire] of sources) {
    const { order: _order, ...plain } = wire
    wires[wire.id] = { ...wires[wire.id], after: { ...plain, to: { node: back.id, port } } }
  }
  const outputOf = new Map(
    Object.entries(inside.outputs)
      .map(([port, ref]) => [ref, port] as const)
      .reverse(),
  )
  for (const wire of outgoing) {
    const drawn = document.nodes[wire.from.node]?.openedFrom?.gives[wire.id]
    const port =
      drawn !== undefined && inside.outputs[drawn] === name(wire.from) ? drawn : outputOf.get(name(wire.from))
    if (port === undefined)
      return err(
        `${titleOf(composite)} was changed inside: a wire leaves from ${name(wire.from)}. Remove it to close.`,
      )
    wires[wire.id] = { ...wires[wire.id], after: { ...wire, from: { node: back.id, port } } }
  }
  let diff: Diff = { ...NO_CHANGE, nodes, wires }
  const step = (next: (now: HeedDocument) => Diff) => {
    diff = join(diff, next(apply(document, diff)))
  }
  step((now) => giveRoomBack(now, back, sizeOfInside(inside)))
  const { around = {} } = document.nodes[id]!.openedFrom ?? {}
  for (const [loop, size] of Object.entries(around)) step((now) => resize(now, loop, size))
  if (parent !== undefined) step((now) => growAround(now, back.id))
  return ok({ diff, ids: parts })
}

/** The composite that a part was opened from. */
export function compositeOf(document: HeedDocument, id: string): DocumentNode | undefined {
  const from = document.nodes[id]?.openedFrom
  const read = from && documentNode.safeParse(from.node)
  return read?.success && document.nodes[read.data.id] === undefined ? read.data : undefined
}

/** Ids of the parts on the canvas, by name. */
export function partsOf(document: HeedDocument, composite: string): Record<string, string> {
  return Object.fromEntries(
    Object.values(document.nodes).flatMap(({ id, openedFrom }) => {
      const node = openedFrom?.node as { id?: unknown } | undefined
      return node?.id === composite ? [[openedFrom!.part, id] as const] : []
    }),
  )
}

/** What is inside with the inputs that arrive at the parts, and the wire that goes back to each input of the composite. */
function inputsBack(
  composite: DocumentNode,
  document: HeedDocument,
  incoming: readonly Wire[],
  name: (ref: PortRef) => string,
): Result<{ readonly inside: Inside; readonly sources: ReadonlyMap<string, Wire> }, string> {
  const was = `${titleOf(composite)} was changed inside`
  const sources = new Map<string, Wire>()
  for (const wire of incoming) {
    const { to } = wire
    const beside = incoming
      .filter((other) => other.to.node === to.node && other.to.port === to.port)
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    const port = document.nodes[to.node]?.openedFrom?.takes[to.port]?.[beside.indexOf(wire)]
    if (port === undefined) return err(`${was}: a wire arrives at ${name(to)}. Remove it to close.`)
    const known = sources.get(port)
    if (known && (known.from.node !== wire.from.node || known.from.port !== wire.from.port))
      return err(`${was}: its “${port}” comes from two places.`)
    if (!known) sources.set(port, wire)
  }
  const wires: Record<string, Wire> = { ...document.wires }
  for (const [port, { from }] of sources)
    wires[`${composite.id} ${port}`] = {
      id: `${composite.id} ${port}`,
      from,
      to: { node: composite.id, port },
    }
  const trial = { ...document, nodes: { ...document.nodes, [composite.id]: composite }, wires }
  const inside = insideOf(trial, composite.id)
  if (!inside.ok) return inside
  const wanted = Object.entries(inside.value.inputs).flatMap(([port, targets]) =>
    sources.has(port) ? targets : [],
  )
  const arrived = incoming.map(({ to }) => name(to))
  for (const target of new Set(wanted)) {
    const count = (list: readonly string[]) => list.filter((one) => one === target).length
    if (count(arrived) < count(wanted)) return err(`${was}: a wire into ${target} is gone.`)
  }
  return ok({ inside: inside.value, sources })
}

/** What of the parts is not as it was opened, in words. */
function differences(
  document: HeedDocument,
  inside: Inside,
  parts: Readonly<Record<string, string>>,
  within: readonly Wire[],
  name: (ref: PortRef) => string,
): string | undefined {
  for (const [part, expected] of Object.entries(inside.nodes)) {
    const node = parts[part] === undefined ? undefined : document.nodes[parts[part]]
    if (!node) return `“${expected.title ?? part}” is gone`
    const kind = kinds.get(expected.kind)!
    if (node.kind !== expected.kind) return `“${titleOf(node)}” is another kind`
    const wanted = withDefaults(kind, expected.params ?? {})
    const given = withDefaults(kind, node.params)
    const param = Object.keys(wanted).find((key) => wanted[key] !== given[key])
    if (param !== undefined) return `${titleOf(node)} ▸ ${kind.params[param]?.label ?? param} is another`
  }
  const is = within.map(({ from, to }) => `${name(from)} ${name(to)}`).sort()
  const should = inside.wires.map(([from, to]) => `${from} ${to}`).sort()
  const gone = should.find((wire) => !is.includes(wire))
  if (gone) return `the wire from ${gone.replace(' ', ' to ')} is gone`
  return is.length === should.length ? undefined : 'there are more wires'
}
