/** The type under which a kind's id travels from the palette to the canvas. */
export const KIND_DRAG = 'application/x-heed-kind'

let dragged: string | undefined

/** The kind that is being dragged: the browser tells what is dragged only when it is let go. */
export function draggedKind(): string | undefined {
  return dragged
}

export function dragging(kind: string | undefined): void {
  dragged = kind
}
