/** May this wire be? Asked for every port when a drag starts, so it looks at the target alone. */

import type { Bound } from '../kinds/pattern'
import { kinds } from '../kinds/registry'
import type { HeedDocument, PortRef } from './document'
import { type Inference, infer, portProblem } from './infer'
import { edgeOf, portKey, portsOf, reaches, scopeRefusal } from './structure'

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
  if (from.node === to.node && !(output.inside && port.inside)) return 'A node cannot be wired to itself.'
  const scope = scopeRefusal(document, from, to)
  if (scope) return scope

  const inference = known ?? infer(document)
  const type = inference.outputs.get(portKey(from))
  if (type && kinds.get(target.kind)?.structural !== 'previous') {
    const bound: Bound = { letters: new Map(), star: undefined }
    const loop = kinds.get(target.kind)?.structural === 'loop'
    for (const [name, other] of Object.entries(ports)) {
      if (name === to.port || loop) continue
      for (const wire of inference.structure.into.get(portKey({ node: to.node, port: name })) ?? []) {
        const there = inference.outputs.get(portKey(wire.from))
        if (there) portProblem(bound, target, name, other, there)
      }
    }
    const problem = portProblem(bound, target, to.port, port, type)
    if (problem) return problem.mend ? `${problem.message} ${problem.mend}` : problem.message
  }
  const edge = edgeOf(document, from, to)
  return edge && reaches(inference.structure.edges.get(edge.level) ?? [], edge.to, edge.from)
    ? 'This wire would close a cycle. Inside of a loop, wire it through a Previous.'
    : undefined
}
