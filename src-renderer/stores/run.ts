/**
 * What the engine reports about the latest run. Attention itself does not pass through here but through {@link sliceLog}, which is
 * exported again for the views. Credit for drawn slices is returned by `commands/run.ts`; a view only paints.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { Token } from '#shared/contract/model'
import type { SiteInfo } from '#shared/contract/slice'

export { type SliceLog, sliceLog } from './slices'

/** A picture as a canvas takes it: RGBA, 0 to 255, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

export interface RunState {
  readonly state: 'idle' | 'running' | 'failed' | 'done'
  /** The run that is shown, under the name that requests and events carry. */
  readonly run?: string | undefined
  /** Milliseconds since the epoch at which it was started. */
  readonly started?: number | undefined
  readonly sites: readonly SiteInfo[]
  readonly selectedSite?: string | undefined
  readonly outputs: readonly RunOutput[]
  /** What it read, by field of the form; absent where that is what the form holds now. */
  readonly inputs?: Readonly<Record<string, string>> | undefined
  /** Pictures that it read and that no field holds as text (inputs of a model made elsewhere), by `SiteInfo.columnField` or `rowField`. */
  readonly pictures?: Readonly<Record<string, Pixels>> | undefined
  /** Tokens that a text was cut into, by `SiteInfo.rowField` or `columnField`. */
  readonly tokens?: Readonly<Record<string, readonly Token[]>> | undefined
  readonly fault?: Fault | undefined
  readonly milliseconds?: number | undefined
  /** Words of the input that no vocabulary holds. */
  readonly unknown: readonly string[]
  /** All of it was there at once (a snapshot of a training): it is shown without being played. */
  readonly whole?: boolean | undefined
  readonly progress?: { readonly done: number; readonly total: number; readonly what: string } | undefined
}

export const IDLE: RunState = { state: 'idle', sites: [], outputs: [], unknown: [] }

export function createRunStore(): StoreApi<RunState> {
  return createStore<RunState>(() => IDLE)
}

export const runStore = createRunStore()

export function selectSite(id: string): void {
  runStore.setState({ selectedSite: id })
}

/** Takes over the sites that a run reports; the selected one stays selected while it is among them. */
export function withSites(state: RunState, sites: readonly SiteInfo[]): Partial<RunState> {
  const kept = sites.some((site) => site.id === state.selectedSite)
  return { sites, selectedSite: kept ? state.selectedSite : sites[0]?.id }
}

/** The site that belongs to a canvas node, when the run has one. */
export function siteOfNode(state: RunState, node: string): SiteInfo | undefined {
  return state.sites.find((site) => site.node === node)
}
