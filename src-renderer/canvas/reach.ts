/** Where a wire that is being drawn may go: found once when the drag starts, for all ports of the canvas. */
import { createStore } from 'zustand/vanilla'
import type { HeedDocument, PortRef } from '#shared/document/document'
import { refusal } from '#shared/document/refusal'
import { portsOf } from '#shared/document/structure'
import { inferenceOf } from '../stores/inference'
import type { PortEnd } from '../stores/session'

export interface Reach {
  readonly from?: PortEnd | undefined
  /** Why a wire may not go to a port, by {@link endKey}; ports that are not in it may be wired. */
  readonly reasons: ReadonlyMap<string, string>
}

const NOWHERE: Reach = { reasons: new Map() }

export const reachStore = createStore<Reach>(() => NOWHERE)

export function endKey({ side, node, port }: PortEnd): string {
  return `${side} ${node}.${port}`
}

export function beginDrawing(document: HeedDocument, from: PortEnd): void {
  reachStore.setState({ from, reasons: reasonsFor(document, from) }, true)
}

export function endDrawing(): void {
  reachStore.setState(NOWHERE, true)
}

export function reasonsFor(document: HeedDocument, from: PortEnd): ReadonlyMap<string, string> {
  const known = inferenceOf(document)
  const reasons = new Map<string, string>()
  const there: PortRef = { node: from.node, port: from.port }
  const wrongSide =
    from.side === 'output' ? 'A wire goes from an output to an input.' : 'A wire comes from an output.'
  for (const node of Object.values(document.nodes)) {
    const ports = portsOf(node)
    for (const [side, names] of [
      ['input', Object.keys(ports.inputs)],
      ['output', Object.keys(ports.outputs)],
    ] as const) {
      for (const port of names) {
        const end: PortEnd = { side, node: node.id, port }
        if (side === from.side) {
          if (port !== from.port || node.id !== from.node) reasons.set(endKey(end), wrongSide)
          continue
        }
        const here: PortRef = { node: node.id, port }
        const [source, target] = from.side === 'output' ? [there, here] : [here, there]
        const reason = refusal(document, source, target, known)
        if (reason !== undefined) reasons.set(endKey(end), reason)
      }
    }
  }
  return reasons
}
