/** The guided tour as it goes on: which step, what was seen, and whether somebody who is new was asked. */
import { createStore } from 'zustand/vanilla'
import { openTemplate } from '../commands/files'
import type { Page } from '../commands/page'
import { announce } from '../stores/session'
import { NOTHING_SEEN, type Seen } from './seen'
import { steps, TOUR_TEMPLATE, type TourStep } from './steps'

export interface TourState {
  /** Undefined when no tour is given. */
  readonly step?: number | undefined
  readonly now: Seen
  /** What had been seen when the step began. */
  readonly began: Seen
  /** Whether the user has done the step. */
  readonly done: boolean
}

const IDLE: TourState = { now: NOTHING_SEEN, began: NOTHING_SEEN, done: false }

export const tourStore = createStore<TourState>(() => IDLE)

const KEY = 'heed.tour'

/** Whether the tour is to be offered: once, and not to who has taken it. */
export function isNewcomer(page: Pick<Page, 'desk'>): boolean {
  return page.desk.recall(KEY) === undefined
}

/** Not to be offered again. */
export function declineTour(page: Pick<Page, 'desk'>): void {
  page.desk.remember(KEY, 'declined')
}

/** Opens the tour's template, and begins. Unsaved work is asked about as for any template. */
export async function beginTour(page: Page): Promise<void> {
  if (!(await openTourTemplate(page))) return
  page.desk.remember(KEY, 'taken')
  tourStore.setState({ ...IDLE, step: 0 }, true)
}

/** Whether the tour's template is shown now. */
export async function openTourTemplate(page: Page): Promise<boolean> {
  const { opening } = page.documents.getState()
  await openTemplate(page, TOUR_TEMPLATE)
  return page.documents.getState().opening !== opening
}

export function endTour(page: Page): void {
  if (tourStore.getState().step === undefined) return
  tourStore.setState(IDLE, true)
  announce(page.session, 'The tour has ended')
}

export function goTo(step: number): void {
  if (steps[step] !== undefined) tourStore.setState(({ now }) => ({ step, began: now, done: false }))
}

/** Takes in what was seen; a step that is done and has nothing more to say gives way to the next. */
export function see(change: (seen: Seen) => Seen): void {
  const { step, began, done, now: before } = tourStore.getState()
  if (step === undefined) return
  const now = change(before)
  const { done: isDone, shows } = steps[step]!
  if (done || isDone === undefined || !isDone(now, began)) tourStore.setState({ now })
  else if (shows === undefined) tourStore.setState({ now, began: now, step: step + 1, done: false })
  else tourStore.setState({ now, done: true })
}

/** What is said at a step, to the eye and to the ear. */
export function wordsOf(step: TourStep, { now, done }: Pick<TourState, 'now' | 'done'>): string {
  return done && step.shows !== undefined ? step.shows : step.says(now)
}
