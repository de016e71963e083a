/** What of a site can be saved: each view that is shown, the training as it learned to look, and the weights. */
import { useContext } from 'react'
import { useStore } from 'zustand'
import { playedLearning } from '#shared/pictures/learning'
import type { HeadChoice } from '#shared/pictures/model/heads'
import { siteKind, VIEW_TITLES, VIEWS, type ViewName } from '#shared/pictures/model/viewChoice'
import { csvOf, jsonOf, npyOf } from '#shared/pictures/numbers'
import { type PlayedOptions, playedAttention } from '#shared/pictures/played'
import type { Theme } from '#shared/pictures/scale'
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
): (theme: Theme) => Saveable {
  const { site, matrix, shown, joined, top, pinned, others } = picture
  const pixels = usePixels(site.columnGrid === undefined ? site.rowField : site.columnField)
  const question = useQuestion(site.columnField)
  const { runs } = useContext(ShownRunContext)
  const answer = useStore(runs, (run) => (run.state === 'done' ? (run.outputs[0]?.text ?? '') : ''))
  return (theme) => {
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
    const learned =
      runs === page.runs && belongs(page)
        ? playedLearning(snapshotsOf(page), site.id, ordered[0]!, options, beside)
        : undefined
    const weights = { site, matrix, shown, done }
    const text = (content: string) => new TextEncoder().encode(content)
    return {
      name: site.title,
      pictures: [...pictures, ...(learned === undefined ? [] : [{ title: 'Learning', played: learned }])],
      numbers: [
        { format: 'csv', bytes: () => text(csvOf(weights, joined)) },
        { format: 'npy', bytes: () => npyOf(weights) },
        { format: 'json', bytes: () => text(jsonOf(weights)) },
      ],
    }
  }
}
