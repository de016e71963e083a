/** A view of a run as pictures: one for each step that can be played. */
import type { SiteInfo } from '../contract/slice'
import { attentionFile, type BesideWeights } from './attentionFigure'
import type { Focus } from './model/focus'
import type { HeadChoice } from './model/heads'
import type { SiteHistory } from './model/history'
import { paperAttention } from './model/paper'
import type { ViewName } from './model/viewChoice'
import type { Theme } from './scale'

export interface Played {
  /** At least 1. */
  readonly steps: number
  /** The SVG file after so many steps. `style` may bring fonts along. */
  svg(shown: number, style?: string): string
}

export interface ToldSite {
  readonly site: SiteInfo
  readonly history: SiteHistory
}

export interface PlayedOptions {
  readonly theme: Theme
  readonly choice?: HeadChoice | undefined
  readonly mass?: number | undefined
  readonly top?: number | undefined
  /** What is pinned, in pictures that are not played. */
  readonly focus?: Focus | undefined
}

/**
 * @param told sites that are played together, `site` among them: rows in the order in which the run made them
 * @param beside what stands beside the weights, when all steps are shown or only some
 */
export function playedAttention(
  view: ViewName,
  site: SiteInfo,
  told: readonly ToldSite[],
  { theme, choice, mass, top, focus }: PlayedOptions,
  beside: (whole: boolean) => BesideWeights,
): Played {
  const rows = told.flatMap(({ site: { id }, history }) =>
    history.slices.flatMap(({ order, rows }) => Array.from({ length: rows }, () => ({ id, order }))),
  )
  if (told.length > 1) rows.sort((a, b) => a.order - b.order)
  const own = told.find((one) => one.site.id === site.id)!.history
  return {
    steps: Math.max(1, rows.length),
    svg(shown, style) {
      const shownOf = (id: string) => rows.slice(0, shown).filter((row) => row.id === id).length
      const whole = shown >= rows.length
      const picture = paperAttention(site, own, {
        theme,
        shown: shownOf(site.id),
        ...(choice !== undefined && { choice }),
        ...(mass !== undefined && { mass }),
      })
      if (picture === undefined) return ''
      const others = told.map((one) => ({ ...one, shown: shownOf(one.site.id) }))
      const drawn = { ...picture, top: top ?? 1, focus: whole ? focus : undefined }
      return attentionFile(view, drawn, { ...beside(whole), others }, style)
    },
  }
}
