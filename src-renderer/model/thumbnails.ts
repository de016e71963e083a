/** Small pictures of heads as they come, kept outside of React: the overview paints what is new at its next frame. */
import { createChanges, type Watched } from '#shared/base/changes'
import type { Thumbnail } from '#shared/contract/model'

export interface ThumbnailLog extends Watched {
  of(site: string, head: number): Thumbnail | undefined
  /** Heads of a site that have a picture. */
  heads(site: string): number
  readonly count: number
  push(thumbnail: Thumbnail): void
  clear(): void
}

export function createThumbnailLog(): ThumbnailLog {
  const bySite = new Map<string, (Thumbnail | undefined)[]>()
  const changes = createChanges()
  let count = 0
  return {
    of: (site, head) => bySite.get(site)?.[head],
    heads: (site) => bySite.get(site)?.length ?? 0,
    get count() {
      return count
    },
    get version() {
      return changes.version
    },
    subscribe: changes.subscribe,
    push(thumbnail) {
      const list = bySite.get(thumbnail.site) ?? []
      if (list[thumbnail.head] === undefined) count += 1
      list[thumbnail.head] = thumbnail
      bySite.set(thumbnail.site, list)
      changes.tell()
    },
    clear() {
      bySite.clear()
      count = 0
      changes.tell()
    },
  }
}
