/** Weights as they come from the graph → slices as the page draws them. */
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'
import type { Lowered, LoweredSite } from '../compile/lowered'
import { type AxisLabels, axisTitle } from './labels'

/** All sites of a document, each with the field of the form that its rows and columns come from. */
export function siteInfos({ sites, fields }: Pick<Lowered, 'sites' | 'fields'>): SiteInfo[] {
  const known = new Set(fields.map(({ field }) => field))
  const fieldOf = (axis: Axis | undefined) => {
    const field = axis?.origin?.split('.').slice(0, -1).join('.')
    return field !== undefined && known.has(field) ? field : undefined
  }
  return sites.map((site) => ({
    ...siteInfo(site),
    rowField: fieldOf(site.queryAxis ?? site.loops.at(-1)?.axis),
    columnField: fieldOf(site.keyAxis),
  }))
}

export function siteInfo(site: LoweredSite): SiteInfo {
  const rows = site.queryAxis ?? site.loops.at(-1)?.axis
  return {
    id: site.id,
    node: site.node,
    title: site.title,
    heads: site.heads,
    rowAxis: rows ? axisTitle(rows) : 'query',
    columnAxis: axisTitle(site.keyAxis),
    columnGrid: site.keyAxis.grid,
    rowGrid: site.queryAxis?.grid,
  }
}

/**
 * One slice of weights `[1, (heads,) (query,) key]` computed at these loop steps. Without a query axis the innermost loop's step is the row.
 */
export function sliceOf(
  site: LoweredSite,
  weights: Tensor,
  steps: readonly number[],
  order: number,
  labels: AxisLabels,
): Slice {
  const columns = weights.dims.at(-1)!
  const rows = site.queryAxis ? weights.dims.at(-2)! : 1
  const stepRows = !site.queryAxis && steps.length > 0
  const firstRow = stepRows ? steps.at(-1)! : 0
  const innermost = site.loops.at(-1)
  let rowLabels: string[]
  if (site.queryAxis) rowLabels = labels.of(site.queryAxis, rows, site.loops)
  else if (innermost) rowLabels = labels.of(innermost.axis, firstRow + 1, site.loops).slice(firstRow)
  else rowLabels = [site.title]
  return {
    site: site.id,
    order,
    coordinates: stepRows ? steps.slice(0, -1) : steps,
    firstRow,
    heads: site.heads,
    rows,
    columns,
    weights: Float32Array.from(weights.data as Float32Array),
    rowLabels,
    columnLabels: labels.of(site.keyAxis, columns, site.loops),
  }
}
