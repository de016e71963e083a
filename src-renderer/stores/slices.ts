/**
 * The slices of the latest run, kept outside of React: a view subscribes, and paints what is new at its next animation frame. Slices
 * of one site stand in their order.
 */
import type { Slice } from '#shared/contract/slice'

export interface SliceLog {
  /** Slices of a site so far, by `order`; the same array until one is added. */
  slices(site: string): readonly Slice[]
  /** Sites that have slices. */
  sites(): readonly string[]
  /** Grows with each change: what was painted at a version need not be painted again. */
  readonly version: number
  subscribe(listener: () => void): () => void
  clear(): void
  push(slice: Slice): void
}

const NONE: readonly Slice[] = []

export function createSliceLog(): SliceLog {
  const bySite = new Map<string, readonly Slice[]>()
  const listeners = new Set<() => void>()
  let version = 0
  function changed() {
    version += 1
    for (const listener of [...listeners]) listener()
  }
  return {
    slices: (site) => bySite.get(site) ?? NONE,
    sites: () => [...bySite.keys()],
    get version() {
      return version
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      bySite.clear()
      changed()
    },
    push(slice) {
      const before = bySite.get(slice.site) ?? NONE
      const last = before.at(-1)
      const after = [...before, slice]
      if (last !== undefined && last.order > slice.order) after.sort((a, b) => a.order - b.order)
      bySite.set(slice.site, after)
      changed()
    },
  }
}

/** The log that the page's views read. */
export const sliceLog = createSliceLog()
