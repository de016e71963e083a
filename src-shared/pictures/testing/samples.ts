/** Slices as an engine would send them, made by arithmetic: for tests, for looking, and for measuring. */
import type { SiteInfo, Slice } from '#shared/contract/slice'

export interface Sample {
  readonly site: SiteInfo
  readonly slices: readonly Slice[]
}

const SOURCE = 'three hundred and ninety seven thousand , four hundred and twelve <end>'.split(' ')
const TARGET = 'trois cent quatre - vingt - dix - sept mille quatre cent douze <end>'.split(' ')

/** Uniform numbers in 0 … 1 from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** A row whose weight lies around `centre`, `sharp` times as steep as a Gaussian of one column; sums to 1. */
function peaked(columns: number, centre: number, sharp: number, random: () => number): number[] {
  const scores = Array.from({ length: columns }, (_, c) => -sharp * (c - centre) ** 2 + 2.4 * random())
  const most = Math.max(...scores)
  const exps = scores.map((score) => Math.exp(score - most))
  const total = exps.reduce((sum, e) => sum + e, 0)
  return exps.map((e) => e / total)
}

interface Shape {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly heads: number
  /** All rows in one slice, as attention that is computed at once sends them. */
  readonly atOnce?: boolean
  readonly passes?: number
  readonly sharp?: number
  readonly grid?: readonly [number, number]
}

export function sample(id: string, title: string, shape: Shape): Sample {
  const { rows, columns, heads, atOnce = false, passes = 1, sharp = 0.5, grid } = shape
  const random = randomFrom(7)
  const slices: Slice[] = []
  for (let pass = 0; pass < passes; pass++) {
    const coordinates = passes > 1 ? [pass] : []
    const row = (head: number, r: number) =>
      peaked(
        columns.length,
        ((r + 0.5) / rows.length) * columns.length - 0.5 + (head - (heads - 1) / 2) * 1.7,
        sharp,
        random,
      )
    const at = (firstRow: number, count: number): Slice => ({
      site: id,
      order: slices.length,
      coordinates,
      firstRow,
      heads,
      rows: count,
      columns: columns.length,
      weights: Float32Array.from(
        Array.from({ length: heads }, (_, h) =>
          Array.from({ length: count }, (_, i) => row(h, firstRow + i)),
        ).flat(2),
      ),
      rowLabels: rows.slice(firstRow, firstRow + count),
      columnLabels: columns,
    })
    if (atOnce) slices.push(at(0, rows.length))
    else for (let r = 0; r < rows.length; r++) slices.push(at(r, 1))
  }
  const site = {
    id,
    node: id,
    title,
    heads,
    rowAxis: 'target words',
    columnAxis: 'source words',
    columnGrid: grid,
  }
  return { site, slices }
}

/** A slice of one row over its first columns only, each head summing to 1 again. */
function firstColumns(slice: Slice, columns: number): Slice {
  const heads = Array.from({ length: slice.heads }, (_, head) => {
    const weights = slice.weights.slice(head * slice.columns, head * slice.columns + columns)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return Array.from(weights, (weight) => weight / total)
  })
  return {
    ...slice,
    columns,
    weights: Float32Array.from(heads.flat()),
    columnLabels: slice.columnLabels.slice(0, columns),
  }
}

function words(count: number, list: readonly string[]): string[] {
  return Array.from({ length: count }, (_, i) => list[(i * 5 + Math.floor(i / list.length)) % list.length]!)
}

export const samples: Readonly<Record<string, () => Sample>> = {
  small: () =>
    sample('small', 'Attention', {
      rows: ['un', 'deux', 'trois', '<end>'],
      columns: ['one', 'two', 'three'],
      heads: 1,
    }),
  translation: () => sample('translation', 'Alignment', { rows: TARGET, columns: SOURCE, heads: 1 }),
  heads: () => sample('heads', 'Decoder, layer 2', { rows: TARGET, columns: SOURCE, heads: 8, sharp: 0.9 }),
  large: () =>
    sample('large', 'Encoder self-attention', {
      rows: words(60, SOURCE),
      columns: words(60, SOURCE),
      heads: 8,
      atOnce: true,
      sharp: 0.002,
    }),
  /** One layer of BERT at its longest: 512 tokens look at each other in 12 heads. */
  tokens512: () =>
    sample('tokens512', 'Layer 7', {
      rows: words(512, SOURCE),
      columns: words(512, SOURCE),
      heads: 12,
      atOnce: true,
      sharp: 0.0005,
    }),
  long: () =>
    sample('long', 'Over a long text', {
      rows: TARGET,
      columns: words(10_000, SOURCE),
      heads: 1,
      sharp: 0.00001,
    }),
  /** A decoder that looks at all that it has said so far: columns grow with the rows. */
  history: () => {
    const { site, slices } = sample('history', 'Decoder self-attention', {
      rows: TARGET,
      columns: TARGET,
      heads: 2,
      sharp: 0.2,
    })
    return {
      site: { ...site, columnAxis: 'target words' },
      slices: slices.map((slice, row) => firstColumns(slice, row + 1)),
    }
  },
  hops: () => {
    const { site, slices } = sample('hops', 'Memory read', {
      rows: ['where is the milk'],
      columns: [
        'Mary went to the garden',
        'John took the milk',
        'John went to the hall',
        'Mary left the apple there',
      ],
      heads: 1,
      passes: 3,
      sharp: 0.8,
    })
    return { site: { ...site, rowAxis: 'query', columnAxis: 'story sentences' }, slices }
  },
  /** Patches that look at each other, behind a class token, as vision transformers have them. */
  vision: () => {
    const names = [
      'class',
      ...Array.from({ length: 49 }, (_, i) => `${Math.floor(i / 7) + 1},${(i % 7) + 1}`),
    ]
    const { site, slices } = sample('vision', 'Layer 6', {
      rows: names,
      columns: names,
      heads: 4,
      atOnce: true,
      sharp: 0.02,
      grid: [7, 7],
    })
    return {
      site: { ...site, rowGrid: [7, 7], leading: 1, rowAxis: '7 × 7 patches', columnAxis: '7 × 7 patches' },
      slices,
    }
  },
  patches: () =>
    sample('patches', 'Where each word looks', {
      rows: 'a red circle above a small blue square <end>'.split(' '),
      columns: Array.from({ length: 64 }, (_, i) => `patch ${Math.floor(i / 8) + 1}, ${(i % 8) + 1}`),
      heads: 1,
      sharp: 0.03,
      grid: [8, 8],
    }),
}
