/** Curves of trainings as a picture for paper. */
import { type CurvesLook, curvesSvg } from './svg/curvesSvg'
import { figureFile } from './svg/figure'
import type { ChartLines } from './training/curveLines'

export function curvesFile(
  title: string,
  charts: readonly ChartLines[],
  look: CurvesLook,
  style?: string,
): string {
  return figureFile(
    curvesSvg(charts, look),
    { title, about: 'over the steps of learning' },
    look.theme,
    style,
  )
}
