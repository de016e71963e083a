import type { Focus } from '#shared/pictures/model/focus'
import { layerWeight } from '#shared/pictures/model/heads'
import { arrivalOf, newestArrival } from '#shared/pictures/model/history'
import { css, weightColor } from '#shared/pictures/scale'
import type { Picture } from '../picture'

export interface Lights {
  row(index: number): number
  column(index: number): number
}

/** How much each word has to do with what is looked at closely, relative to the strongest. */
export function lights({
  matrix,
  shown,
  layers,
  focus,
}: Pick<Picture, 'matrix' | 'shown' | 'layers' | 'focus'>): Lights | undefined {
  if (focus === undefined) return undefined
  const cell = (row: number, column: number) => {
    const arrival = arrivalOf(matrix, row, shown)
    if (arrival === undefined) return 0
    return layers.reduce((most, layer) => Math.max(most, layerWeight(layer, arrival, column)), 0)
  }
  const relative = (weights: number[]) => {
    const most = weights.reduce((most, weight) => Math.max(most, weight), 1e-9)
    return (index: number) => Math.sqrt(Math.min(1, Math.max(0, (weights[index] ?? 0) / most)))
  }
  const only = (chosen: number | undefined) => (index: number) => (index === chosen ? 1 : 0)
  const { row, column }: Focus = focus
  if (row !== undefined && column !== undefined) return { row: only(row), column: only(column) }
  if (row !== undefined)
    return { row: only(row), column: relative(matrix.columnLabels.map((_, c) => cell(row, c))) }
  return { column: only(column), row: relative(matrix.rowLabels.map((_, r) => cell(r, column!))) }
}

/** Colours of a picture's patches: the weights of the row that is looked at closely, or of the newest one. */
export function patchHeat({ matrix, shown, joined, focus, theme, top }: Picture): (column: number) => string {
  const newest = newestArrival(matrix, shown)?.arrival
  const row = focus?.row === undefined ? newest : arrivalOf(matrix, focus.row, shown)
  return (column) => css(weightColor(row === undefined ? 0 : layerWeight(joined, row, column) / top, theme))
}
