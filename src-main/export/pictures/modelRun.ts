/** Pictures of a model made elsewhere: what its attention looked at, all its heads, a level of its graph. */
import ELK from 'elkjs/lib/elk.bundled.js'
import type { ModelSite } from '#shared/contract/contract'
import type { ModelScope, Picture, Thumbnail } from '#shared/contract/model'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import { headsFile, type SmallHeads } from '#shared/pictures/headsFile'
import { columnLayout } from '#shared/pictures/level/columns'
import { elkGraph, type LevelLayout, readLayout } from '#shared/pictures/level/layout'
import { foldRepeats, type Level } from '#shared/pictures/level/repeats'
import { reduceSlice } from '#shared/pictures/model/reduce'
import { isJoined, knownSites, siteTitles } from '#shared/pictures/model/siteGroups'
import { levelFile } from '#shared/pictures/modelFiles'
import type { Played } from '#shared/pictures/played'
import type { Theme } from '#shared/pictures/scale'
import type { ShownRun } from './attention'

export interface ModelRun {
  readonly slices: readonly Slice[]
  readonly thumbnails: readonly Thumbnail[]
  /** What the run said of sites, by id. */
  readonly infos: ReadonlyMap<string, SiteInfo>
  /** Pictures as the model saw them, by field. */
  readonly pictures: ReadonlyMap<string, Picture>
}

/** Sites that can be drawn, named as the page names them: "Layer 3". */
export function namedSites(found: readonly ModelSite[], told: ModelRun['infos']): ModelSite[] {
  const sites = knownSites(found, told)
  const titles = siteTitles(sites)
  return sites
    .filter(({ shown }) => shown)
    .map((site) => ({ ...site, title: titles.get(site.id) ?? site.title }))
}

export function shownModelRun(found: readonly ModelSite[], run: ModelRun): ShownRun {
  return {
    sites: namedSites(found, run.infos),
    slices: run.slices,
    beside: ({ columnGrid, rowField, columnField }) => {
      const field = columnGrid === undefined ? rowField : columnField
      return { pixels: field === undefined ? undefined : run.pictures.get(field) }
    },
  }
}

export function headsOf(
  title: string,
  found: readonly ModelSite[],
  { thumbnails, slices, infos }: ModelRun,
  theme: Theme,
): Played {
  const bySite = new Map<string, Thumbnail[]>()
  const small = [
    ...thumbnails,
    ...slices
      .filter(({ site, firstRow }) => isJoined(site) && firstRow === 0)
      .map((slice) => reduceSlice(slice, 0)),
  ]
  for (const one of small) {
    const heads = bySite.get(one.site) ?? []
    heads[one.head] = one
    bySite.set(one.site, heads)
  }
  const log: SmallHeads = {
    of: (site, head) => bySite.get(site)?.[head],
    heads: (site) => bySite.get(site)?.length ?? 0,
  }
  const svg = headsFile(knownSites(found, infos), log, { title, theme, absolute: false })
  return { steps: 1, svg: () => svg }
}

/** Cards beyond which a level stands in plain columns. */
const LARGEST = 2500

export async function levelOf(title: string, scope: ModelScope, theme: Theme): Promise<Played> {
  const level = foldRepeats(scope, new Set())
  const svg = levelFile(title, scope, { level, layout: await laidOut(level) }, theme)
  return { steps: 1, svg: () => svg }
}

async function laidOut(level: Level): Promise<LevelLayout> {
  if (level.nodes.length > LARGEST) return columnLayout(level)
  return readLayout(level, await new ELK().layout(elkGraph(level)))
}
