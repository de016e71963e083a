/** What of one model corresponds to what of another. */
import { groupSites } from '#shared/pictures/model/siteGroups'
import { type SideState, sitesOf } from './side'

/** The same site where the other side has it; otherwise the one at the same place among those of its sort. */
export function counterpart(one: SideState, other: SideState, site: string): string | undefined {
  const sites = sitesOf(other)
  if (sites.some(({ id }) => id === site)) return site
  const groups = groupSites(sitesOf(one))
  const group = groups.find(({ rows }) => rows.some(({ id }) => id === site))
  if (group === undefined) return undefined
  const rank = group.rows.findIndex(({ id }) => id === site)
  const others = groupSites(sites)
  const alike = others.find(({ title }) => title === group.title) ?? others[0]
  return alike?.rows[Math.min(rank, alike.rows.length - 1)]?.id
}
