/**
 * Nodes are put into a new loop, and a loop is taken away from around its nodes: each is the exact inverse of the other. Wires that leave
 * go through the loop's results, and keep their ids, so that they are what they were when the loop is gone.
 */
import { err, ok, type Result } from '../base/result'
import type { Kind } from '../kinds/kind'
import { numbered, RESULTS_PARAM } from '../kinds/loopPorts'
import { kinds } from '../kinds/registry'
import { apply, type Change, type Diff, join, NO_CHANGE } from './diff'
import type { DocumentNode, HeedDocument, PortRef, Wire } from './document'
import { addNode, freeId, growAround, LOOP_SIZE } from './edits'
import { ancestors, descendants } from './editsPlaces'
import { type Inference, infer } from './infer'
import { parentOf, portKey, TOP } from './structure'

/** Room between a loop's frame and what is put into it, and the room of a card whose size is not known. */
const EDGE = { left: 130, top: 70, right: 130, bottom: 40 } as const
const CARD = { width: 230, height: 130 } as const

export interface Looped {
  readonly diff: Diff
  /** The new loop. */
  readonly id: string
}

/** Puts nodes of one level into a new loop of this kind, where they are. What they give goes on from the loop. */
export function putInLoop(document: HeedDocument, ids: Iterable<string>, kind: Kind): Result<Looped, string> {
  const given = new Set([...ids].filter((id) => document.nodes[id] !== undefined))
  const outer = [...given].filter((id) => !ancestors(document, id).some((loop) => given.has(loop)))
  const levels = new Set(outer.map((id) => parentOf(document, id)))
  const [level] = levels
  if (level === undefined) return err('Select the nodes that the loop goes around.')
  if (levels.size > 1)
    return err('The selected nodes lie in different loops: a loop goes around nodes of one.')
  const chosen = descendants(document, outer)
  const known = infer(document)
  const wires = Object.values(document.wires)
  const leaving = wires.filter(({ from, to }) => chosen.has(from.node) && !chosen.has(to.node))
  const sources = distinct(leaving.map(({ from }) => from))
  if (sources.length > RESULTS_PARAM.results.max)
    return err(
      `${sources.length} values leave the selected nodes, and a loop gives back at most ${RESULTS_PARAM.results.max}. Select more of what reads them, or less.`,
    )
  const walked = kind.loop === 'each' ? walkedBy(document, chosen, known) : undefined

  const corner = cornerOf(document, outer)
  const parent = level === TOP ? undefined : level
  const added = addNode(document, kind, { x: corner.x - EDGE.left, y: corner.y - EDGE.top }, parent)
  const { id } = added
  const empty = added.diff.nodes[id]!.after!
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const child of outer) {
    const before = document.nodes[child]!
    const { x, y } = before.position
    const position = { x: x - empty.position.x, y: y - empty.position.y }
    nodes[child] = { before, after: { ...before, position, parent: id } }
  }
  const loop: DocumentNode = {
    ...empty,
    params: { ...empty.params, ...(sources.length > 1 ? { results: sources.length } : {}) },
    size: sizeAround(outer.map((child) => nodes[child]!.after!)),
  }
  nodes[id] = { after: loop }

  const changed = loopWires(document, chosen, id, sources, walked)
  const diff: Diff = { ...NO_CHANGE, nodes, wires: changed }
  const placed = apply(document, diff)
  const room = growAround(placed, id)
  // What the loops around were before is told, so that they are so again when this loop goes.
  const around = Object.fromEntries(
    Object.entries(room.nodes).flatMap(([outerLoop, { before, after }]) =>
      outerLoop === id || before?.size === undefined || after?.size === undefined
        ? []
        : [[outerLoop, { before: before.size, after: after.size }] as const],
    ),
  )
  if (Object.keys(around).length === 0) return ok({ id, diff })
  const told: Diff = { ...NO_CHANGE, nodes: { [id]: { before: loop, after: { ...loop, madeRoom: around } } } }
  return ok({ id, diff: join(join(diff, room), told) })
}

/** The one sequence from outside that the nodes read and a loop over each element can walk over; undefined when there are several. */
function walkedBy(
  document: HeedDocument,
  chosen: ReadonlySet<string>,
  { outputs }: Inference,
): PortRef | undefined {
  const entering = Object.values(document.wires).filter(
    ({ from, to }) => !chosen.has(from.node) && chosen.has(to.node),
  )
  const sequences = distinct(entering.map(({ from }) => from)).filter((from) => {
    const axis = outputs.get(portKey(from))?.axes[0]
    return axis !== undefined && axis.origin !== undefined
  })
  return sequences.length === 1 ? sequences[0] : undefined
}

function loopWires(
  document: HeedDocument,
  chosen: ReadonlySet<string>,
  loop: string,
  sources: readonly PortRef[],
  walked: PortRef | undefined,
): Record<string, Change<Wire>> {
  const wires: Record<string, Change<Wire>> = {}
  const taken: Record<string, unknown> = { ...document.wires }
  const add = (from: PortRef, to: PortRef) => {
    const id = freeId(`${from.node}.${from.port}-${to.node}.${to.port}`, taken)
    taken[id] = true
    wires[id] = { after: { id, from: { ...from }, to } }
  }
  for (const [i, name] of numbered('result', sources.length)) add(sources[i]!, { node: loop, port: name })
  if (walked !== undefined) add(walked, { node: loop, port: 'sequence' })
  for (const wire of Object.values(document.wires)) {
    const [inside, into] = [chosen.has(wire.from.node), chosen.has(wire.to.node)]
    if (inside && !into) {
      const rank = sources.findIndex((from) => portKey(from) === portKey(wire.from))
      const port = `${walked === undefined ? 'last' : 'all'}${rank === 0 ? '' : rank + 1}`
      wires[wire.id] = { before: wire, after: { ...wire, from: { node: loop, port } } }
    } else if (!inside && into && walked !== undefined && portKey(wire.from) === portKey(walked))
      wires[wire.id] = { before: wire, after: { ...wire, from: { node: loop, port: 'element' } } }
  }
  return wires
}

/**
 * Takes a loop away and leaves its nodes where they are, in what is around it. What read its results reads what made them; what it walked
 * over goes to where its elements went; what only a loop has (the number of the step) is gone, with the wires from it.
 */
export function takeLoopAway(document: HeedDocument, loop: string): Diff {
  const node = document.nodes[loop]
  if (node === undefined || kinds.get(node.kind)?.structural !== 'loop') return NO_CHANGE
  const nodes: Record<string, Change<DocumentNode>> = { [loop]: { before: node } }
  for (const before of Object.values(document.nodes)) {
    if (before.parent !== loop) continue
    const { parent: _, ...rest } = before
    const position = { x: before.position.x + node.position.x, y: before.position.y + node.position.y }
    nodes[before.id] = {
      before,
      after: { ...rest, position, ...(node.parent === undefined ? {} : { parent: node.parent }) },
    }
  }
  for (const [outer, { before, after }] of Object.entries(node.madeRoom ?? {})) {
    const now = document.nodes[outer]
    if (now?.size?.width === after.width && now.size.height === after.height)
      nodes[outer] = { before: now, after: { ...now, size: before } }
  }
  const all = Object.values(document.wires)
  const there = new Set(all.filter(({ from }) => from.node !== loop).map(keyOf))
  const wires: Record<string, Change<Wire>> = {}
  for (const before of all) {
    if (before.to.node === loop) wires[before.id] = { before }
    else if (before.from.node === loop) {
      const from = beyond(all, loop, before.from.port)
      const after = from === undefined ? undefined : { ...before, from: { ...from } }
      const again = after !== undefined && there.has(keyOf(after))
      wires[before.id] = after === undefined || again ? { before } : { before, after }
      if (after !== undefined) there.add(keyOf(after))
    }
  }
  return { ...NO_CHANGE, nodes, wires }
}

/** What comes out of a loop's port, found on the other side of its frame. */
function beyond(wires: readonly Wire[], loop: string, output: string, depth = 0): PortRef | undefined {
  const into = /^(?:all|last)(\d*)$/.exec(output)
    ? output.replace(/^(?:all|last)/, 'result')
    : output === 'words'
      ? 'word'
      : output.startsWith('element')
        ? output.replace('element', 'sequence')
        : undefined
  const from = wires.find(({ to }) => to.node === loop && to.port === into)?.from
  if (from?.node !== loop) return from
  return depth > 8 ? undefined : beyond(wires, loop, from.port, depth + 1)
}

function distinct(ports: readonly PortRef[]): PortRef[] {
  return [...new Map(ports.map((port) => [portKey(port), { node: port.node, port: port.port }])).values()]
}

function keyOf({ from, to }: Pick<Wire, 'from' | 'to'>): string {
  return `${portKey(from)} ${portKey(to)}`
}

function cornerOf(document: HeedDocument, ids: readonly string[]): { x: number; y: number } {
  const places = ids.map((id) => document.nodes[id]!.position)
  // Whole units, so that nothing is rounded away when the loop goes again.
  return {
    x: Math.floor(Math.min(...places.map(({ x }) => x))),
    y: Math.floor(Math.min(...places.map(({ y }) => y))),
  }
}

function sizeAround(inside: readonly DocumentNode[]): { width: number; height: number } {
  const reach = (axis: 'x' | 'y', side: 'width' | 'height') =>
    Math.ceil(Math.max(...inside.map(({ position, size }) => position[axis] + (size ?? CARD)[side])))
  return {
    width: Math.max(LOOP_SIZE.width, reach('x', 'width') + EDGE.right),
    height: Math.max(LOOP_SIZE.height, reach('y', 'height') + EDGE.bottom),
  }
}
