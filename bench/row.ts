/** A line of the table: what was measured, beside what, and whether it is as fast as it should be. */
import { type Spread, spreadOf } from './samples'

export interface Row {
  readonly name: string
  readonly times: Spread
  readonly beside?: { readonly name: string; readonly times: Spread; readonly ratio: number }
  /** Of the median in milliseconds, or of the ratio. */
  readonly goal?: { readonly of: 'median' | 'ratio'; readonly under: number }
}

export interface Bench {
  /** What is typed to measure only this. */
  readonly name: string
  run(choices: Choices): Promise<readonly Row[]>
}

export interface Choices {
  /** The folder of the repository. */
  readonly root: string
  /** A Python that has PyTorch. */
  readonly python?: string | undefined
  readonly findChromium: () => Promise<string | undefined>
}

/** One thing by itself. */
export function row(name: string, samples: readonly number[], under?: number): Row {
  return {
    name,
    times: spreadOf(samples),
    ...(under !== undefined && { goal: { of: 'median', under } as const }),
  }
}

const HEAD = ['what', 'median', 'least', 'p95', 'runs', 'beside', 'its median', 'ratio', 'goal', 'met']

export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)))
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [text(HEAD), text(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(text)].join('\n')
}

function cellsOf({ name, times, beside, goal }: Row): string[] {
  const reached = goal?.of === 'ratio' ? (beside?.ratio ?? Number.NaN) : times.median
  return [
    name,
    milliseconds(times.median),
    milliseconds(times.least),
    milliseconds(times.p95),
    String(times.count),
    beside?.name ?? '',
    beside ? milliseconds(beside.times.median) : '',
    beside ? `${beside.ratio.toFixed(2)}×` : '',
    goal ? `under ${goal.of === 'ratio' ? `${goal.under}×` : `${goal.under} ms`}` : '',
    goal ? (reached < goal.under ? 'yes' : 'no') : '',
  ]
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 2 : time < 100 ? 1 : 0)} ms`
}
