/** Keys on a node that has the keyboard's focus: arrows move it, Enter opens it in the panel. */
import type { KeyboardEvent } from 'react'
import { nudge } from '../commands/editing'
import type { Page } from '../commands/page'
import { select } from '../stores/session'

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Canvas units that one press moves, and with Shift. */
const SHORT = 8
const LONG = 40

export function canvasKeys(page: Page, event: KeyboardEvent): void {
  const { target, key } = event
  if (!(target instanceof HTMLElement) || !target.classList.contains('react-flow__node')) return
  const { id } = target.dataset
  if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  const step = STEPS[key]
  if (step !== undefined) {
    event.preventDefault()
    const { selectedNodes } = page.session.getState()
    const length = event.shiftKey ? LONG : SHORT
    nudge(page, selectedNodes.has(id) ? selectedNodes : [id], step[0] * length, step[1] * length)
  } else if (key === 'Enter' || key === ' ') {
    event.preventDefault()
    select(page.session, [id])
    if (key === 'Enter') page.view.focusPanel()
  }
}
