/**
 * Merged decoders hold everything twice, in the two branches of an If: one for the first step, one for those with a cache. A place and
 * its twin are one to a person: whichever was computed is shown.
 */
import { need } from '#shared/base/assert'
import type { Tensor } from '#shared/ir/graph'
import { normalise, type Weights } from '../../inspect/normalise'
import type { DetectedSite } from '../../inspect/site'

const OTHER: Readonly<Record<string, string>> = { then_branch: 'else_branch', else_branch: 'then_branch' }

/** The same place in the other branch: as many places come before it there. */
export function twinOf(sites: readonly DetectedSite[], site: DetectedSite): DetectedSite | undefined {
  const last = site.fetch?.path.at(-1)
  const attribute = last && OTHER[last.attribute]
  if (site.fetch === undefined || last === undefined || attribute === undefined) return undefined
  const there = keyOf([...site.fetch.path.slice(0, -1), { ...last, attribute }])
  const rank = placesAt(sites, keyOf(site.fetch.path)).indexOf(site)
  return placesAt(sites, there)[rank]
}

export function withTwins(all: readonly DetectedSite[], chosen: readonly DetectedSite[]): DetectedSite[] {
  return [...new Set(chosen.flatMap((site) => [site, twinOf(all, site) ?? site]))]
}

/** A place's weights, or those of its twin where its branch was not taken. */
export function computedWeights(
  all: readonly DetectedSite[],
  site: DetectedSite,
  results: Readonly<Record<string, Tensor>>,
  outputs: ReadonlyMap<string, string>,
): Weights {
  const weightsOf = (one: DetectedSite) =>
    normalise(one, need(results[need(outputs.get(one.id), one.id)], one.id))
  const own = weightsOf(site)
  const twin = own.data.length === 0 ? twinOf(all, site) : undefined
  return twin === undefined ? own : weightsOf(twin)
}

function placesAt(sites: readonly DetectedSite[], key: string): DetectedSite[] {
  return sites.filter(({ fetch }) => fetch !== undefined && keyOf(fetch.path) === key)
}

function keyOf(path: NonNullable<DetectedSite['fetch']>['path']): string {
  return path.map(({ node, attribute }) => `${node} ${attribute}`).join('/')
}
