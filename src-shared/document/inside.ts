/** Composite nodes open into what is inside of them, and close again: pure edits, with the names that their weights have in between. */
import { assert } from '../base/assert'
import { err, ok, type Result } from '../base/result'
import type { Inside, NamedWeights } from '../kinds/inside'
import { kinds, withDefaults } from '../kinds/registry'
import { apply, type Change, type Diff, isEmpty, join, NO_CHANGE } from './diff'
import { type DocumentNode, documentNode, type HeedDocument, type PortRef, type Wire } from './document'
import { freeId, growAround, move, portAt, resize } from './edits'
import { ancestors } from './editsPlaces'
import { infer } from './infer'
import { portKey, titleOf } from './structure'

/** Room of a card on the canvas. */
const CARD = { width: 230, height: 130 }

export interface Opened {
  readonly diff: Diff
  /** Ids of the parts on the canvas, by their names in the kind's inside. */
  readonly ids: Readonly<Record<string, string>>
}

/** What is inside of a node, or why nothing can be shown. */
export function insideOf(document: HeedDocument, id: string): Result<Inside, string> {
  const node = document.nodes[id]
  const kind = node && kinds.get(node.kind)
  if (!node || !kind?.inside) return err('Nothing simpler is inside of it.')
  const bindings = infer(document).bindings.get(id)
  if (!bindings) return err('Wire its inputs first: what is inside depends on their sizes.')
  return kind.inside(withDefaults(kind, node.params), bindings)
}

/** Replaces a composite node by its inside. What lies right of it makes room. */
export function openNode(document: HeedDocument, id: string): Result<Opened, string> {
  const found = insideOf(document, id)
  if (!found.ok) return found
  const node = document.nodes[id]!
  const inside = found.value
  const wired = Object.values(document.wires)
  const lost = wired.find(({ from }) => from.node === id && inside.outputs[from.port] === undefined)
  if (lost)
    return err(
      `Its output “${lost.from.port}” is wired, and inside there is no such value. Remove that wire first.`,
    )
  const tied = Object.values(document.nodes).find(
    ({ tieTo }) => tieTo !== undefined && Object.values(tieTo).some((tie) => tie.node === id),
  )
  if (tied || node.tieTo)
    return err(`It shares a weight with ${tied ? titleOf(tied) : 'another node'}. Untie it first.`)

  const used = new Set(wired.filter(({ to }) => to.node === id).map(({ to }) => to.port))
  const around = Object.fromEntries(
    ancestors(document, id).flatMap((loop) => {
      const { size } = document.nodes[loop]!
      return size ? [[loop, size] as const] : []
    }),
  )
  const gives = Object.fromEntries(
    wired.filter(({ from }) => from.node === id).map((wire) => [wire.id, wire.from.port] as const),
  )
  const ids = idsOf(document, id, inside)
  const nodes: Record<string, Change<DocumentNode>> = { [id]: { before: node } }
  for (const [part, { kind, params = {}, title, at, parent, size }] of Object.entries(inside.nodes)) {
    const base = parent === undefined ? node.position : { x: 0, y: 0 }
    const into = parent === undefined ? node.parent : ids[parent]
    const known = kinds.get(kind)!
    nodes[ids[part]!] = {
      after: {
        id: ids[part]!,
        kind,
        version: known.version,
        ...(title !== undefined && { title }),
        params: { ...withDefaults(known, params) },
        position: { x: base.x + at[0], y: base.y + at[1] },
        ...(size && { size: { ...size } }),
        ...(into !== undefined && { parent: into }),
        openedFrom: { node, part, takes: takenBy(inside, part, used), gives, around },
      },
    }
  }
  const without = { ...document, wires: {} as Record<string, Wire> }
  const wires: Record<string, Change<Wire>> = {}
  const add = (wire: Wire) => {
    wires[wire.id] = { ...wires[wire.id], after: wire }
    without.wires[wire.id] = wire
  }
  const newWire = (from: PortRef, to: PortRef, order?: number, keep?: string) => {
    const wanted = keep ?? `${from.node}.${from.port}-${to.node}.${to.port}`
    const wireId = keep ?? freeId(wanted, { ...document.wires, ...without.wires })
    add({ id: wireId, from, to, ...(order !== undefined && { order }) })
  }
  const end = (ref: string): PortRef => {
    const [part = '', port = ''] = ref.split('.')
    return { node: ids[part]!, port }
  }
  const orders = new Map<string, number>()
  const orderAt = (ref: string): number | undefined => {
    const [part = '', port = ''] = ref.split('.')
    const after = nodes[ids[part]!]?.after
    const target = after && portAt({ ...document, nodes: { [after.id]: after } }, { node: after.id, port })
    if (!target?.many) return undefined
    const order = orders.get(ref) ?? 0
    orders.set(ref, order + 1)
    return order
  }
  for (const wire of wired) {
    const [into, out] = [wire.to.node === id, wire.from.node === id]
    if (!into && !out) continue
    wires[wire.id] = { before: wire }
  }
  // In the order of the composite's inputs: a port that takes many keeps their order.
  for (const [port, targets] of Object.entries(inside.inputs)) {
    for (const wire of wired.filter(({ to }) => to.node === id && to.port === port))
      targets.forEach((target, i) => {
        newWire(wire.from, end(target), orderAt(target), i === 0 ? wire.id : undefined)
      })
  }
  for (const [from, to] of inside.wires) newWire(end(from), end(to), orderAt(to))
  for (const wire of wired)
    if (wire.from.node === id) add({ ...wire, from: end(inside.outputs[wire.from.port]!) })

  let diff: Diff = { ...NO_CHANGE, nodes, wires }
  diff = join(diff, makeRoom(apply(document, diff), node, sizeOfInside(inside), ids))
  const grown = Object.values(ids).find((part) => nodes[part]?.after?.parent === node.parent)
  if (node.parent !== undefined && grown !== undefined)
    diff = join(diff, growAround(apply(document, diff), grown))
  return ok({ diff, ids })
}

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

export interface Expanded {
  readonly document: HeedDocument
  /** Where the outputs of composites come from: `node.port` by `node.port`. */
  readonly outputs: ReadonlyMap<string, string>
}

/** Every composite that is nothing but its inside, opened: what is lowered. Its inputs must be wired and fit. */
export function expanded(document: HeedDocument): Expanded {
  const outputs = new Map<string, string>()
  let whole = document
  for (;;) {
    const composite = Object.values(whole.nodes).find(({ kind }) => {
      const known = kinds.get(kind)
      return known?.inside !== undefined && known.lower === undefined
    })
    if (!composite) return { document: whole, outputs }
    const inside = insideOf(whole, composite.id)
    const opened = openNode(whole, composite.id)
    assert(inside.ok && opened.ok, `an inside of ${titleOf(composite)}`, opened)
    for (const [port, from] of Object.entries(inside.value.outputs)) {
      const [part = '', inner = ''] = from.split('.')
      outputs.set(
        portKey({ node: composite.id, port }),
        portKey({ node: opened.value.ids[part]!, port: inner }),
      )
    }
    whole = apply(whole, opened.value.diff)
  }
}

/** The weights of parts from those of their composite, or the other way, in the names that the document gives them. */
export function carriedWeights(
  inside: Inside,
  ids: Readonly<Record<string, string>>,
  composite: string,
  weights: NamedWeights,
  way: 'open' | 'close',
): NamedWeights {
  if (!inside.weights) return {}
  const found: Record<string, NamedWeights[string]> = {}
  for (const repetition of repetitions(weights)) {
    const own = (prefix: string) =>
      Object.fromEntries(
        Object.entries(weights).flatMap(([name, tensor]) =>
          name.startsWith(`${prefix}.`) && name.endsWith(repetition) && indexOf(name) === repetition
            ? [[name.slice(prefix.length + 1, name.length - repetition.length), tensor] as const]
            : [],
        ),
      )
    if (way === 'open') {
      const given = own(composite)
      if (Object.keys(given).length === 0) continue
      for (const [name, tensor] of Object.entries(inside.weights.open(given))) {
        const [part = '', param = ''] = name.split('.')
        found[`${ids[part]}.${param}${repetition}`] = tensor
      }
    } else {
      const given = Object.fromEntries(
        Object.entries(ids).flatMap(([part, id]) =>
          Object.entries(own(id)).map(([param, tensor]) => [`${part}.${param}`, tensor] as const),
        ),
      )
      if (Object.keys(given).length === 0) continue
      for (const [param, tensor] of Object.entries(inside.weights.close(given)))
        found[`${composite}.${param}${repetition}`] = tensor
    }
  }
  return found
}

/** `[0]`, `[1][2]` … behind weights of repetitions that share none. */
function indexOf(name: string): string {
  return /(\[\d+\])*$/.exec(name)![0]
}

function repetitions(weights: NamedWeights): Set<string> {
  return new Set(Object.keys(weights).map(indexOf))
}

function idsOf(document: HeedDocument, id: string, inside: Inside): Record<string, string> {
  const taken: Record<string, unknown> = { ...document.nodes }
  return Object.fromEntries(
    Object.keys(inside.nodes).map((part) => {
      const free = freeId(`${id}-${part}`.slice(0, 60), taken)
      taken[free] = true
      return [part, free]
    }),
  )
}

/** The composite's wired inputs by the ports of one part that they go to. */
function takenBy({ inputs }: Inside, part: string, used: ReadonlySet<string>): Record<string, string[]> {
  const takes: Record<string, string[]> = {}
  for (const [port, targets] of Object.entries(inputs))
    for (const target of targets) {
      if (!used.has(port) || !target.startsWith(`${part}.`)) continue
      const own = target.slice(part.length + 1)
      takes[own] = [...(takes[own] ?? []), port]
    }
  return takes
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

interface Size {
  readonly width: number
  readonly height: number
}

/** Room that the parts take beside the composite's own card. */
function sizeOfInside({ nodes }: Inside): Size {
  const outer = Object.values(nodes).filter(({ parent }) => parent === undefined)
  return {
    width: Math.max(...outer.map(({ at, size }) => at[0] + (size ?? CARD).width)) - CARD.width,
    height: Math.max(...outer.map(({ at, size }) => at[1] + (size ?? CARD).height)) - CARD.height,
  }
}

function makeRoom(
  document: HeedDocument,
  node: DocumentNode,
  { width }: Size,
  ids: Readonly<Record<string, string>>,
): Diff {
  const own = new Set(Object.values(ids))
  return shift(document, node, width, (other) => !own.has(other.id) && other.position.x > node.position.x)
}

function giveRoomBack(document: HeedDocument, node: DocumentNode, { width }: Size): Diff {
  return shift(document, node, -width, (other) => other.position.x > node.position.x + width)
}

function shift(
  document: HeedDocument,
  node: DocumentNode,
  by: number,
  which: (other: DocumentNode) => boolean,
): Diff {
  const moved = Object.values(document.nodes).filter(
    (other) => other.id !== node.id && other.parent === node.parent && which(other),
  )
  const diff = move(
    document,
    Object.fromEntries(moved.map(({ id, position }) => [id, { x: position.x + by, y: position.y }])),
  )
  return isEmpty(diff) ? NO_CHANGE : diff
}
