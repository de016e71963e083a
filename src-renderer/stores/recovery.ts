/**
 * A copy of unsaved work in the browser's storage after each change, one for each open page, offered at the next start. A page holds a
 * lock as long as it lives, so that the work of another window that is still open is not offered.
 */
import { type HeedDocument, heedDocument } from '#shared/document/document'
import type { DocumentStore } from './document'

export interface Recovery {
  readonly key: string
  readonly document: HeedDocument
  readonly weights: string
  readonly path?: string | undefined
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const PREFIX = 'heed.recovery.'

/** Keeps the copy under `key` up to date until the returned function is called. */
export function keepRecovery(
  store: DocumentStore,
  storage: Storage,
  key: string,
  now: () => number = Date.now,
): () => void {
  return store.subscribe((state, before) => {
    const same =
      state.document === before.document && state.weights === before.weights && state.dirty === before.dirty
    if (same) return
    if (!state.dirty) {
      storage.removeItem(PREFIX + key)
      return
    }
    const { document, weights, path, name } = state
    try {
      storage.setItem(PREFIX + key, JSON.stringify({ document, weights, path, name, at: now() }))
    } catch {
      // Full or forbidden storage: the work itself is untouched, and saving it to a file still warns on leaving.
    }
  })
}

/** Copies that pages left behind, newest first; `alive` are the keys of pages that are still open. */
export function findRecoveries(storage: Storage, alive: ReadonlySet<string> = new Set()): Recovery[] {
  const found: Recovery[] = []
  for (let i = 0; i < storage.length; i += 1) {
    const key = storage.key(i)
    if (key === null || !key.startsWith(PREFIX) || alive.has(key.slice(PREFIX.length))) continue
    const recovery = read(storage.getItem(key), key.slice(PREFIX.length))
    if (recovery !== undefined) found.push(recovery)
  }
  return found.sort((a, b) => b.at - a.at)
}

export function forgetRecovery(storage: Storage, key: string): void {
  storage.removeItem(PREFIX + key)
}

function read(text: string | null, key: string): Recovery | undefined {
  if (text === null) return undefined
  try {
    const data: unknown = JSON.parse(text)
    if (typeof data !== 'object' || data === null) return undefined
    const { document, weights, path, name, at } = data as Record<string, unknown>
    const parsed = heedDocument.safeParse(document)
    if (!parsed.success || typeof name !== 'string' || typeof at !== 'number') return undefined
    return {
      key,
      document: parsed.data,
      weights: typeof weights === 'string' ? weights : '',
      path: typeof path === 'string' ? path : undefined,
      name,
      at,
    }
  } catch {
    return undefined
  }
}
