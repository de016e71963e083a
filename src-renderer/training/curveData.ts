/** The lines of the two charts: what is drawn of which training, and their points on common steps. */
import type { TrainingSettings } from '#shared/contract/training'
import type { Curve, Recording } from './recording'
import { stepsOf } from './store'

/** One line of a chart. */
export interface Line {
  readonly label: string
  /** Place in the row of hues. */
  readonly hue: number
  readonly style: 'raw' | 'smooth' | 'tests' | 'dashes'
  curve(): Curve
}

export interface Drawn {
  readonly number: number
  readonly recording: Recording
  /** The one that is looked at; others lie under it with their smooth lines only. */
  readonly front: boolean
}

/** Points of one line that a chart draws at the most. */
const MOST = 3000

export function lossLines(drawn: readonly Drawn[]): Line[] {
  return drawn.flatMap(({ number, recording, front }): Line[] => {
    const hue = number - 1
    const smooth: Line = { label: `${number}`, hue, style: 'smooth', curve: () => recording.smooth }
    if (!front) return [smooth]
    return [
      { label: 'each batch', hue, style: 'raw', curve: () => recording.losses },
      smooth,
      { label: 'unseen', hue, style: 'dashes', curve: () => tests(recording, 'loss') },
    ]
  })
}

/** What tests on unseen examples measure: the share that is right, or the error of numbers. */
export function scoreKind(drawn: readonly Drawn[]): 'accuracy' | 'error' {
  const last = drawn.findLast(({ front }) => front)?.recording.snapshots[0]
  return last !== undefined && last.validation.accuracy === undefined && last.validation.error !== undefined
    ? 'error'
    : 'accuracy'
}

export function scoreLines(drawn: readonly Drawn[]): Line[] {
  const kind = scoreKind(drawn)
  return drawn.map(({ number, recording, front }) => ({
    label: `${number}`,
    hue: number - 1,
    style: front ? 'tests' : 'smooth',
    curve: () => tests(recording, kind),
  }))
}

function tests({ snapshots }: Recording, kind: 'loss' | 'accuracy' | 'error'): Curve {
  const measured = snapshots.filter(({ validation }) => Number.isFinite(validation[kind] ?? Number.NaN))
  return {
    steps: measured.map(({ step }) => step),
    values: measured.map(({ validation }) => validation[kind]!),
  }
}

/** Steps that a chart of a training shows while it goes on: all of them, or so many that what came so far is seen. */
export function spanOf(step: number, settings: TrainingSettings): number {
  const { every } = settings
  const steps = stepsOf(settings)
  let span = Math.max(50, 4 * every)
  while (span < steps && step > 0.85 * span) span *= 2
  return Math.min(steps, span)
}

/** All curves over the same steps; undefined where a curve has no point, which is no gap. */
export function aligned(curves: readonly Curve[]): [number[], ...(number | undefined)[][]] {
  const thin = curves.map((curve) => thinned(curve))
  const steps = [...new Set(thin.flatMap((curve) => curve.steps))].sort((a, b) => a - b)
  const places = new Map(steps.map((step, i) => [step, i]))
  return [
    steps,
    ...thin.map((curve) => {
      const values = Array.from<number | undefined>({ length: steps.length })
      curve.steps.forEach((step, i) => {
        values[places.get(step)!] = curve.values[i]
      })
      return values
    }),
  ]
}

/** Every n-th point and the last one, so that no more than {@link MOST} are drawn. */
function thinned({ steps, values }: Curve): Curve {
  const stride = Math.ceil(steps.length / MOST)
  if (stride <= 1) return { steps, values }
  const kept = (_: number, i: number) => i % stride === 0 || i === steps.length - 1
  return { steps: steps.filter(kept), values: values.filter(kept) }
}
