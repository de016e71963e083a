/** A composite node is replaced by what is inside of it. */
import { assert } from '../base/assert'
import { err, ok, type Result } from '../base/result'
import type { Inside } from '../kinds/inside'
import { kinds, withDefaults } from '../kinds/registry'
import { apply, type Change, type Diff, join, NO_CHANGE } from './diff'
import type { DocumentNode, HeedDocument, PortRef, Wire } from './document'
import { freeId, growAround, portAt } from './edits'
import { ancestors } from './editsPlaces'
import { infer } from './infer'
import { makeRoom, sizeOfInside } from './insideRoom'
import { portKey, titleOf } from './structure'

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
