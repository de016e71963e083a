/**
 * What lights up on ports and wires while something is pointed at, drawn or dragged: where a wire may go, which wires carry a value, which
 * one a node would stand in. Written straight to the elements: asked by each port and wire by itself, it would cost more than all else of them.
 */
import { type Family, familyStore } from './family'
import { overWireStore } from './overWire'
import { type Reach, reachStore } from './reach'

/** Keeps the marks of a canvas; gives what ends that. */
export function keepMarks(canvas: HTMLElement): () => void {
  const stops = [
    reachStore.subscribe((reach) => markReach(canvas, reach)),
    familyStore.subscribe((family) => markFamily(canvas, family)),
    overWireStore.subscribe(({ wire }) => mark(canvas, '.wire', 'waiting', (id) => id === wire)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function markReach(canvas: HTMLElement, { from, reasons }: Reach): void {
  mark(canvas, '.port', 'refused', (end) => from !== undefined && reasons.has(end))
  mark(canvas, '.port', 'open', (end) => from !== undefined && !reasons.has(end))
}

function markFamily(canvas: HTMLElement, { wires, ports }: Family): void {
  mark(canvas, '.port', 'kin', (end) => ports.has(end))
  mark(canvas, '.wire', 'kin', (id) => wires.has(id))
}

/** Elements say in `data-of` which end or wire they are. */
function mark(canvas: HTMLElement, what: string, name: string, is: (of: string) => boolean): void {
  for (const element of canvas.querySelectorAll<HTMLElement>(what)) {
    const { dataset } = element
    if (is(dataset.of ?? '')) dataset[name] = ''
    else delete dataset[name]
  }
}
