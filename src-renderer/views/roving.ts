import type { KeyboardEvent } from 'react'

/** Moves the focus among the children of the list that the pressed element stands in; says whether the key meant that. */
export function rove(event: KeyboardEvent, index: number, orientation: 'horizontal' | 'vertical'): boolean {
  const list = event.currentTarget.parentElement
  const count = list?.children.length ?? 0
  const [back, on] = orientation === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const to = { [back]: index - 1, [on]: index + 1, Home: 0, End: count - 1 }[event.key]
  if (to === undefined) return false
  const next = list?.children[Math.min(count - 1, Math.max(0, to))]
  if (next instanceof HTMLElement) next.focus()
  return true
}
