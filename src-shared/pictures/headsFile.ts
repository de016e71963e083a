/** The overview of all heads of a model as a picture for paper. */
import type { ModelSite } from '../contract/contract'
import type { Thumbnail } from '../contract/model'
import { JOINED_COLUMNS, joinThumbnails } from './model/join'
import { groupSites } from './model/siteGroups'
import type { Theme } from './scale'
import { figureFile } from './svg/figure'
import { overviewSvg } from './svg/overviewSvg'

/** Small pictures of heads, as they came. */
export interface SmallHeads {
  of(site: string, head: number): Thumbnail | undefined
  /** Heads of a site that have a picture. */
  heads(site: string): number
}

export interface OverviewLook {
  readonly title: string
  readonly theme: Theme
  /** Colours stand for the same weights in all heads, or for parts of each head's strongest. */
  readonly absolute: boolean
}

export function headsFile(
  sites: readonly ModelSite[],
  small: SmallHeads,
  { title, theme, absolute }: OverviewLook,
  style?: string,
): string {
  const groups = groupSites(sites)
  const blocks = groups.map(({ title, rows }) => ({
    ...(groups.length > 2 && { title }),
    lines: rows
      .filter(({ shown }) => shown)
      .map(({ id, label, heads: count }) => {
        const heads = Array.from({ length: Math.max(count, small.heads(id)) }, (_, head) =>
          small.of(id, head),
        )
        const joined = heads.length < 2 ? [] : JOINED_COLUMNS.map((how) => joinThumbnails(heads, how))
        return { label, heads, joined }
      }),
  }))
  const about = absolute ? 'colours from weight 0 to 1' : 'colours up to the strongest weight of each head'
  return figureFile(
    overviewSvg(blocks, { theme, top: absolute ? 1 : undefined }),
    { title, about },
    theme,
    style,
  )
}
