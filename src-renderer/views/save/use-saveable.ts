/** What of a site can be saved: each view that is shown, the training as it learned to look, and the weights. */
import { useContext } from 'react'
import { useStore } from 'zustand'
import type { HeadChoice } from '#shared/pictures/model/heads'
import { emptyHistory, followSlices } from '#shared/pictures/model/history'
import { siteKind, VIEW_TITLES, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { csvOf, jsonOf, npyOf } from '#shared/pictures/numbers'
import { type Played, type PlayedOptions, playedAttention } from '#shared/pictures/played'
import { page } from '../../page'
import { ShownRunContext } from '../../stores/shownRun'
import { stateLog } from '../../stores/states'
import { belongs, snapshotsOf } from '../../training/snapshots'
import type { Picture } from '../picture'
import { usePixels, useQuestion } from '../picture-source'
import type { Saveable, SavedPicture } from './saving'

export function useSaveable(
  picture: Picture,
  choice: HeadChoice,
  mass: number,
  views: readonly ViewName[],
  done: readonly string[],
): () => Saveable {
  const { site, matrix, shown, joined, theme, top, pinned, others } = picture
  const pixels = usePixels(site.columnGrid === undefined ? site.rowField : site.columnField)
  const question = useQuestion(site.columnField)
  const { runs } = useContext(ShownRunContext)
  const answer = useStore(runs, (run) => (run.state === 'done' ? (run.outputs[0]?.text ?? '') : ''))
  return () => {
    const options: PlayedOptions = { theme, choice, mass, top, focus: pinned }
    const about = done.length === 0 ? '' : 'words in place of tokens'
    const beside = (whole: boolean) => ({
      pixels,
      question,
      answer: whole ? answer : '',
      states: stateLog.infos(),
      frames: stateLog.frames,
      about,
    })
    const ordered = VIEWS[siteKind(site)].filter((view) => views.includes(view))
    const pictures = ordered.map(
      (view): SavedPicture => ({
        title: VIEW_TITLES[view],
        played: playedAttention(view, site, others, options, beside),
        shown: others.reduce((sum, one) => sum + one.shown, 0),
      }),
    )
    const learned = runs === page.runs && belongs(page) ? learning(site.id, ordered[0]!, options, beside) : []
    const weights = { site, matrix, shown, done }
    const text = (content: string) => new TextEncoder().encode(content)
    return {
      name: site.title,
      pictures: [...pictures, ...learned],
      numbers: [
        { format: 'csv', bytes: () => text(csvOf(weights, joined)) },
        { format: 'npy', bytes: () => npyOf(weights) },
        { format: 'json', bytes: () => text(jsonOf(weights)) },
      ],
    }
  }
}

/** One frame for each snapshot of the training: the same sentence, as the network looked at it then. */
function learning(
  id: string,
  view: ViewName,
  options: PlayedOptions,
  beside: Parameters<typeof playedAttention>[4],
): SavedPicture[] {
  const frames = snapshotsOf(page).flatMap(({ step, sites, slices }): { step: number; played: Played }[] => {
    const site = sites.find((one) => one.id === id)
    const own = slices.filter((slice) => slice.site === id)
    if (site === undefined || own.length === 0) return []
    const told = [{ site, history: followSlices(emptyHistory(), own) }]
    const title = `${site.title} after ${step.toLocaleString('en')} steps of learning`
    return [{ step, played: playedAttention(view, { ...site, title }, told, options, beside) }]
  })
  if (frames.length < 2) return []
  return [
    {
      title: 'Learning',
      played: {
        steps: frames.length,
        svg: (shown, style) => {
          const { played } = frames[Math.max(1, Math.min(frames.length, shown)) - 1]!
          return played.svg(played.steps, style)
        },
      },
    },
  ]
}
