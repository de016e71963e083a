/** The type under which a kind's id travels from the palette to the canvas. */
export const KIND_DRAG = 'application/x-heed-kind'
