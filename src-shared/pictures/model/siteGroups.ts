/** Sites in the order in which they are shown: by what they attend to, layer after layer. */
import type { ModelSite } from '../../contract/contract'
import type { SiteInfo } from '../../contract/slice'

export interface OverviewRow {
  readonly id: string
  /** Small, at the left of the row. */
  readonly label: string
  /** "Layer 7", with what it attends to where the model has several sorts. */
  readonly name: string
  /** Where it lies in the model. */
  readonly place: string
  readonly heads: number
  readonly shown: boolean
  readonly reason?: string | undefined
}

export interface OverviewGroup {
  readonly title: string
  readonly rows: readonly OverviewRow[]
}

/** Ids of what joins all layers begin so. */
export const JOINED_SITES = 'joined.'

export function isJoined(site: string): boolean {
  return site.startsWith(JOINED_SITES)
}

/** Group of what joins all layers into one. */
export const ALL_LAYERS = 'All layers'

const JOINED: Readonly<Record<string, string>> = {
  'joined.rollout': 'rollout',
  'joined.mean': 'mean',
  'joined.maximum': 'max',
}

/** Sites that a file has, with what a run said of them; then what the run joined out of them. */
export function knownSites(found: readonly ModelSite[], told: ReadonlyMap<string, SiteInfo>): ModelSite[] {
  const own = found.map((site) => ({ ...site, ...told.get(site.id), title: site.title }))
  const known = new Set(own.map(({ id }) => id))
  return [...own, ...[...told.values()].filter(({ id }) => !known.has(id)).map(joinedSite)]
}

export function joinedSite(info: SiteInfo): ModelSite {
  return { ...info, operator: '', kind: 'self', causal: false, shown: true }
}

export function groupSites(sites: readonly ModelSite[]): readonly OverviewGroup[] {
  const own = sites.filter(({ id }) => !isJoined(id))
  const both = own.some(({ kind }) => kind === 'cross')
  const groups = new Map<string, ModelSite[]>()
  for (const site of own) {
    const title = sortOf(site, both)
    groups.set(title, [...(groups.get(title) ?? []), site])
  }
  const several = groups.size > 1
  const layers = [...groups].map(([title, members]) => ({
    title,
    rows: members.map((site, i) => rowOf(site, i, several ? title : '')),
  }))
  const joined = sites.filter(({ id }) => isJoined(id))
  if (joined.length === 0) return layers
  const rows = joined.map((site) => {
    const label = JOINED[site.id] ?? site.title
    const word = label === 'max' ? 'maximum' : label
    return {
      id: site.id,
      label,
      name: `${word[0]!.toUpperCase()}${word.slice(1)} of all layers`,
      place: '',
      heads: site.heads,
      shown: site.shown,
    }
  })
  return [...layers, { title: ALL_LAYERS, rows }]
}

function rowOf(site: ModelSite, rank: number, group: string): OverviewRow {
  const { id, title, heads, shown, reason } = site
  const sort = group === '' ? '' : `, ${group.toLowerCase()}`
  return { id, label: `${rank + 1}`, name: `Layer ${rank + 1}${sort}`, place: title, heads, shown, reason }
}

/** What each site is called: "Layer 7", and what tells it from others of that layer. */
export function siteTitles(sites: readonly ModelSite[]): ReadonlyMap<string, string> {
  return new Map(groupSites(sites).flatMap(({ rows }) => rows.map(({ id, name }) => [id, name] as const)))
}

function sortOf({ kind, causal }: ModelSite, both: boolean): string {
  if (kind === 'cross') return 'Cross-attention'
  if (kind === 'additive') return 'Additive attention'
  if (!both) return 'Self-attention'
  return causal ? 'Decoder self-attention' : 'Encoder self-attention'
}
