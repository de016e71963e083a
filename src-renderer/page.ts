/** The one page of this window: its stores, its link to a host, and what the browser gives. */
import { browserDesk } from './commands/desk'
import { NO_VIEW, type Page, type View } from './commands/page'
import { createLink } from './host/link'
import { dialPort } from './host/port'
import { dialSocket, socketAddress } from './host/socket'
import { documentStore } from './stores/document'
import { runStore, sliceLog } from './stores/run'
import { sessionStore } from './stores/session'
import { stateLog } from './stores/states'
import { trainings } from './training/store'

let view: View = NO_VIEW

/** The canvas says how to reach what it shows, as long as it is there. */
export function offerView(offered: View): () => void {
  view = offered
  return () => {
    if (view === offered) view = NO_VIEW
  }
}

const inElectron = 'heedHost' in window

export const page: Page = {
  key: window.crypto.randomUUID(),
  documents: documentStore,
  session: sessionStore,
  runs: runStore,
  slices: sliceLog,
  states: stateLog,
  training: trainings,
  link: createLink(inElectron ? dialPort(window) : dialSocket(socketAddress(window.location))),
  desk: browserDesk(window),
  get view() {
    return view
  },
}
