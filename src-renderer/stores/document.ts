/**
 * What is saved, and how it came to be so. The document changes only by diffs; each step of history is a name and a diff. Run results,
 * selection and viewport are no part of it.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OpenedDocument } from '#shared/contract/contract'
import { apply, type Diff, invert, isEmpty, join } from '#shared/document/diff'
import { emptyDocument, type HeedDocument } from '#shared/document/document'

/** One undo step. Steps with the same `gesture` that follow each other are one. */
export interface Step {
  readonly name: string
  readonly diff: Diff
  readonly gesture?: string | undefined
}

export interface DocumentState {
  readonly document: HeedDocument
  /** Names the weights that belong to the document, at the host. */
  readonly weights: string
  readonly path?: string | undefined
  readonly name: string
  readonly past: readonly Step[]
  readonly future: readonly Step[]
  /** The last step that the saved file holds. */
  readonly saved: Step | undefined
  /** The weights that the saved file holds. */
  readonly savedWeights: string
  /** Whether there is work that no file holds. */
  readonly dirty: boolean
  /** Grows when another document is shown: views start anew. */
  readonly opening: number
}

export type DocumentStore = StoreApi<DocumentState>

export const HISTORY_LIMIT = 500

/** No weights belong to a document that was started empty: all are seeded. */
const NO_WEIGHTS = ''

export function createDocumentStore(): DocumentStore {
  return createStore<DocumentState>(() => ({
    document: emptyDocument(),
    weights: NO_WEIGHTS,
    name: 'untitled.heed',
    past: [],
    future: [],
    saved: undefined,
    savedWeights: NO_WEIGHTS,
    dirty: false,
    opening: 0,
  }))
}

/** The document of this page. */
export const documentStore = createDocumentStore()

/** Makes one undo step; with a `gesture`, joins it to the last step when that has the same. */
export function change(store: DocumentStore, name: string, diff: Diff, gesture?: string): void {
  if (isEmpty(diff)) return
  store.setState((state) => {
    const last = state.past.at(-1)
    const joins = gesture !== undefined && last?.gesture === gesture && state.future.length === 0
    const step: Step = { name, gesture, diff: joins ? join(last.diff, diff) : diff }
    const kept = joins ? state.past.slice(0, -1) : state.past.slice(-HISTORY_LIMIT + 1)
    const past = isEmpty(step.diff) ? kept : [...kept, step]
    return { document: apply(state.document, diff), past, future: [], ...dirtiness(state, past) }
  })
}

/** Ends a gesture: what follows is a step of its own. */
export function seal(store: DocumentStore): void {
  const last = store.getState().past.at(-1)
  if (last?.gesture === undefined) return
  store.setState((state) => {
    const sealed: Step = { name: last.name, diff: last.diff }
    return {
      past: [...state.past.slice(0, -1), sealed],
      saved: state.saved === last ? sealed : state.saved,
    }
  })
}

/** Takes back the last step; gives its name, or nothing when there is none. */
export function undo(store: DocumentStore): string | undefined {
  const { past, future, document } = store.getState()
  const step = past.at(-1)
  if (step === undefined) return undefined
  const left = past.slice(0, -1)
  store.setState((state) => ({
    document: apply(document, invert(step.diff)),
    past: left,
    future: [...future, step],
    ...dirtiness(state, left),
  }))
  return step.name
}

/** Does the last undone step again; gives its name. */
export function redo(store: DocumentStore): string | undefined {
  const { past, future, document } = store.getState()
  const step = future.at(-1)
  if (step === undefined) return undefined
  const longer = [...past, step]
  store.setState((state) => ({
    document: apply(document, step.diff),
    past: longer,
    future: future.slice(0, -1),
    ...dirtiness(state, longer),
  }))
  return step.name
}

/** Shows another document, with a history of its own. `unsaved` when no file holds it (a recovery copy). */
export function show(store: DocumentStore, opened: OpenedDocument, unsaved = false): void {
  store.setState((state) => ({
    document: opened.document,
    weights: opened.weights,
    path: opened.path,
    name: opened.name,
    past: [],
    future: [],
    saved: unsaved ? NEVER : undefined,
    savedWeights: opened.weights,
    dirty: unsaved,
    opening: state.opening + 1,
  }))
}

export function showEmpty(store: DocumentStore): void {
  show(store, { document: emptyDocument(), weights: NO_WEIGHTS, name: 'untitled.heed' })
}

/** Gives the document other weights: no step of history, but work that has to be saved. */
export function setWeights(store: DocumentStore, weights: string): void {
  store.setState((state) => ({ weights, ...dirtiness({ ...state, weights }, state.past) }))
}

/** Says that a file holds the document as it was with `step` as its last, and `weights`; where, unless it was only downloaded. */
export function markSaved(
  store: DocumentStore,
  step: Step | undefined,
  at: { path?: string; name?: string; weights?: string },
): void {
  store.setState((state) => ({
    saved: step,
    savedWeights: at.weights ?? state.weights,
    dirty: state.past.at(-1) !== step || state.weights !== (at.weights ?? state.weights),
    path: at.path ?? state.path,
    name: at.name ?? state.name,
  }))
}

/** A step that is never in a history: a document whose last step this would be is on no disk. */
const NEVER: Step = { name: 'recovered', diff: { nodes: {}, wires: {}, fields: {} } }

function dirtiness(
  { saved, weights, savedWeights }: DocumentState,
  past: readonly Step[],
): { dirty: boolean } {
  return { dirty: past.at(-1) !== saved || weights !== savedWeights }
}
