/**
 * Unsaved work goes to the host after each change, which keeps a copy of it on the disk: when this page or the host is gone, the next
 * start offers it. Changes that follow each other closely go together, but none waits longer than half a second.
 */
import type { Link } from '../host/link'
import type { DocumentStore } from './document'

/** Milliseconds that a change waits for the next one. */
const CALM = 150
/** Milliseconds that a change waits at the most. */
const LONGEST = 500

export interface Timers {
  set(then: () => void, milliseconds: number): unknown
  clear(timer: unknown): void
  now(): number
}

/** Keeps the host's copy under `key` up to date until the returned function is called. */
export function keepRecovery(
  store: DocumentStore,
  link: Pick<Link, 'ask' | 'onState'>,
  key: string,
  { set, clear, now }: Timers,
): () => void {
  let timer: unknown
  /** When the oldest change that the host does not know was made. */
  let since: number | undefined
  function send() {
    clear(timer)
    since = undefined
    const { dirty, document, weights, path, name } = store.getState()
    const told = dirty
      ? link.ask('recovery.keep', { key, document, weights, name, ...(path !== undefined && { path }) })
      : link.ask('recovery.drop', { key })
    // A lost link says so by itself; when it is back, the work is told again. A full disk stops nobody from working.
    told.catch(() => undefined)
  }
  /** Which file is shown, so that another window that opens it is told. */
  function tellPath() {
    const { path } = store.getState()
    link.ask('document.hold', { key, ...(path !== undefined && { path }) }).catch(() => undefined)
  }
  const forget = store.subscribe((state, before) => {
    if (state.path !== before.path) tellPath()
    const same =
      state.document === before.document && state.weights === before.weights && state.dirty === before.dirty
    if (same) return
    clear(timer)
    since ??= now()
    timer = set(send, Math.max(0, Math.min(CALM, since + LONGEST - now())))
  })
  const hangUp = link.onState((state) => {
    if (state !== 'connected') return
    if (store.getState().path !== undefined) tellPath()
    if (store.getState().dirty) send()
  })
  return () => {
    clear(timer)
    forget()
    hangUp()
  }
}
