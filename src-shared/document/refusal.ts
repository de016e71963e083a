/** May this wire be? Asked for every port when a drag starts, so it looks at the target alone. */
import type { Problem } from '../base/problem'
import type { ValueType } from '../kinds/kind'
import type { Bound } from '../kinds/pattern'
import { kinds } from '../kinds/registry'
import type { DocumentNode, HeedDocument, PortRef, Wire } from './document'
import { type Inference, infer, portProblem, problemsOf } from './infer'
import { type Edge, edgeOf, portKey, portsOf, scopeRefusal } from './structure'

/**
 * Why a wire from this output to this input may not be, in a sentence, or undefined when it may. A wire that replaces the one already at
 * a port is judged as if that one were gone.
 */
export function refusal(
  document: HeedDocument,
  from: PortRef,
  to: PortRef,
  known?: Inference,
): string | undefined {
  const source = document.nodes[from.node]
  const target = document.nodes[to.node]
  if (!source || !target) return 'One of its nodes does not exist.'
  const output = portsOf(source).outputs[from.port]
  const ports = portsOf(target).inputs
  const port = ports[to.port]
  if (!output || !port) return 'A wire goes from an output to an input.'
  if (from.node === to.node && !(output.inside && port.inside))
    return 'A node cannot be wired to itself. Inside of a loop, wire it through a Previous.'
  const scope = scopeRefusal(document, from, to)
  if (scope) return scope

  const inference = known ?? infer(document)
  const type = inference.outputs.get(portKey(from))
  const problem =
    (type && letterProblem(inference, target, to.port, type)) ?? newProblem(document, inference, from, to)
  if (problem) return problem.mend ? `${problem.message} ${problem.mend}` : problem.message
  const edge = edgeOf(document, from, to)
  return edge && leadsTo(inference.structure.edges.get(edge.level) ?? [], edge.to, edge.from)
    ? 'This wire would close a cycle. Inside of a loop, wire it through a Previous.'
    : undefined
}

/** Readers by node, found once for each structure: a drag asks about every port. */
const readers = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly string[]>>()

/** Whether a node reads another, directly or through others. */
function leadsTo(edges: readonly Edge[], from: string, to: string): boolean {
  let next = readers.get(edges)
  if (next === undefined) {
    const found = new Map<string, string[]>()
    for (const edge of edges) {
      const known = found.get(edge.from)
      if (known === undefined) found.set(edge.from, [edge.to])
      else known.push(edge.to)
    }
    readers.set(edges, found)
    next = found
  }
  const seen = new Set([from])
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true
    for (const reader of next.get(at) ?? []) {
      if (!seen.has(reader)) open.push(reader)
      seen.add(reader)
    }
  }
  return false
}

/** What the target's letters say of it, after what is wired to its other ports. */
function letterProblem(inference: Inference, target: DocumentNode, port: string, type: ValueType) {
  const kind = kinds.get(target.kind)
  if (kind?.structural) return undefined
  const bound: Bound = { letters: new Map(), star: undefined }
  const ports = portsOf(target).inputs
  for (const [name, other] of Object.entries(ports)) {
    if (name === port && !other.many) continue
    for (const wire of inference.structure.into.get(portKey({ node: target.id, port: name })) ?? []) {
      const there = inference.outputs.get(portKey(wire.from))
      if (there) portProblem(bound, target, name, other, there)
    }
  }
  return portProblem(bound, target, port, ports[port]!, type)
}

/** What inference says of the target with the wire that it does not say without: rules that letters cannot hold. */
function newProblem(
  document: HeedDocument,
  inference: Inference,
  from: PortRef,
  to: PortRef,
): Problem | undefined {
  const kind = kinds.get(document.nodes[to.node]!.kind)
  if (!kind?.structural && !kind?.axes) return undefined
  const { structure, outputs } = inference
  const many = structure.ports.get(to.node)!.inputs[to.port]!.many
  const others = structure.into.get(portKey(to)) ?? []
  const wire: Wire = { id: 'new wire', from, to, order: Number.POSITIVE_INFINITY }
  const wired = () => {
    const kept = Object.entries(document.wires).filter(([, one]) => many || !others.includes(one))
    return { ...document, wires: { ...Object.fromEntries(kept), [wire.id]: wire } }
  }
  const into = new Map(structure.into).set(portKey(to), many ? [...others, wire] : [wire])
  // What is remembered comes back to where it was made: that is seen only from all around.
  const around = kind.structural === 'previous'
  const found = (
    around
      ? infer(wired()).problems
      : problemsOf(from.node === to.node ? wired() : document, { ...structure, into }, outputs, to.node)
  ).filter(
    ({ severity, node, port }) =>
      severity === 'error' &&
      (node === to.node ? port === undefined || port === to.port : around && port !== undefined),
  )
  if (found.length === 0) return undefined
  const before = around ? inference.problems : problemsOf(document, structure, outputs, to.node)
  const said = new Set(before.map(({ node, message }) => `${node} ${message}`))
  return found.find(({ node, message }) => !said.has(`${node} ${message}`))
}
