/**
 * Where what is dragged is drawn while the document still has it where it was. React Flow's own nodes stay as they are until the drag has
 * ended: a change of them makes every card, port and wire look, in every frame. Cards are shifted by a style; their wires ask here.
 */
import { createStore } from 'zustand/vanilla'

export interface Shift {
  /** What is dragged, and all that lies in it. */
  readonly moved: ReadonlySet<string>
  readonly dx: number
  readonly dy: number
}

export const STILL: Shift = { moved: new Set(), dx: 0, dy: 0 }

export const shiftStore = createStore<Shift>(() => STILL)

/** The elements that are shifted, found once in a drag. */
let shifted: readonly HTMLElement[] = []

/** Shifts the cards of these nodes, and the frame around a selection, in units of the canvas. */
export function shiftNodes(moved: ReadonlySet<string>, dx: number, dy: number): void {
  if (shiftStore.getState().moved !== moved) {
    unmark()
    shifted = elementsOf(moved)
    for (const { classList } of shifted) classList.add('dragging')
  }
  for (const { style } of shifted) style.translate = `${dx}px ${dy}px`
  shiftStore.setState({ moved, dx, dy }, true)
}

/** Everything is drawn where React Flow has it. */
export function shiftNothing(): void {
  unmark()
  if (shiftStore.getState() !== STILL) shiftStore.setState(STILL, true)
}

function unmark(): void {
  for (const { style, classList } of shifted) {
    style.translate = ''
    classList.remove('dragging')
  }
  shifted = []
}

function elementsOf(moved: ReadonlySet<string>): HTMLElement[] {
  const cards = [...document.querySelectorAll<HTMLElement>('.canvas .react-flow__node')]
  const frame = document.querySelectorAll<HTMLElement>('.canvas .react-flow__nodesselection-rect')
  return [...cards.filter((card) => moved.has(card.dataset.id ?? '')), ...frame]
}
