/**
 * What a person does to a document, as pure functions from a document to a diff. They know kinds only as far as placing one needs it;
 * whether a wire may be is asked of `infer.ts` before. An edit that changes nothing gives an empty diff.
 */
import type { Kind, Params, ParamValue, Port } from '../kinds/kind'
import { inputPorts, kinds, withDefaults } from '../kinds/registry'
import type { Change, Diff, Field, FieldValue } from './diff'
import { apply, join, NO_CHANGE } from './diff'
import type { DocumentNode, HeedDocument, PortRef, Wire } from './document'
import { absolutePosition, ancestors, descendants, type Point, relativeTo } from './editsPlaces'
import { isFrameKind } from './structure'

export interface Added {
  readonly diff: Diff
  readonly id: string
}

/** Size of a loop or group that is put on the canvas. */
export const LOOP_SIZE = { width: 420, height: 240 } as const

/** Places a new node; `position` is relative to `parent` where one is given. */
export function addNode(document: HeedDocument, kind: Kind, position: Point, parent?: string): Added {
  const id = freeId(kind.id, document.nodes)
  const node: DocumentNode = {
    id,
    kind: kind.id,
    version: kind.version,
    params: { ...uniqueField(document, kind, firstParams(document, kind)) },
    position: rounded(position),
    ...(parent === undefined ? {} : { parent }),
    ...(isFrameKind(kind) ? { size: LOOP_SIZE } : {}),
  }
  return { id, diff: { ...NO_CHANGE, nodes: { [id]: { after: node } } } }
}

/** Draws a wire. A port that takes one wire gives up the one that it has; a variadic one gets it as its last. */
export function connect(document: HeedDocument, from: PortRef, to: PortRef): Diff {
  const there = Object.values(document.wires).filter((wire) => sameEnd(wire.to, to))
  if (there.some((wire) => sameEnd(wire.from, from))) return NO_CHANGE
  const many = portAt(document, to)?.many === true
  const id = freeId(`${from.node}.${from.port}-${to.node}.${to.port}`, document.wires)
  const order = 1 + Math.max(-1, ...there.map((wire) => wire.order ?? 0))
  const wire: Wire = { id, from: { ...from }, to: { ...to }, ...(many ? { order } : {}) }
  const wires: Record<string, Change<Wire>> = { [id]: { after: wire } }
  if (!many) for (const old of there) wires[old.id] = { before: old }
  return { ...NO_CHANGE, wires }
}

/** Removes nodes with everything inside of them, their wires and the ties to them; and single wires. */
export function remove(
  document: HeedDocument,
  nodeIds: Iterable<string>,
  wireIds: Iterable<string> = [],
): Diff {
  const gone = descendants(document, nodeIds)
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const node of Object.values(document.nodes)) {
    if (gone.has(node.id)) nodes[node.id] = { before: node }
    else {
      const untied = withoutTies(node, gone)
      if (untied !== node) nodes[node.id] = { before: node, after: untied }
    }
  }
  const cut = new Set(wireIds)
  const wires: Record<string, Change<Wire>> = {}
  for (const wire of Object.values(document.wires)) {
    if (cut.has(wire.id) || gone.has(wire.from.node) || gone.has(wire.to.node))
      wires[wire.id] = { before: wire }
  }
  return { ...NO_CHANGE, nodes, wires }
}

/** Moves nodes to positions relative to the parents that they have. */
export function move(document: HeedDocument, positions: Readonly<Record<string, Point>>): Diff {
  return changeNodes(document, Object.keys(positions), (node) => {
    const to = rounded(positions[node.id]!)
    return to.x === node.position.x && to.y === node.position.y ? node : { ...node, position: to }
  })
}

export function resize(document: HeedDocument, id: string, size: { width: number; height: number }): Diff {
  const to = { width: Math.round(size.width), height: Math.round(size.height) }
  return changeNodes(document, [id], (node) =>
    node.size?.width === to.width && node.size.height === to.height ? node : { ...node, size: to },
  )
}

/** Puts nodes into a loop or group, or with none out on the canvas, where they stay where they are seen. */
export function putInto(document: HeedDocument, ids: Iterable<string>, loop: string | undefined): Diff {
  const moved = new Set(ids)
  const within = descendants(document, moved)
  if (loop !== undefined && within.has(loop)) return NO_CHANGE
  return changeNodes(document, moved, (node) => {
    if (node.parent === loop) return node
    const { parent: _, ...rest } = node
    const position = rounded(relativeTo(document, absolutePosition(document, node.id), loop))
    return loop === undefined ? { ...rest, position } : { ...rest, position, parent: loop }
  })
}

/** Room that a card takes, for frames that grow around what is put into them. */
const CARD = { width: 230, height: 130 } as const

export interface Room {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Room between a frame and what lies in it: a loop's ports stand on both sides, a group has only its head. */
export function roomIn(kind: Kind | undefined): Room {
  return kind?.structural === 'group'
    ? { left: 24, top: 58, right: 24, bottom: 24 }
    : { left: 130, top: 70, right: 120, bottom: 24 }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The size of a frame that holds these nodes, in its own units, and is no smaller than `least`. */
export function sizeAround(
  kind: Kind | undefined,
  inside: readonly DocumentNode[],
  least: Size,
  sizeOf: (card: string) => Size = () => CARD,
): Size {
  const { right, bottom } = roomIn(kind)
  const reach = (axis: 'x' | 'y', side: 'width' | 'height') =>
    Math.ceil(
      Math.max(...inside.map(({ id, position, size }) => position[axis] + (size ?? sizeOf(id))[side])),
    )
  return {
    width: Math.max(least.width, reach('x', 'width') + right),
    height: Math.max(least.height, reach('y', 'height') + bottom),
  }
}

/** Makes the frames around a node large enough to hold what lies in them; never smaller. */
export function growAround(document: HeedDocument, id: string): Diff {
  let diff = NO_CHANGE
  let after = document
  for (const frame of ancestors(document, id)) {
    const children = Object.values(after.nodes).filter((node) => node.parent === frame)
    const { kind, size = LOOP_SIZE } = after.nodes[frame]!
    const step = resize(after, frame, sizeAround(kinds.get(kind), children, size))
    diff = join(diff, step)
    after = apply(after, step)
  }
  return diff
}

export function setParam(document: HeedDocument, id: string, name: string, value: ParamValue): Diff {
  return changeNodes(document, [id], (node) =>
    node.params[name] === value ? node : { ...node, params: { ...node.params, [name]: value } },
  )
}

/** Names a node; an empty name gives it its kind's again. */
export function setTitle(document: HeedDocument, id: string, title: string): Diff {
  return changeNodes(document, [id], (node) => {
    if ((node.title ?? '') === title) return node
    const { title: _, ...rest } = node
    return title === '' ? rest : { ...rest, title: title.slice(0, 200) }
  })
}

export function setField<F extends Field>(document: HeedDocument, field: F, value: HeedDocument[F]): Diff {
  const before: FieldValue = document[field]
  return before === value ? NO_CHANGE : { ...NO_CHANGE, fields: { [field]: { before, after: value } } }
}

function changeNodes(
  document: HeedDocument,
  ids: Iterable<string>,
  change: (node: DocumentNode) => DocumentNode,
): Diff {
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const id of ids) {
    const before = document.nodes[id]
    if (before === undefined) continue
    const after = change(before)
    if (after !== before) nodes[id] = { before, after }
  }
  return { ...NO_CHANGE, nodes }
}

function withoutTies(node: DocumentNode, gone: ReadonlySet<string>): DocumentNode {
  if (node.tieTo === undefined) return node
  const kept = Object.entries(node.tieTo).filter(([, tie]) => !gone.has(tie.node))
  if (kept.length === Object.keys(node.tieTo).length) return node
  const { tieTo: _, ...rest } = node
  return kept.length === 0 ? rest : { ...rest, tieTo: Object.fromEntries(kept) }
}

/** Fields are told apart by their names in the form and in the exported model: the given parameters with a field's name that is free. */
export function uniqueField(
  document: Pick<HeedDocument, 'nodes'>,
  kind: Kind | undefined,
  params: Params,
): Params {
  const field = params.field
  if (!hasField(kind) || typeof field !== 'string') return params
  const taken = new Set(
    Object.values(document.nodes)
      .filter((node) => hasField(kinds.get(node.kind)))
      .map((node) => node.params.field),
  )
  if (!taken.has(field)) return params
  const base = field.replace(/\d+$/, '')
  for (let i = 2; ; i += 1) if (!taken.has(`${base}${i}`)) return { ...params, field: `${base}${i}` }
}

function hasField(kind: Kind | undefined): boolean {
  return kind?.structural === 'input' || kind?.loop === 'until'
}

/** Defaults, but a vocabulary that the document has where it lacks the default one. */
function firstParams(document: HeedDocument, kind: Kind): Params {
  const names = Object.keys(document.vocabularies)
  const params: Record<string, ParamValue> = { ...withDefaults(kind, {}) }
  for (const [name, param] of Object.entries(kind.params)) {
    if (param.type === 'vocabulary' && names.length > 0 && !names.includes(param.default))
      params[name] = names[0]!
  }
  return params
}

/** A name that no key of `taken` has: the given one, or it with a number behind it. */
export function freeId(base: string, taken: Readonly<Record<string, unknown>>): string {
  if (!Object.hasOwn(taken, base)) return base
  for (let i = 2; ; i += 1) if (!Object.hasOwn(taken, `${base}-${i}`)) return `${base}-${i}`
}

export function portAt(document: HeedDocument, at: PortRef): Port | undefined {
  const node = document.nodes[at.node]
  const kind = node === undefined ? undefined : kinds.get(node.kind)
  return kind === undefined ? undefined : inputPorts(kind, withDefaults(kind, node!.params))[at.port]
}

function sameEnd(a: PortRef, b: PortRef): boolean {
  return a.node === b.node && a.port === b.port
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}
