/** Many measurements of one thing, and of two things side by side. All times are in milliseconds. */

export interface Spread {
  readonly count: number
  readonly least: number
  readonly median: number
  readonly p95: number
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b)
  return {
    count: sorted.length,
    least: sorted[0]!,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
  }
}

/** Of sorted numbers, between neighbours where it falls between them. */
function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below)
}

/** Runs `work` until it is warm, then measures each of `count` runs. */
export async function measure(
  work: () => unknown,
  { warm, count }: { readonly warm: number; readonly count: number },
): Promise<number[]> {
  for (let i = 0; i < warm; i++) await work()
  const samples: number[] = []
  for (let i = 0; i < count; i++) samples.push(await timeOf(work))
  return samples
}

export interface Pair {
  readonly first: readonly number[]
  readonly second: readonly number[]
  /** Median of first ÷ second, each of neighbours in time: what slows the machine down slows both. */
  readonly ratio: number
}

/** Two things in turn, the one that begins changing each time. */
export async function measurePair(
  first: () => unknown,
  second: () => unknown,
  { warm, count }: { readonly warm: number; readonly count: number },
): Promise<Pair> {
  for (let i = 0; i < warm; i++) {
    await first()
    await second()
  }
  const times = { first: [] as number[], second: [] as number[] }
  for (let i = 0; i < count; i++) {
    const order = i % 2 === 0 ? (['first', 'second'] as const) : (['second', 'first'] as const)
    for (const which of order) times[which].push(await timeOf(which === 'first' ? first : second))
  }
  return { ...times, ratio: ratioOf(times.first, times.second) }
}

export function ratioOf(first: readonly number[], second: readonly number[]): number {
  return spreadOf(first.map((time, i) => time / second[i]!)).median
}

async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
