/** What the inputs of the latest run did, asked for when somebody looks. Answers of a run are kept until the next one. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Fault, toFault } from '#shared/base/fault'
import type { Ask } from '#shared/contract/contract'
import type { Attribution } from '#shared/contract/states'
import { followRuns, type LastRun } from '../../commands/lastRun'
import type { Page } from '../../commands/page'

/** Which number of the answer is explained; what is absent is chosen by the engine. */
export type Chosen = Pick<Ask<'run.attribution'>, 'decision' | 'row' | 'choice'>

export interface AttributionState {
  readonly state: 'none' | 'asking' | 'done' | 'failed'
  /** The last answer stays while the next one is made. */
  readonly attribution?: Attribution | undefined
  readonly fault?: Fault | undefined
  readonly chosen: Chosen
}

export interface Attributions {
  readonly store: StoreApi<AttributionState>
  /** Asks for what is chosen, unless it is there or on its way. Nothing happens before a run has ended. */
  want(chosen: Chosen): void
  close(): void
}

const NOTHING: AttributionState = { state: 'none', chosen: {} }

export function createAttributions(
  page: Pick<Page, 'runs' | 'documents' | 'session' | 'link'>,
): Attributions {
  const store = createStore<AttributionState>(() => NOTHING)
  let ran: LastRun | undefined
  let known = new Map<string, Attribution>()
  let wanted = ''

  const stop = followRuns(page, (began) => {
    known = new Map()
    wanted = ''
    ran = began
    store.setState(NOTHING, true)
  })

  return {
    store,
    want(chosen) {
      if (!ran || page.runs.getState().state !== 'done') return
      const key = JSON.stringify([ran.run, chosen.decision, chosen.row, chosen.choice])
      if (key === wanted) return
      wanted = key
      const there = known.get(key)
      if (there) {
        store.setState({ state: 'done', attribution: there, chosen, fault: undefined })
        return
      }
      store.setState({ state: 'asking', chosen, fault: undefined })
      const { run: _, ...asked } = ran
      page.link
        .ask('run.attribution', { ...asked, ...chosen })
        .then((attribution) => {
          if (key !== wanted) return
          known.set(key, attribution)
          store.setState({ state: 'done', attribution })
        })
        .catch((error: unknown) => {
          if (key === wanted)
            store.setState({ state: 'failed', attribution: undefined, fault: toFault(error) })
        })
    },
    close: stop,
  }
}
