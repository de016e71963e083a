/** Sites that stand for all layers and heads of a run. */
import type { Joined } from '#shared/contract/model'
import type { SiteInfo } from '#shared/contract/slice'
import type { Weights } from '../../inspect/normalise'
import { alike, join, type LayerSummary } from './joined'

const TITLES: Readonly<Record<Joined, string>> = {
  rollout: 'Rollout over all layers',
  mean: 'Mean of all layers and heads',
  maximum: 'Strongest of all layers and heads',
}

export interface JointSite {
  readonly site: SiteInfo
  readonly weights: Weights
}

export function jointInfos(joined: readonly Joined[]): SiteInfo[] {
  return [...new Set(joined)].map((how) => ({
    id: `joined.${how}`,
    node: `joined.${how}`,
    title: TITLES[how],
    heads: 1,
    rowAxis: 'queries',
    columnAxis: 'keys',
  }))
}

/** None where no layers look at themselves. @param layers the lowest first */
export async function jointSites(
  joined: readonly Joined[],
  layers: readonly LayerSummary[],
): Promise<JointSite[]> {
  const fitting = alike(layers)
  const [first] = fitting
  if (first === undefined) return []
  const sites: JointSite[] = []
  for (const [i, how] of [...new Set(joined)].entries()) {
    const data = await join(how, fitting)
    sites.push({ site: jointInfos(joined)[i]!, weights: { dims: [1, 1, first.size, first.size], data } })
  }
  return sites
}
