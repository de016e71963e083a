/** Which part of the canvas to show so that something on it is seen. */
import type { HeedDocument } from '#shared/document/document'
import { absolutePosition } from '#shared/document/editsPlaces'
import { CARD } from '../commands/places'

interface Size {
  readonly width: number
  readonly height: number
}

export interface Rectangle extends Size {
  readonly x: number
  readonly y: number
}

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Pixels between what is shown and the edge of the window. */
const MARGIN = 24
/** Rather than getting farther away than this, the canvas is moved along. */
const FARTHEST = 0.62

/**
 * The view that shows `wanted`, in canvas units; undefined when it is seen already. All of the work, `whole`, stays in sight where it is
 * readable at that distance; else the canvas moves as little as it must.
 */
export function revealing(
  view: Viewport,
  frame: Size,
  wanted: Rectangle,
  whole: Rectangle,
): Viewport | undefined {
  const x = shift(wanted.x * view.zoom + view.x, wanted.width * view.zoom, frame.width)
  const y = shift(wanted.y * view.zoom + view.y, wanted.height * view.zoom, frame.height)
  if (x === 0 && y === 0) return undefined
  const zoom = Math.min(
    view.zoom,
    (frame.width - 2 * MARGIN) / whole.width,
    (frame.height - 2 * MARGIN) / whole.height,
  )
  if (zoom < Math.min(FARTHEST, view.zoom)) return { zoom: view.zoom, x: view.x + x, y: view.y + y }
  return centred(frame, whole, zoom)
}

/** The view with the middle of `whole` in the middle of the window. */
export function centred(frame: Size, whole: Rectangle, zoom: number): Viewport {
  return {
    zoom,
    x: (frame.width - whole.width * zoom) / 2 - whole.x * zoom,
    y: (frame.height - whole.height * zoom) / 2 - whole.y * zoom,
  }
}

/** Where a node lies on the canvas, with the room that it takes. */
export function placeOf(document: HeedDocument, id: string): Rectangle {
  return { ...absolutePosition(document, id), ...(document.nodes[id]?.size ?? CARD) }
}

/** The smallest rectangle around some. */
export function around(places: readonly Rectangle[]): Rectangle {
  const x = Math.min(...places.map((place) => place.x))
  const y = Math.min(...places.map((place) => place.y))
  const right = Math.max(...places.map((place) => place.x + place.width))
  const bottom = Math.max(...places.map((place) => place.y + place.height))
  return { x, y, width: right - x, height: bottom - y }
}

function shift(at: number, size: number, room: number): number {
  if (at < MARGIN) return MARGIN - at
  return Math.min(0, room - MARGIN - (at + size))
}
