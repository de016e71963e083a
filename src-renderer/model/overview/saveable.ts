/** The overview of all heads as a picture for paper. */

import { groupSites } from '#shared/pictures/model/siteGroups'
import { figureFile } from '#shared/pictures/svg/figure'
import { overviewSvg } from '#shared/pictures/svg/overviewSvg'
import type { Theme } from '../../theme/scale'
import type { Saveable } from '../../views/save/saving'
import { type Side, sitesOf } from '../side'

export function saveableHeads(side: Side, theme: Theme, absolute: boolean): Saveable {
  const state = side.store.getState()
  const groups = groupSites(sitesOf(state))
  const blocks = groups.map(({ title, rows }) => ({
    ...(groups.length > 2 && { title }),
    lines: rows
      .filter(({ shown }) => shown)
      .map(({ id, label, heads }) => ({
        label,
        heads: Array.from({ length: Math.max(heads, side.thumbnails.heads(id)) }, (_, head) =>
          side.thumbnails.of(id, head),
        ),
      })),
  }))
  const title = state.model?.name ?? 'Heads'
  const about = absolute ? 'colours from weight 0 to 1' : 'colours up to the strongest weight of each head'
  const svg = (_: number, style?: string) =>
    figureFile(overviewSvg(blocks, { theme, top: absolute ? 1 : undefined }), { title, about }, theme, style)
  return { name: title, pictures: [{ title: 'Heads', played: { steps: 1, svg } }], numbers: [] }
}
