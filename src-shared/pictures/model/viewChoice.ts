/** Which views of a site are shown beside each other: what fits its kind, until somebody chooses otherwise. */
import type { SiteInfo } from '#shared/contract/slice'

/** What a site looks over, as far as it matters for drawing it; `patches`: patches of a picture look, at each other or at words. */
export type SiteKind = 'words' | 'picture' | 'patches' | 'memory'

export type ViewName = 'picture' | 'memory' | 'lines' | 'grid'

export const VIEW_TITLES: Readonly<Record<ViewName, string>> = {
  picture: 'Picture',
  memory: 'Memory',
  lines: 'Lines',
  grid: 'Grid',
}

/** Every view that a kind of site has, from left to right. */
export const VIEWS: Readonly<Record<SiteKind, readonly ViewName[]>> = {
  words: ['lines', 'grid'],
  picture: ['picture', 'lines', 'grid'],
  patches: ['picture', 'lines', 'grid'],
  memory: ['memory', 'lines', 'grid'],
}

/** The most telling ones. */
export const FIRST_VIEWS: Readonly<Record<SiteKind, readonly ViewName[]>> = {
  words: ['lines', 'grid'],
  picture: ['picture', 'lines'],
  patches: ['picture', 'grid'],
  memory: ['memory'],
}

/** More than two beside each other are too narrow to be read. */
const BESIDE = 2

export function siteKind({ columnGrid, rowGrid, columnAxis }: SiteInfo): SiteKind {
  if (rowGrid !== undefined) return 'patches'
  if (columnGrid !== undefined) return 'picture'
  return /(^|\s)(sentences|slots)$/.test(columnAxis) ? 'memory' : 'words'
}

/** Whether the site looks over slots that the network itself writes to, rather than over sentences that were given. */
export function isWritten({ columnAxis }: SiteInfo): boolean {
  return /(^|\s)slots$/.test(columnAxis)
}

/** A view comes and the one chosen longest ago leaves, or it leaves; the last one stays. Newest choice last. */
export function toggleView(shown: readonly ViewName[], view: ViewName): readonly ViewName[] {
  if (shown.includes(view)) return shown.length === 1 ? shown : shown.filter((other) => other !== view)
  return [...shown, view].slice(-BESIDE)
}

/** What was remembered of a kind, as far as it still makes sense. */
export function readViews(kind: SiteKind, text: string | undefined): readonly ViewName[] {
  const known = (text ?? '').split(' ').filter((name) => VIEWS[kind].some((view) => view === name))
  const views = [...new Set(known as ViewName[])].slice(-BESIDE)
  return views.length > 0 ? views : FIRST_VIEWS[kind]
}
