/**
 * A tidy layout of the canvas, level by level from the innermost loop outwards, so that each loop is as large as what lies in it when the
 * level around it is laid out. The layered layout is ELK's; what it is given and what it answers is put into words here.
 */
import type { ElkNode } from 'elkjs/lib/elk-api'
import { apply, type Diff, join } from '#shared/document/diff'
import type { DocumentNode, HeedDocument, Wire } from '#shared/document/document'
import { growAround, LOOP_SIZE, move, resize, sizeAround } from '#shared/document/edits'
import { ancestors, type Point } from '#shared/document/editsPlaces'
import { setPoints } from '#shared/document/editsPoints'
import { isGroup, portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { insideOf } from '../commands/places'

export type LayOut = (graph: ElkNode) => Promise<ElkNode>

interface Size {
  readonly width: number
  readonly height: number
}

export type SizeOf = (id: string) => Size

/** Ends of wires that come from the loop's own frame or from outside of it. */
const LEFT = ' left'
const RIGHT = ' right'

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'SPLINES',
  'elk.spacing.nodeNode': '30',
  'elk.spacing.edgeNode': '16',
  'elk.layered.spacing.nodeNodeBetweenLayers': '56',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.spacing.componentComponent': '40',
} as const

/** Nodes above which ELK takes the quicker of its ways. */
const MANY = 150

/** The diff that lays out the given nodes, or all of them, and what lies in loops among them; everything else stays where it is. */
export async function tidied(
  document: HeedDocument,
  ids: ReadonlySet<string>,
  sizeOf: SizeOf,
  layOut: LayOut,
): Promise<Diff> {
  const chosen = new Set(
    Object.keys(document.nodes).filter(
      (id) => ids.size === 0 || ids.has(id) || ancestors(document, id).some((loop) => ids.has(loop)),
    ),
  )
  const depth = (level: string | undefined) => (level === undefined ? -1 : ancestors(document, level).length)
  const levels = [...new Set([...chosen].map((id) => document.nodes[id]!.parent))].sort(
    (a, b) => depth(b) - depth(a),
  )
  let diff: Diff = { nodes: {}, wires: {}, fields: {} }
  let after = document
  const add = (part: Diff) => {
    diff = join(diff, part)
    after = apply(after, part)
  }
  for (const level of levels) {
    const members = [...chosen].filter((id) => document.nodes[id]!.parent === level)
    if (members.length < 2 && !(level !== undefined && chosen.has(level))) continue
    const now = after
    const sized = (id: string) => now.nodes[id]?.size ?? sizeOf(id)
    const laid = await layOut(levelGraph(now, level, members, sized))
    add(move(now, placesOf(now, level, members, laid, level !== undefined && chosen.has(level))))
    if (level === undefined) continue
    const before = after.nodes[level]!
    add(resize(after, level, sizeOfLevel(after, level, sizeOf, chosen.has(level))))
    const beside = [...chosen].filter((id) => document.nodes[id]!.parent === before.parent)
    // What is laid out with it finds its place anyway.
    if (beside.length < 2) add(roomBeside(after, before))
  }
  for (const wire of Object.values(document.wires))
    if (wire.points !== undefined && (chosen.has(wire.from.node) || chosen.has(wire.to.node)))
      add(setPoints(after, wire.id, []))
  return diff
}

/** A frame has grown where it stands: what lay right of it goes on to the right, what lay below further down. */
function roomBeside(document: HeedDocument, before: DocumentNode): Diff {
  const { x, y } = before.position
  const old = before.size ?? LOOP_SIZE
  const now = document.nodes[before.id]?.size ?? old
  const [wider, higher] = [Math.max(0, now.width - old.width), Math.max(0, now.height - old.height)]
  const places = Object.values(document.nodes).flatMap(({ id, parent, position }) => {
    if (id === before.id || parent !== before.parent) return []
    if (position.x >= x + old.width) return [[id, { x: position.x + wider, y: position.y }] as const]
    return position.y >= y + old.height ? [[id, { x: position.x, y: position.y + higher }] as const] : []
  })
  const moved = move(document, Object.fromEntries(places))
  return join(moved, growAround(apply(document, moved), before.id))
}

export function levelGraph(
  document: HeedDocument,
  level: string | undefined,
  members: readonly string[],
  sizeOf: SizeOf,
): ElkNode {
  const here = new Set(members)
  const edges = Object.values(document.wires).flatMap((wire) => edgeOf(document, level, here, wire) ?? [])
  const ends = new Set(edges.flatMap(({ sources, targets }) => [...sources, ...targets]))
  const frame = (id: string, layer: 'FIRST' | 'LAST') =>
    ends.has(id)
      ? [{ id, width: 1, height: 1, layoutOptions: { 'elk.layered.layering.layerConstraint': layer } }]
      : []
  return {
    id: 'level',
    layoutOptions: {
      ...OPTIONS,
      ...(members.length > MANY && {
        'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
        'elk.layered.thoroughness': '3',
      }),
    },
    children: [
      ...frame(LEFT, 'FIRST'),
      ...members.map((id) => ({
        id,
        ...sizeOf(id),
        layoutOptions: { 'elk.portConstraints': 'FIXED_ORDER' },
        ports: portsFor(document, id),
      })),
      ...frame(RIGHT, 'LAST'),
    ],
    edges,
  }
}

function portsFor(document: HeedDocument, id: string): NonNullable<ElkNode['ports']> {
  const ports = portsOf(document.nodes[id]!)
  const outer = (side: 'inputs' | 'outputs') =>
    Object.keys(ports[side]).filter((name) => ports[side][name]?.inside !== true)
  // ELK counts ports clockwise from the upper left: those on the left from the bottom up.
  const [left, right] = [outer('inputs'), outer('outputs')]
  return [
    ...right.map((name, i) => port(`${id} > ${name}`, 'EAST', i)),
    ...[...left].reverse().map((name, i) => port(`${id} < ${name}`, 'WEST', right.length + i)),
  ]
}

function port(id: string, side: string, index: number): NonNullable<ElkNode['ports']>[number] {
  return {
    id,
    width: 1,
    height: 1,
    layoutOptions: { 'elk.port.side': side, 'elk.port.index': String(index) },
  }
}

interface LevelEdge {
  readonly id: string
  readonly sources: string[]
  readonly targets: string[]
}

/** A wire as this level sees it: between its members, frames standing for what lies in them, or from and to the level's own frame. */
function edgeOf(
  document: HeedDocument,
  level: string | undefined,
  members: ReadonlySet<string>,
  wire: Wire,
): LevelEdge | undefined {
  // What is remembered goes back to where the next step begins: it pulls nothing to the right.
  const target = document.nodes[wire.to.node]
  if (kinds.get(target?.kind ?? '')?.structural === 'previous' && wire.to.port === 'next') return undefined
  const from = endAt(document, level, members, wire.from.node)
  const to = endAt(document, level, members, wire.to.node)
  if (from === undefined || to === undefined || from === to) return undefined
  if (from === OUTSIDE && to === OUTSIDE) return undefined
  const source = from === OUTSIDE ? LEFT : from === wire.from.node ? `${from} > ${wire.from.port}` : from
  const end = to === OUTSIDE ? RIGHT : to === wire.to.node ? `${to} < ${wire.to.port}` : to
  return { id: wire.id, sources: [source], targets: [end] }
}

const OUTSIDE = ' outside'

/** The member that a node is or lies in; {@link OUTSIDE} for the loop around the level and what is around that; else undefined. */
function endAt(
  document: HeedDocument,
  level: string | undefined,
  members: ReadonlySet<string>,
  node: string,
): string | undefined {
  if (members.has(node)) return node
  const within = ancestors(document, node)
  const inside = within.find((loop) => members.has(loop))
  if (inside !== undefined) return inside
  return level === undefined || document.nodes[node]?.parent === level ? undefined : OUTSIDE
}

/** Inside of a loop that is laid out itself, its inside begins at the frame; elsewhere what is laid out keeps its upper left corner. */
function placesOf(
  document: HeedDocument,
  level: string | undefined,
  members: readonly string[],
  laid: ElkNode,
  framed: boolean,
): Record<string, Point> {
  const places = (laid.children ?? []).filter(({ id }) => id !== LEFT && id !== RIGHT)
  const corner = (of: readonly Point[]) => ({
    x: Math.min(...of.map(({ x }) => x)),
    y: Math.min(...of.map(({ y }) => y)),
  })
  const found = corner(places.map(({ x = 0, y = 0 }) => ({ x, y })))
  const kept =
    framed && level !== undefined
      ? insideOf(document, level)
      : corner(members.map((id) => document.nodes[id]!.position))
  return Object.fromEntries(
    places.map(({ id, x = 0, y = 0 }) => [id, { x: x - found.x + kept.x, y: y - found.y + kept.y }] as const),
  )
}

/** Around what lies in a frame; one that is not laid out itself only grows. */
function sizeOfLevel(document: HeedDocument, frame: string, sizeOf: SizeOf, fresh: boolean): Size {
  const { kind, size = LOOP_SIZE } = document.nodes[frame]!
  const inside = Object.values(document.nodes).filter(({ parent }) => parent === frame)
  return sizeAround(kinds.get(kind), inside, fresh ? leastSize(document, frame) : size, sizeOf)
}

function leastSize(document: HeedDocument, frame: string): Size {
  if (isGroup(document.nodes[frame]!)) return { width: 0, height: 0 }
  return { width: 300, height: Math.max(160, portRoom(document, frame)) }
}

/** Height that a loop's ports take on the longer side. */
function portRoom(document: HeedDocument, loop: string): number {
  const { inputs, outputs } = portsOf(document.nodes[loop]!)
  const rows = Math.max(Object.keys(inputs).length, Object.keys(outputs).length)
  return 60 + 24 * (rows + 1)
}
