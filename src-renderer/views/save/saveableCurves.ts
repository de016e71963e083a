/** What of the curves of trainings can be saved. */
import { curvesFile } from '#shared/pictures/curvesFile'
import type { CurvesLook } from '#shared/pictures/svg/curvesSvg'
import { type ChartLines, curvesCsv } from '#shared/pictures/training/curveLines'
import { page } from '../../page'
import type { Saveable } from './saving'

export function saveableCurves(charts: readonly ChartLines[], look: CurvesLook): Saveable {
  const name = page.documents.getState().document.title
  const svg = (_: number, style?: string) => curvesFile(name, charts, look, style)
  return {
    name,
    pictures: [{ title: 'Curves', played: { steps: 1, svg } }],
    numbers: [{ format: 'csv', bytes: () => new TextEncoder().encode(curvesCsv(charts)) }],
  }
}
