/** Which run the attention views show: the page's own, unless they stand beside it for another that it is compared with. */
import { createContext } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import { type RunState, runStore, sliceLog } from './run'
import type { SliceLog } from './slices'

export interface ShownRun {
  readonly runs: StoreApi<RunState>
  readonly slices: SliceLog
}

export const ShownRunContext = createContext<ShownRun>({ runs: runStore, slices: sliceLog })
