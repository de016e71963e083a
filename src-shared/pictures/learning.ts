/** A training as it learned to look: the same sentence, as the network read it at each snapshot. */
import type { SiteInfo, Slice } from '../contract/slice'
import { emptyHistory, followSlices } from './model/history'
import type { ViewName } from './model/viewChoice'
import { type Played, type PlayedOptions, playedAttention } from './played'

/** What a training told of its document's own example after so many steps. */
export interface Look {
  readonly step: number
  readonly sites: readonly SiteInfo[]
  readonly slices: readonly Slice[]
}

/** One frame for each snapshot that looked at the site; undefined where fewer than two did. */
export function playedLearning(
  looks: readonly Look[],
  site: string,
  view: ViewName,
  options: PlayedOptions,
  beside: Parameters<typeof playedAttention>[4],
): Played | undefined {
  const frames = looks.flatMap(({ step, sites, slices }): Played[] => {
    const info = sites.find(({ id }) => id === site)
    const own = slices.filter((slice) => slice.site === site).toSorted((a, b) => a.order - b.order)
    if (info === undefined || own.length === 0) return []
    const told = [{ site: info, history: followSlices(emptyHistory(), own) }]
    const title = `${info.title} after ${step.toLocaleString('en')} ${step === 1 ? 'step' : 'steps'} of learning`
    return [playedAttention(view, { ...info, title }, told, options, beside)]
  })
  if (frames.length < 2) return undefined
  return {
    steps: frames.length,
    svg(shown, style) {
      const frame = frames[Math.max(1, Math.min(frames.length, shown)) - 1]!
      return frame.svg(frame.steps, style)
    },
  }
}
