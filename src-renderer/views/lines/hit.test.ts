import { describe, expect, it } from 'vitest'
import { acrossAt, alongAt } from '#shared/pictures/layout/curve'
import { anchorsOf, endsOf, layoutLines, toPoint } from '#shared/pictures/layout/linesLayout'
import { layersOf } from '#shared/pictures/model/heads'
import { emptyHistory, followSlices } from '#shared/pictures/model/history'
import { lineMaker } from '#shared/pictures/model/lines'
import { samples } from '#shared/pictures/testing/samples'
import { hitLine } from './hit'

function picture(name: string, width: number, height: number) {
  const { site, slices } = samples[name]!()
  const history = followSlices(emptyHistory(), slices)
  const matrix = history.passes.get('')!
  const layers = layersOf({ mode: 'each', hidden: new Set() }, site.heads)
  const room = {
    rows: matrix.rowLabels,
    columns: matrix.columnLabels,
    width,
    height,
    measure: (t: string) => t.length * 7,
  }
  const layout = layoutLines({ ...room, columnGrid: site.columnGrid })
  return { layout, layers: layers.length, lines: lineMaker(layers, 0.95)(matrix, history.steps.length) }
}

describe('hitLine', () => {
  it.each([
    ['translation', 740, 220],
    ['translation', 300, 900],
    ['patches', 740, 220],
    ['heads', 740, 420],
  ] as const)('finds the strongest line of %s at %i × %i along its way', (name, width, height) => {
    const { layout, layers, lines } = picture(name, width, height)
    const strongest = lines.count - 1
    const ends = endsOf(
      anchorsOf(layout, layers),
      lines.row[strongest]!,
      lines.column[strongest]!,
      lines.layer[strongest]!,
    )
    for (const t of [0.2, 0.5, 0.8]) {
      const along = ends.along0 + (ends.along1 - ends.along0) * alongAt(t)
      const across = ends.across0 + (ends.across1 - ends.across0) * acrossAt(t)
      expect(hitLine(layout, lines, layers, ...toPoint(layout, along, across))?.line).toBe(strongest)
    }
  })

  it('finds nothing away from lines', () => {
    const { layout, layers, lines } = picture('small', 740, 220)
    expect(hitLine(layout, lines, layers, 2, 110)).toBeUndefined()
    expect(hitLine(layout, lines, layers, 370, 1)).toBeUndefined()
  })
})
