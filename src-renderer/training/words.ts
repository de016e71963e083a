/** How a training is spoken of. */
import type { TrainingResult, TrainingSettings } from '#shared/contract/training'
import { percent, small } from '#shared/pictures/training/amounts'
import type { Recording } from '#shared/pictures/training/recording'

type Validation = TrainingResult['validation']

export function scoreOf({ accuracy, error, loss }: Validation): string {
  if (accuracy !== undefined) return `${percent(accuracy)} right`
  return error === undefined ? `loss ${small(loss)}` : `error ${small(error)}`
}

export function timeLeft(seconds: number): string {
  if (seconds < 1) return 'less than a second left'
  if (seconds < 90) return `${Math.round(seconds)} s left`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min left`
  return `${Math.round(seconds / 3600)} h left`
}

export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function describeSettings({
  steps,
  batch,
  rate,
  schedule,
  optimiser,
  seed,
  restarts,
}: TrainingSettings): string {
  const times = restarts > 1 ? `${restarts} × ` : ''
  return `${times}${grouped(steps)} steps of ${batch} · ${optimiser} at ${rate}, ${schedule} · seed ${seed}`
}

/** How good the best weights of a training are: the test at their step. */
export function bestOf(recording: Recording, result: TrainingResult): Validation {
  return recording.snapshots.find(({ step }) => step === result.best)?.validation ?? result.validation
}

/** What shares of {@link TrainingResult.looks} and of tests mean. */
export function lookWords(name: string, share: number): string {
  const hop = /^support (\d+)$/.exec(name)?.[1]
  if (hop !== undefined) return `hop ${hop} ${percent(share)}`
  const words: Readonly<Record<string, string>> = {
    alignment: 'looks at the right word',
    support: 'looks where the answer comes from',
    'support all': 'at every such place',
  }
  return `${words[name] ?? name} ${percent(share)}`
}
