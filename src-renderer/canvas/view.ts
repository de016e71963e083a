/** What of the canvas is seen: where it stands at first, how far away it is, and what commands ask of it. */
import type { useReactFlow } from '@xyflow/react'
import type { HeedDocument } from '#shared/document/document'
import type { Point } from '#shared/document/editsPlaces'
import type { View } from '../commands/page'
import { page } from '../page'
import { around, centred, placeOf, revealing, type Viewport } from './reveal'
import type { CardNode, WireEdge } from './toFlow'

export const FIT = { padding: 0.06, maxZoom: 1 } as const
/** Below this zoom cards are drawn as simple boxes. */
const FAR = 0.6
/** Below this zoom names are as large as their cards let them be. */
const FARTHER = 0.4
/** Below this zoom a port is too small to be hit. */
const FARTHEST = 0.25
const STEPS = [
  ['far', FAR],
  ['farther', FARTHER],
  ['farthest', FARTHEST],
] as const

/** A layout that is asked to glide to its places, and then to be fitted in or not. */
export interface Glide {
  readonly fit: boolean
}

/** Where the canvas stands when all of it is fitted in, near enough: what is drawn first need not be styled anew when its size is known. */
export function firstView(document: HeedDocument): Viewport {
  const places = Object.keys(document.nodes).map((id) => placeOf(document, id))
  if (places.length === 0) return { x: 0, y: 0, zoom: 1 }
  const whole = around(places)
  const room = { width: 0.66 * window.innerWidth, height: 0.57 * window.innerHeight }
  const zoom = Math.min(FIT.maxZoom, (0.94 * room.width) / whole.width, (0.94 * room.height) / whole.height)
  return centred(room, whole, zoom)
}

export function distances(zoom: number): string {
  return STEPS.flatMap(([name, below]) => (zoom < below ? [name] : [])).join(' ')
}

/**
 * From far away cards are boxes with a name. Steps are classes, which touch what they style: a size that all inherit would make each step
 * of a zoom style every element anew.
 */
export function showDistance(frame: HTMLElement | null, zoom: number): void {
  for (const [name, below] of STEPS) frame?.classList.toggle(name, zoom < below)
}

export function viewOf(
  flow: ReturnType<typeof useReactFlow<CardNode, WireEdge>>,
  frame: { readonly current: HTMLElement | null },
  pointer: { readonly current: Point | undefined },
  glides: { current: Glide | undefined },
): View {
  return {
    centre() {
      const box = frame.current?.getBoundingClientRect()
      if (box === undefined) return { x: 0, y: 0 }
      return flow.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
    },
    pointer: () => (pointer.current === undefined ? undefined : flow.screenToFlowPosition(pointer.current)),
    fit(ids) {
      const nodes = ids === undefined ? {} : { nodes: [...ids].map((id) => ({ id })) }
      void flow.fitView({ ...FIT, ...nodes, duration: 180 })
    },
    reveal(id) {
      const box = frame.current?.getBoundingClientRect()
      const { document } = page.documents.getState()
      const boxes = new Map(
        Object.keys(document.nodes).map((node) => [node, placeOf(document, node)] as const),
      )
      const wanted = boxes.get(id)
      if (box === undefined || wanted === undefined) return
      const shown = revealing(flow.getViewport(), box, wanted, around([...boxes.values()]))
      if (shown !== undefined) void flow.setViewport(shown, { duration: 180 })
    },
    zoom(step) {
      if (step === 0) void flow.zoomTo(1, { duration: 160 })
      else if (step === 1) void flow.zoomIn({ duration: 160 })
      else void flow.zoomOut({ duration: 160 })
    },
    sizeOf(id) {
      const { width, height } = flow.getInternalNode(id)?.measured ?? {}
      return width === undefined || height === undefined ? undefined : { width, height }
    },
    glide(fit) {
      glides.current = { fit }
    },
    focusNode: (id) => cardOf(frame.current, id)?.focus(),
    focusPanel: () =>
      // What was selected just now is in the panel only then.
      requestAnimationFrame(() =>
        window.document.querySelector<HTMLElement>('#panel input, #panel select, #panel textarea')?.focus(),
      ),
  }
}

function cardOf(frame: HTMLElement | null, id: string): HTMLElement | null | undefined {
  return frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
}
