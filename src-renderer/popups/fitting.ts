/** Which kinds have a port that a wire from here may go to, when one of them is put into a frame; the wire's own where none is named. */
import { apply } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import { addNode } from '#shared/document/edits'
import { type Inference, infer } from '#shared/document/infer'
import { portsOf } from '#shared/document/structure'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { firstFit } from '../commands/editing'
import { inferenceOf } from '../stores/inference'
import type { PortEnd } from '../stores/session'

export function fittingKinds(
  document: HeedDocument,
  from: PortEnd,
  frame: string | undefined = document.nodes[from.node]?.parent,
): Kind[] {
  const known = inferenceOf(document)
  return [...kinds.values()].filter((kind) => {
    const { diff, id } = addNode(document, kind, { x: 0, y: 0 }, frame)
    const placed = apply(document, diff)
    return firstFit(placed, from, id, withNode(known, placed, id)) !== undefined
  })
}

/** What is known of a document to which a node was added that nothing is wired to yet: of everything else it is what it was. */
function withNode(known: Inference, document: HeedDocument, id: string): Inference {
  const node = document.nodes[id]!
  const alone = infer({ ...document, nodes: { [id]: node }, wires: {} })
  return {
    ...known,
    problems: [...known.problems, ...alone.problems],
    outputs: new Map([...known.outputs, ...alone.outputs]),
    structure: { ...known.structure, ports: new Map(known.structure.ports).set(id, portsOf(node)) },
  }
}
