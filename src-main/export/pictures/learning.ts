/** A training as pictures: how its attention formed, and its curves. */
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { kinds } from '#shared/kinds/registry'
import { curvesFile } from '#shared/pictures/curvesFile'
import { playedLearning } from '#shared/pictures/learning'
import type { Played } from '#shared/pictures/played'
import type { Theme } from '#shared/pictures/scale'
import { chartsOf, curvesCsv } from '#shared/pictures/training/curveLines'
import type { Recording } from '#shared/pictures/training/recording'
import { type AttentionChoice, oneHead, siteOf, viewOf } from './attention'
import { shownRun } from './documentRun'

/** Whether a training of it has anything to show. */
export function attends(document: HeedDocument): boolean {
  return Object.values(document.nodes).some(({ kind }) => kinds.get(kind)?.attention !== undefined)
}

/** A frame for each snapshot. @throws FaultError `bad-input` where there are fewer than two, or no such site */
export function learningOf(
  document: HeedDocument,
  { snapshots }: Pick<Recording, 'snapshots'>,
  { view, site, head, theme }: AttentionChoice,
): Played {
  const last = snapshots.at(-1)
  const chosen = siteOf(last?.sites ?? [], site, view)
  const shown = { inputs: {}, outputs: last?.outputs ?? [], states: [], frames: [] }
  const run = shownRun({ document, sites: last?.sites ?? [], slices: last?.slices ?? [], ...shown })
  const choice = head === undefined ? undefined : oneHead(head, chosen.heads)
  const played = playedLearning(snapshots, chosen.id, viewOf(chosen, view), { theme, choice }, (whole) =>
    run.beside(chosen, whole),
  )
  if (played !== undefined) return played
  throw fault('bad-input', 'A GIF of a training needs two snapshots at the least: let it take more steps.')
}

/** Steps that the curves of a training that has ended reach over. */
export function curvesOf(title: string, recording: Recording, steps: number, theme: Theme): Played {
  const charts = chartsOf([{ number: 1, recording, front: true }])
  const svg = curvesFile(title, charts, { span: Math.max(1, steps), logarithmic: false, theme })
  return { steps: 1, svg: () => svg }
}

export function curvesText(recording: Recording): string {
  return curvesCsv(chartsOf([{ number: 1, recording, front: true }]))
}
