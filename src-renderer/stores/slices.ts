/**
 * The slices of the latest run, kept outside of React: a view subscribes, and paints what is new at its next animation frame. Slices
 * of one site stand in their order.
 */
import { createChanges, type Watched } from '#shared/base/changes'
import type { Slice } from '#shared/contract/slice'

export interface SliceLog extends Watched {
  /** Slices of a site so far, by `order`; the same array until one is added. */
  slices(site: string): readonly Slice[]
  /** Sites that have slices. */
  sites(): readonly string[]
  clear(): void
  push(slice: Slice): void
}

const NONE: readonly Slice[] = []

export function createSliceLog(): SliceLog {
  const bySite = new Map<string, readonly Slice[]>()
  const changes = createChanges()
  return {
    slices: (site) => bySite.get(site) ?? NONE,
    sites: () => [...bySite.keys()],
    get version() {
      return changes.version
    },
    subscribe: changes.subscribe,
    clear() {
      bySite.clear()
      changes.tell()
    },
    push(slice) {
      const before = bySite.get(slice.site) ?? NONE
      const last = before.at(-1)
      const after = [...before, slice]
      if (last !== undefined && last.order > slice.order) after.sort((a, b) => a.order - b.order)
      bySite.set(slice.site, after)
      changes.tell()
    },
  }
}

/** The log that the page's views read. */
export const sliceLog = createSliceLog()
