/** Snapshots of a training, put where the views look for a run: the same sentence as the network read it at that step. */

import type { Snapshot } from '#shared/pictures/training/recording'
import type { Page } from '../commands/page'
import { withSites } from '../stores/run'
import { documentKey, goingOf, selectedOf } from './store'

const PREFIX = 'snapshot '
/** Milliseconds that a snapshot stays at speed 1, at the most and at the least; a whole replay aims at {@link REPLAY}. */
const LONGEST = 700
const SHORTEST = 120
const REPLAY = 14_000

export const WATCHING_SPEEDS = [0.5, 1, 2, 4] as const

/** Whether the snapshots of the training that is looked at belong to the document on the canvas. */
export function belongs(page: Page): boolean {
  const training = selectedOf(page.training.store.getState())
  return (
    training !== undefined &&
    page.session.getState().screen === 'editor' &&
    training.document === documentKey(page.documents.getState())
  )
}

export function snapshotsOf(page: Page): readonly Snapshot[] {
  return page.training.recording(page.training.store.getState().selected).snapshots
}

/** Shows the snapshot nearest to a step, and no longer the newest as it comes. */
export function chooseSnapshot(page: Page, step: number): void {
  stopWatching(page)
  const nearest = snapshotsOf(page).reduce<Snapshot | undefined>(
    (best, each) =>
      best === undefined || Math.abs(each.step - step) < Math.abs(best.step - step) ? each : best,
    undefined,
  )
  if (nearest === undefined) return
  page.training.store.setState({ following: false })
  show(page, nearest)
}

export function followNewest(page: Page): void {
  stopWatching(page)
  page.training.store.setState({ following: true })
  const newest = snapshotsOf(page).at(-1)
  if (newest !== undefined) show(page, newest)
}

/** Takes notice of a snapshot that came: shown when the newest is followed. */
export function snapshotCame(page: Page, training: string): void {
  const { selected, following } = page.training.store.getState()
  if (selected !== training) return
  page.training.store.setState({ snapshots: snapshotsOf(page).length })
  if (following) show(page, snapshotsOf(page).at(-1)!)
}

/** Looks at another training, or at none; what is drawn of attention stays. */
export function lookAt(page: Page, id: string | undefined): void {
  stopWatching(page)
  page.training.store.setState({
    selected: id,
    snapshots: page.training.recording(id).snapshots.length,
    shown: undefined,
    following: id !== undefined && goingOf(page.training.store.getState())?.id === id,
  })
}

/** Looks at another training and its newest snapshot. */
export function selectTraining(page: Page, id: string): void {
  lookAt(page, id)
  const newest = snapshotsOf(page).at(-1)
  if (newest !== undefined) show(page, newest)
}

/** Replays the snapshots one after another from the first, or goes on from where it was halted. */
export function watchItLearn(page: Page): void {
  const snapshots = snapshotsOf(page)
  const { shown, watching } = page.training.store.getState()
  if (watching || snapshots.length === 0) {
    stopWatching(page)
    return
  }
  const atEnd = shown === undefined || shown === snapshots.at(-1)!.step
  page.training.store.setState({ watching: true, following: false })
  if (atEnd) show(page, snapshots[0]!)
  wait(page)
}

let timer: ReturnType<typeof setTimeout> | undefined

export function stopWatching(page: Page): void {
  clearTimeout(timer)
  if (page.training.store.getState().watching) page.training.store.setState({ watching: false })
}

function wait(page: Page): void {
  clearTimeout(timer)
  const { speed, snapshots } = page.training.store.getState()
  const stay = Math.min(LONGEST, Math.max(SHORTEST, REPLAY / snapshots)) / speed
  timer = setTimeout(() => showNext(page), stay)
}

function showNext(page: Page): void {
  const { shown, watching } = page.training.store.getState()
  if (!watching) return
  const next = snapshotsOf(page).find(({ step }) => shown === undefined || step > shown)
  if (next !== undefined) {
    show(page, next)
    wait(page)
    return
  }
  stopWatching(page)
  const { selected } = page.training.store.getState()
  // What is still learning is followed from here on.
  const going = goingOf(page.training.store.getState())
  if (going !== undefined && going.id === selected) page.training.store.setState({ following: true })
}

function show(page: Page, { step, sites, slices, outputs }: Snapshot): void {
  const { selected } = page.training.store.getState()
  page.training.store.setState({ shown: step })
  if (!belongs(page)) return
  const { run, state } = page.runs.getState()
  if (state === 'running' && run !== undefined) page.link.ask('run.cancel', { run }).catch(() => undefined)
  page.slices.clear()
  page.states.clear()
  for (const slice of slices) page.slices.push(slice)
  page.runs.setState((before) => ({
    ...withSites(before, sites),
    state: 'done',
    run: `${PREFIX}${selected} ${step}`,
    outputs,
    inputs: undefined,
    unknown: [],
    whole: true,
    started: undefined,
    fault: undefined,
    milliseconds: undefined,
    progress: undefined,
  }))
}

/** A run takes the place of a snapshot, and what still learns is not shown over it. */
export function yieldToRuns(page: Page): () => void {
  return page.runs.subscribe(({ run }, before) => {
    if (run === before.run || run?.startsWith(PREFIX)) return
    stopWatching(page)
    page.training.store.setState({ shown: undefined, following: false })
  })
}
