/** Wires that other edits put in place of wires: between which ports exactly one way fits. */
import type { Port } from '../kinds/kind'
import { apply, type Change, type Diff, join, NO_CHANGE } from './diff'
import type { HeedDocument, PortRef, Wire } from './document'
import { connect, freeId, remove } from './edits'
import { descendants } from './editsPlaces'
import { infer } from './infer'
import { refusal } from './refusal'
import { portKey, portsOf } from './structure'

/** The ports by which a node can stand in a wire. */
export interface Way {
  readonly input: string
  readonly output: string
}

/** A node that goes into a wire, by the one pair of its ports that fits; undefined where none does, or several do. */
export function wayThrough(document: HeedDocument, wire: Wire, node: string): Way | undefined {
  if (wire.from.node === node || wire.to.node === node) return undefined
  return wayBetween(apply(document, remove(document, [], [wire.id])), wire.from, wire.to, node)
}

/**
 * The one pair of a node's free ports that leads from an output to an input. Ports that must be wired count before those that may be, and
 * ways that end in axes like those that the node was given before those that change them: a GRU in a sequence gives its states.
 */
export function wayBetween(
  document: HeedDocument,
  from: PortRef,
  to: PortRef,
  node: string,
): Way | undefined {
  const there = document.nodes[node]
  if (there === undefined) return undefined
  const ports = portsOf(there)
  const known = infer(document)
  const given = known.outputs.get(portKey(from))
  const ways: (Way & { readonly rank: number })[] = []
  for (const [input, port] of Object.entries(ports.inputs)) {
    if (port.inside) continue
    if (!port.many && known.structure.into.has(portKey({ node, port: input }))) continue
    if (refusal(document, from, { node, port: input }, known) !== undefined) continue
    const led = apply(document, connect(document, from, { node, port: input }))
    const ledKnown = infer(led)
    for (const [output, { inside }] of Object.entries(ports.outputs)) {
      if (inside || refusal(led, { node, port: output }, to, ledKnown) !== undefined) continue
      const type = ledKnown.outputs.get(portKey({ node, port: output }))
      const changes = given !== undefined && type?.axes.length !== given.axes.length
      ways.push({ input, output, rank: (port.optional ? 2 : 0) + (changes ? 1 : 0) })
    }
  }
  const best = Math.min(...ways.map(({ rank }) => rank))
  const [way, ...others] = ways.filter(({ rank }) => rank === best)
  return way === undefined || others.length > 0 ? undefined : { input: way.input, output: way.output }
}

/** Puts a node into a wire: the wire ends at the node, and another one goes on from it, with the place in order that the wire had. */
export function insertInto(document: HeedDocument, wire: Wire, node: string, way: Way): Diff {
  const cut = remove(document, [], [wire.id])
  const led = connect(apply(document, cut), wire.from, { node, port: way.input })
  const on = onward(document, wire, { node, port: way.output })
  return join(join(cut, led), { ...NO_CHANGE, wires: on })
}

/** Removes nodes, and wires what they read to what read them, wherever exactly one of the sources fits. */
export function removeAndHeal(document: HeedDocument, ids: Iterable<string>): Diff {
  const chosen = [...ids]
  const cut = remove(document, chosen)
  const gone = descendants(document, chosen)
  const left = apply(document, cut)
  const known = infer(left)
  const wires: Record<string, Change<Wire>> = { ...cut.wires }
  const all = Object.values(document.wires)
  for (const wire of all) {
    if (!gone.has(wire.from.node) || gone.has(wire.to.node)) continue
    const fits = sourcesOf(document, wire.from.node, gone).filter(
      ({ from }) =>
        refusal(left, from, wire.to, known) === undefined &&
        !all.some((other) => portKey(other.from) === portKey(from) && portKey(other.to) === portKey(wire.to)),
    )
    const needed = fits.filter(({ optional }) => !optional)
    const [one, ...more] = needed.length > 0 ? needed : fits
    if (one === undefined || more.length > 0) continue
    Object.assign(wires, onward({ ...document, wires: { ...document.wires, ...wires } }, wire, one.from))
  }
  return { ...cut, wires }
}

/** The wire, beginning elsewhere. */
function onward(
  { wires }: { readonly wires: Readonly<Record<string, unknown>> },
  wire: Wire,
  from: PortRef,
): Record<string, Change<Wire>> {
  const { points: _, ...rest } = wire
  const id = freeId(`${from.node}.${from.port}-${wire.to.node}.${wire.to.port}`, wires)
  return { [id]: { after: { ...rest, id, from } } }
}

interface Source {
  readonly from: PortRef
  /** Whether it went into a port that may be left unwired. */
  readonly optional: boolean
}

/** The outputs from outside that reach a node which goes, through others that go. */
function sourcesOf(document: HeedDocument, start: string, gone: ReadonlySet<string>): Source[] {
  const found = new Map<string, Source>()
  const seen = new Set([start])
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const wire of Object.values(document.wires)) {
      if (wire.to.node !== at) continue
      if (gone.has(wire.from.node)) {
        if (!seen.has(wire.from.node)) open.push(wire.from.node)
        seen.add(wire.from.node)
        continue
      }
      const optional = portInto(document, wire)?.optional === true
      const before = found.get(portKey(wire.from))
      if (before === undefined || before.optional)
        found.set(portKey(wire.from), { from: wire.from, optional })
    }
  }
  return [...found.values()]
}

function portInto(document: HeedDocument, { to }: Wire): Port | undefined {
  const node = document.nodes[to.node]
  return node && portsOf(node).inputs[to.port]
}
