/**
 * Nodes are put into a new loop, and a loop is taken away from around its nodes: each is the exact inverse of the other. Wires that leave
 * go through the loop's results, and keep their ids, so that they are what they were when the loop is gone.
 */
import { err, ok, type Result } from '../base/result'
import type { Kind, Params } from '../kinds/kind'
import { numbered, RESULTS_PARAM } from '../kinds/loopPorts'
import { kinds } from '../kinds/registry'
import { type Change, type Diff, join, NO_CHANGE } from './diff'
import type { HeedDocument, PortRef, Wire } from './document'
import { freeId } from './edits'
import { type Framed, frameAround, frameRefusal, outermostOf, takeFrameAway } from './editsFrame'
import { descendants } from './editsPlaces'
import { type Inference, infer } from './infer'
import { portKey } from './structure'

/** Puts nodes of one level into a new loop of this kind, where they are. What they give goes on from the loop. */
export function putInLoop(document: HeedDocument, ids: Iterable<string>, kind: Kind): Result<Framed, string> {
  const outer = outermostOf(document, ids)
  const refused = frameRefusal(document, outer, 'loop')
  if (refused !== undefined) return err(refused)
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
  const params: Params = sources.length > 1 ? { results: sources.length } : {}
  const { id, diff } = frameAround(document, outer, kind, params)
  return ok({
    id,
    diff: join(diff, { ...NO_CHANGE, wires: loopWires(document, chosen, id, sources, walked) }),
  })
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
  if (kinds.get(document.nodes[loop]?.kind ?? '')?.structural !== 'loop') return NO_CHANGE
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
  return join(takeFrameAway(document, loop), { ...NO_CHANGE, wires })
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
