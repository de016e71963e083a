/** Attention of a run, of a document or of a model, as pictures. */
import { fault } from '#shared/base/fault'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { BesideWeights } from '#shared/pictures/attentionFigure'
import type { HeadChoice } from '#shared/pictures/model/heads'
import { emptyHistory, followSlices, type SiteHistory } from '#shared/pictures/model/history'
import { FIRST_VIEWS, isWritten, siteKind, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { type Played, playedAttention } from '#shared/pictures/played'
import type { Theme } from '#shared/pictures/scale'

export interface ShownRun {
  readonly sites: readonly SiteInfo[]
  readonly slices: readonly Slice[]
  /** What of the run stands beside the weights of a site. */
  beside(site: SiteInfo, whole: boolean): BesideWeights
}

export interface AttentionChoice {
  readonly view?: ViewName | undefined
  /** Its id, its node or its title; the first one that has the view where absent. */
  readonly site?: string | undefined
  /** One head, from 0; all where absent. */
  readonly head?: number | undefined
  readonly theme: Theme
}

/** @throws FaultError `bad-input` where there is no such site, or it has no such view or head */
export function attentionOf(run: ShownRun, { view, site, head, theme }: AttentionChoice): Played {
  const chosen = siteOf(run.sites, site, view)
  const named = viewOf(chosen, view)
  // A memory that is written is one picture of all that write and read it.
  const together = named === 'memory' && isWritten(chosen)
  const beside = together ? run.sites.filter(({ columnAxis }) => columnAxis === chosen.columnAxis) : [chosen]
  const told = beside.map((site) => ({ site, history: historyOf(run.slices, site.id) }))
  const own = told.find(({ site }) => site === chosen)!.history
  if (own.steps.length === 0)
    throw fault('bad-input', `The attention “${chosen.title}” showed no weights in this run.`)
  const choice =
    head === undefined
      ? undefined
      : oneHead(head, Math.max(...[...own.passes.values()].map(({ heads }) => heads)))
  return playedAttention(named, chosen, told, { theme, choice }, (whole) => run.beside(chosen, whole))
}

/** The view that was asked for, or the most telling one of the site. */
export function viewOf(site: SiteInfo, view: ViewName | undefined): ViewName {
  const kind = siteKind(site)
  const named = view ?? FIRST_VIEWS[kind][0]!
  if (!VIEWS[kind].includes(named))
    throw fault(
      'bad-input',
      `The attention “${site.title}” (${site.id}) is not drawn as ${named}: it looks over ${site.columnAxis}. Its views: ${VIEWS[kind].join(', ')}.`,
    )
  return named
}

/** The named site, or the first one that has the view. */
export function siteOf<S extends SiteInfo>(
  sites: readonly S[],
  name: string | undefined,
  view: ViewName | undefined,
): S {
  if (sites.length === 0) throw fault('bad-input', 'This network has no attention that could be drawn.')
  if (name === undefined)
    return sites.find((site) => view === undefined || VIEWS[siteKind(site)].includes(view)) ?? sites[0]!
  const named = sites.find((site) => isNamed(site, name))
  if (named !== undefined) return named
  const names = sites.map(({ id, title }) => (title === '' || title === id ? id : `${id} (${title})`))
  throw fault('bad-input', `There is no attention site “${name}”. Sites: ${names.join(', ')}.`)
}

/** Whether a person means it by this name: its id, its node, or its title in any case. */
export function isNamed(
  { id, node, title }: { readonly id: string; readonly node: string; readonly title: string },
  name: string,
): boolean {
  return id === name || node === name || title.toLowerCase() === name.toLowerCase()
}

export function oneHead(head: number, heads: number): HeadChoice {
  if (head >= heads)
    throw fault(
      'bad-input',
      `There is no head ${head + 1}: this attention has ${heads === 1 ? 'one head' : `${heads} heads`}.`,
    )
  const others = Array.from({ length: heads }, (_, one) => one).filter((one) => one !== head)
  return { mode: 'each', hidden: new Set(others) }
}

export function historyOf(slices: readonly Slice[], site: string): SiteHistory {
  return followSlices(
    emptyHistory(),
    slices.filter((slice) => slice.site === site).toSorted((a, b) => a.order - b.order),
  )
}
