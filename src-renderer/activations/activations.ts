/**
 * What every node gave in the latest run, asked for when somebody sees it and the run has ended. Kept outside of React: a card subscribes to its
 * own node, and nothing here changes while nodes are moved.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Fault, toFault } from '#shared/base/fault'
import type { Activation, Activations as Answer, Untold } from '#shared/contract/activations'
import { followRuns, type LastRun } from '../commands/lastRun'
import type { Page } from '../commands/page'
import { sameNumbers } from './sameNumbers'

export interface ActivationState {
  readonly state: 'none' | 'asking' | 'done' | 'failed'
  /** By node, in the order of its ports; those of the run before stay until there are newer ones. */
  readonly told: ReadonlyMap<string, readonly Activation[]>
  readonly untold: ReadonlyMap<string, readonly Untold[]>
  /** They are of a network that the document no longer is, or of a run before the latest. */
  readonly stale: boolean
  readonly fault?: Fault | undefined
}

export interface Activations {
  readonly store: StoreApi<ActivationState>
  /** Somebody sees them, until the function that it gives is called. */
  watch(): () => void
  close(): void
}

/** A run that is started again at once waits for nobody's pictures. */
const PAUSE = 60

const NOTHING: ActivationState = { state: 'none', told: new Map(), untold: new Map(), stale: false }

export function createActivations(page: Pick<Page, 'runs' | 'documents' | 'session' | 'link'>): Activations {
  const store = createStore<ActivationState>(() => NOTHING)
  let watchers = 0
  let ran: LastRun | undefined
  /** The run that what is shown is of. */
  let shown: LastRun | undefined
  /** What was asked last, by the name that stops it. */
  let asked: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function judge(): void {
    const { document, weights } = page.documents.getState()
    const stale =
      shown !== ran || !shown || shown.weights !== weights || !sameNumbers(shown.document, document)
    if (stale !== store.getState().stale && store.getState().told.size > 0) store.setState({ stale })
  }

  function consider(): void {
    clearTimeout(timer)
    const { run, state } = page.runs.getState()
    if (watchers === 0 || !ran || run !== ran.run || state !== 'done' || asked === nameOf(ran)) return
    timer = setTimeout(ask, PAUSE, ran)
  }

  function ask(of: LastRun): void {
    const name = nameOf(of)
    asked = name
    store.setState({ state: 'asking', fault: undefined })
    page.link.ask('run.activations', { ...of, run: name }).then(
      (answer) => {
        if (asked !== name) return
        shown = of
        store.setState({ ...byNode(answer), state: 'done', stale: false })
        judge()
      },
      (error: unknown) => {
        if (asked === name) store.setState({ ...NOTHING, state: 'failed', fault: toFault(error) }, true)
      },
    )
  }

  const stops = [
    followRuns(page, (began) => {
      clearTimeout(timer)
      if (store.getState().state === 'asking' && asked !== undefined)
        page.link.ask('run.cancel', { run: asked }).catch(() => undefined)
      ran = began
      asked = undefined
      if (began) {
        store.setState({ state: 'none', fault: undefined })
        judge()
      } else {
        shown = undefined
        store.setState(NOTHING, true)
      }
    }),
    page.runs.subscribe(consider),
    page.documents.subscribe(judge),
  ]
  return {
    store,
    watch() {
      watchers += 1
      consider()
      return () => {
        watchers -= 1
      }
    },
    close() {
      clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}

function nameOf({ run }: LastRun): string {
  return `${run}-outputs`
}

function byNode({ told, untold }: Answer): Pick<ActivationState, 'told' | 'untold'> {
  return { told: grouped(told), untold: grouped(untold) }
}

function grouped<T extends { readonly node: string }>(all: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const own = groups.get(one.node)
    if (own) own.push(one)
    else groups.set(one.node, [one])
  }
  return groups
}
