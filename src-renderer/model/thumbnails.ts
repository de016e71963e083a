/** Small pictures of heads as they come, kept outside of React: the overview paints what is new at its next frame. */
import type { Thumbnail } from '#shared/contract/model'

export interface ThumbnailLog {
  of(site: string, head: number): Thumbnail | undefined
  /** Heads of a site that have a picture. */
  heads(site: string): number
  readonly count: number
  /** Grows with each change. */
  readonly version: number
  subscribe(listener: () => void): () => void
  push(thumbnail: Thumbnail): void
  clear(): void
}

export function createThumbnailLog(): ThumbnailLog {
  const bySite = new Map<string, (Thumbnail | undefined)[]>()
  const listeners = new Set<() => void>()
  let version = 0
  let count = 0
  function changed() {
    version += 1
    for (const listener of [...listeners]) listener()
  }
  return {
    of: (site, head) => bySite.get(site)?.[head],
    heads: (site) => bySite.get(site)?.length ?? 0,
    get count() {
      return count
    },
    get version() {
      return version
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    push(thumbnail) {
      const list = bySite.get(thumbnail.site) ?? []
      if (list[thumbnail.head] === undefined) count += 1
      list[thumbnail.head] = thumbnail
      bySite.set(thumbnail.site, list)
      changed()
    },
    clear() {
      bySite.clear()
      count = 0
      changed()
    },
  }
}
