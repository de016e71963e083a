/** Names of attention sites that tell them apart. */
import type { SiteInfo } from '#shared/contract/slice'

/** Titles by site; those that are alike are followed by what they lie in, or else counted. `around` names the loop of a node. */
export function siteNames(
  sites: readonly SiteInfo[],
  around: (node: string) => string | undefined,
): ReadonlyMap<string, string> {
  const placed = sites.map((site) => {
    const alike = sites.filter(({ title }) => title === site.title).length > 1
    const place = alike ? around(site.node) : undefined
    return place === undefined ? site.title : `${site.title} · ${place}`
  })
  return new Map(
    sites.map(({ id }, i) => {
      const name = placed[i]!
      const before = placed.slice(0, i).filter((other) => other === name).length
      return [id, before === 0 ? name : `${name} ${before + 1}`] as const
    }),
  )
}
