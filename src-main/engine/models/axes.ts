/** What rows and columns of a site are: words of a text, patches of a picture, or neither. */
import type { ModelSite } from '#shared/contract/contract'
import type { SiteInfo } from '#shared/contract/slice'
import type { Weights } from '../../inspect/normalise'

/** Something that positions of a model may stand for. */
export interface AxisSource {
  readonly field: string
  /** What a decoder said or reads, as against what it was given. */
  readonly said: boolean
  /** In words: `words`, `said words`. */
  readonly name: string
  readonly labels: readonly string[]
  /** Of a picture: rows and columns of patches. */
  readonly grid?: readonly [number, number] | undefined
}

export interface Axis {
  readonly name: string
  readonly labels: readonly string[]
  readonly field?: string | undefined
  readonly grid?: readonly [number, number] | undefined
  readonly leading?: number | undefined
}

/** Tokens before the patches of a picture: class, distillation, registers. */
const MOST_LEADING = 8

export function axesOf(
  site: Pick<ModelSite, 'kind' | 'causal' | 'rowAxis' | 'columnAxis'>,
  [, , rows, columns]: Weights['dims'],
  sources: readonly AxisSource[],
): { readonly rows: Axis; readonly columns: Axis } {
  const cross = site.kind !== 'self'
  const saidFirst = sources.toSorted((a, b) => Number(b.said) - Number(a.said))
  const givenFirst = sources.toSorted((a, b) => Number(a.said) - Number(b.said))
  const rowSources = cross || site.causal ? saidFirst : givenFirst
  const columnSources = cross ? givenFirst : rowSources
  const found = axisOf(rows, site.rowAxis, rowSources)
  return {
    rows: found,
    columns: !cross && rows === columns ? found : axisOf(columns, site.columnAxis, columnSources),
  }
}

/** The site as it is in this run. */
export function siteInfoOf<S extends SiteInfo>(
  site: S,
  heads: number,
  { rows, columns }: { rows: Axis; columns: Axis },
): S {
  const leading = columns.leading ?? rows.leading
  return {
    ...site,
    heads,
    rowAxis: rows.name,
    columnAxis: columns.name,
    ...(rows.field !== undefined && { rowField: rows.field }),
    ...(columns.field !== undefined && { columnField: columns.field }),
    ...(rows.grid !== undefined && { rowGrid: rows.grid }),
    ...(columns.grid !== undefined && { columnGrid: columns.grid }),
    ...(leading !== undefined && leading > 0 && { leading }),
  }
}

function axisOf(size: number, otherwise: string, sources: readonly AxisSource[]): Axis {
  for (const source of sources) {
    const axis = source.grid === undefined ? textAxis(size, source) : pictureAxis(size, source, source.grid)
    if (axis !== undefined) return axis
  }
  return { name: otherwise, labels: Array.from({ length: size }, (_, i) => String(i + 1)) }
}

function textAxis(size: number, { field, name, labels }: AxisSource): Axis | undefined {
  return labels.length === size ? { name, labels, field } : undefined
}

function pictureAxis(
  size: number,
  { field }: AxisSource,
  [down, across]: readonly [number, number],
): Axis | undefined {
  const leading = size - down * across
  if (leading < 0 || leading > MOST_LEADING) return undefined
  const before = Array.from({ length: leading }, (_, i) => (i === 0 ? 'class' : `token ${i + 1}`))
  const patches = Array.from(
    { length: down * across },
    (_, i) => `${Math.floor(i / across) + 1}, ${(i % across) + 1}`,
  )
  return {
    name: `patches ${down} × ${across}`,
    labels: [...before, ...patches],
    field,
    grid: [down, across],
    leading,
  }
}
