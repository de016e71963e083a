/** What the tour sees of what the user does: counts that only grow, and what was said last. It looks on and hinders nothing. */

import type { Page } from '../commands/page'
import { inputText } from '../commands/run'

export interface Seen {
  /** Runs that have ended well. */
  readonly runs: number
  /** Words of a view that were pointed at, by mouse or by keyboard. */
  readonly words: number
  /** Moves over the steps of a run. */
  readonly scrubs: number
  /** What the last run that ended well read and said. */
  readonly ran: string
  readonly said: string
  /** Words of that run's input that no vocabulary holds. */
  readonly unknown: readonly string[]
}

export const NOTHING_SEEN: Seen = { runs: 0, words: 0, scrubs: 0, ran: '', said: '', unknown: [] }

/** The field of the tour's template. */
const FIELD = 'source'

/** Looks on until the returned function is called. */
export function watch(page: Page, window: Window, tell: (change: (seen: Seen) => Seen) => void): () => void {
  const { document } = window
  const forget = page.runs.subscribe((run, before) => {
    if (run.state !== 'done' || (before.state === 'done' && before.run === run.run)) return
    const ran = run.inputs?.[FIELD] ?? inputText(page, FIELD)
    const said = run.outputs.map(({ text }) => text).join(' ')
    tell((seen) => ({ ...seen, runs: seen.runs + 1, ran, said, unknown: run.unknown }))
  })
  const pointed = ({ target }: Event) => {
    if (within(target, '.attention-word')) tell((seen) => ({ ...seen, words: seen.words + 1 }))
  }
  const focused = (event: Event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) pointed(event)
  }
  const moved = ({ target }: Event) => {
    if (within(target, '.attention-playback')) tell((seen) => ({ ...seen, scrubs: seen.scrubs + 1 }))
  }
  // The bar takes keys for itself, before they would move the slider.
  const stepped = (event: KeyboardEvent) => {
    if (/^(Arrow|Home|End|Page)/.test(event.key)) moved(event)
  }
  document.addEventListener('keydown', stepped, true)
  document.addEventListener('pointerover', pointed)
  document.addEventListener('focusin', focused)
  document.addEventListener('input', moved)
  document.addEventListener('click', moved)
  return () => {
    forget()
    document.removeEventListener('keydown', stepped, true)
    document.removeEventListener('pointerover', pointed)
    document.removeEventListener('focusin', focused)
    document.removeEventListener('input', moved)
    document.removeEventListener('click', moved)
  }
}

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
