/** The wire that a node is being dragged over and would be put into: it lights up. */
import { createStore } from 'zustand/vanilla'
import type { HeedDocument } from '#shared/document/document'
import { kinds } from '#shared/kinds/registry'
import { fitsInto, kindIntoWire } from '../commands/inserting'
import { frameAt } from './frameAt'

interface OverWire {
  readonly wire?: string | undefined
}

const NONE: OverWire = {}

export const overWireStore = createStore<OverWire>(() => NONE)

/** What was found of a wire for what is dragged now, so that each wire is asked once in a drag. */
let asked = { document: undefined as HeedDocument | undefined, what: '', fits: new Map<string, boolean>() }

export function leaveWires(): void {
  if (overWireStore.getState() !== NONE) overWireStore.setState(NONE, true)
}

/** A node of the canvas is over this point of the window. */
export function nodeOver(document: HeedDocument, node: string, at: Client): void {
  // What lies under the pointer costs a layout of the page: it is not asked for nodes that go into no wire.
  if (Object.values(document.wires).some(({ from, to }) => from.node === node || to.node === node)) return
  enter(document, `node ${node}`, at, (wire) => {
    const found = document.wires[wire]
    return found !== undefined && fitsInto(document, found, node)
  })
}

/** A kind of the palette is over this point of the window, which is `place` on the canvas. */
export function kindOver(
  document: HeedDocument,
  kindId: string,
  at: Client,
  place: { readonly x: number; readonly y: number },
): void {
  const kind = kinds.get(kindId)
  const frame = frameAt(document, place)
  enter(document, `kind ${kindId} ${frame ?? ''}`, at, (wire) => {
    const found = document.wires[wire]
    return (
      kind !== undefined &&
      found !== undefined &&
      kindIntoWire(document, kind, found, frame, place) !== undefined
    )
  })
}

interface Client {
  readonly clientX: number
  readonly clientY: number
}

function enter(document: HeedDocument, what: string, at: Client, fits: (wire: string) => boolean): void {
  if (asked.document !== document || asked.what !== what) asked = { document, what, fits: new Map() }
  const wire = wireUnder(at)
  if (wire === undefined) {
    leaveWires()
    return
  }
  let answer = asked.fits.get(wire)
  if (answer === undefined) {
    answer = fits(wire)
    asked.fits.set(wire, answer)
  }
  if (!answer) leaveWires()
  else if (overWireStore.getState().wire !== wire) overWireStore.setState({ wire }, true)
}

/** The wire under a point of the window, whatever lies over it. */
function wireUnder({ clientX, clientY }: Client): string | undefined {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    if (!element.classList.contains('wire-hit')) continue
    return element.closest('.react-flow__edge')?.getAttribute('data-id') ?? undefined
  }
  return undefined
}
