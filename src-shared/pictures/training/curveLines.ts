/** The lines of the two charts: what is drawn of which training, and their points on common steps. */
import { percent, small } from './amounts'
import type { Curve, Recording } from './recording'

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

/** One of the two charts of trainings. */
export interface ChartLines {
  readonly title: string
  readonly lines: readonly Line[]
  /** Values are shares of 1. */
  readonly share: boolean
  format(value: number): string
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

/** Loss, and what tests on unseen examples measure. */
export function chartsOf(drawn: readonly Drawn[]): readonly [loss: ChartLines, score: ChartLines] {
  const accuracy = scoreKind(drawn) === 'accuracy'
  return [
    { title: 'Loss', lines: lossLines(drawn), share: false, format: small },
    {
      title: accuracy ? 'Right on unseen examples' : 'Error on unseen examples',
      lines: scoreLines(drawn),
      share: accuracy,
      format: accuracy ? (share) => percent(share).replace('.0 %', ' %') : small,
    },
  ]
}

/** Steps and values of all lines: a column for each, empty where it has no point. */
export function curvesCsv(charts: readonly ChartLines[]): string {
  const lines = charts.flatMap(({ title, lines }) =>
    lines.map((line) => ({ name: nameOf(title, line), curve: line.curve() })),
  )
  const [steps, ...columns] = aligned(
    lines.map(({ curve }) => curve),
    Number.POSITIVE_INFINITY,
  )
  const rows = steps.map((step, i) => [step, ...columns.map((values) => values[i] ?? '')].join(','))
  const head = ['step', ...lines.map(({ name }) => (/[",]/.test(name) ? `"${name}"` : name))].join(',')
  return `${[head, ...rows].join('\r\n')}\r\n`
}

function nameOf(title: string, { label, style }: Line): string {
  return `${title.toLowerCase()} ${style === 'smooth' && title === 'Loss' ? `smoothed ${label}` : label}`
}

function tests({ snapshots }: Recording, kind: 'loss' | 'accuracy' | 'error'): Curve {
  const measured = snapshots.filter(({ validation }) => Number.isFinite(validation[kind] ?? Number.NaN))
  return {
    steps: measured.map(({ step }) => step),
    values: measured.map(({ validation }) => validation[kind]!),
  }
}

/** All curves over the same steps; undefined where a curve has no point, which is no gap. */
export function aligned(curves: readonly Curve[], most = MOST): [number[], ...(number | undefined)[][]] {
  const thin = curves.map((curve) => thinned(curve, most))
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

/** Every n-th point and the last one, so that no more than `most` are drawn. */
export function thinned({ steps, values }: Curve, most = MOST): Curve {
  const stride = Math.ceil(steps.length / most)
  if (stride <= 1) return { steps, values }
  const kept = (_: number, i: number) => i % stride === 0 || i === steps.length - 1
  return { steps: steps.filter(kept), values: values.filter(kept) }
}
