/** How numbers of a training are written. */
import type { TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { Recording } from './recording'

type Validation = TrainingResult['validation']

/** A share of 1; never rounded up to all of it. */
export function percent(share: number): string {
  return share === 1 ? '100 %' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`
}

export function small(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size !== 0 && size < 0.001) return value.toExponential(1)
  return String(size >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
}

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
