import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples'
import { layersOf } from './heads'
import { arrivalOf, emptyHistory, followSlices, weightOf } from './history'
import { type Lines, lineMaker } from './lines'

const each = layersOf({ mode: 'each', hidden: new Set() }, 8)

function heads() {
  const { slices } = samples.heads!()
  const history = followSlices(emptyHistory(), slices)
  return { slices, history, matrix: history.passes.get('')! }
}

function asSet({ count, layer, row, column }: Lines): Set<string> {
  return new Set(Array.from({ length: count }, (_, i) => `${layer[i]} ${row[i]} ${column[i]}`))
}

describe('lineMaker', () => {
  it('gives the weakest line first, with the raw weight of its cell', () => {
    const { matrix, history } = heads()
    const lines = lineMaker(each, 0.95)(matrix, history.steps.length)
    expect(lines.count).toBeGreaterThan(100)
    for (let i = 0; i < lines.count; i++) {
      const arrival = arrivalOf(matrix, lines.row[i]!, history.steps.length)!
      expect(lines.weight[i]).toBe(weightOf(arrival, lines.layer[i]!, lines.column[i]!))
      // Weights closer than the sort can tell may stand in either order.
      if (i > 0) expect(lines.weight[i]! - lines.weight[i - 1]!).toBeGreaterThan(-1 / 4000)
    }
  })

  it('draws only rows that have come', () => {
    const { matrix } = heads()
    const lines = lineMaker(each, 1)(matrix, 3)
    expect(Math.max(...lines.row)).toBe(2)
    expect(lineMaker(each, 1)(matrix, 0).count).toBe(0)
  })

  it('makes the same lines row by row as at once', () => {
    const { slices } = heads()
    const growing = lineMaker(each, 0.9)
    let history = emptyHistory()
    for (let i = 1; i <= slices.length; i++) {
      history = followSlices(history, slices.slice(0, i))
      growing(history.passes.get('')!, history.steps.length)
    }
    const matrix = history.passes.get('')!
    const grown = growing(matrix, history.steps.length)
    expect(asSet(grown)).toEqual(asSet(lineMaker(each, 0.9)(matrix, history.steps.length)))
  })

  it('draws the strongest where there are too many, and says how many there are', () => {
    const { matrix, history } = heads()
    const all = lineMaker(each, 1)(matrix, history.steps.length)
    const few = lineMaker(each, 1, 50)(matrix, history.steps.length)
    expect(few.count).toBe(50)
    expect(few.kept).toBe(all.count)
    expect(Array.from(few.weight)).toEqual(Array.from(all.weight.slice(-50)))
  })

  it('has no line for a weight of zero', () => {
    const { site, slices } = samples.small!()
    const silent = slices.map((slice) => ({ ...slice, weights: new Float32Array(slice.weights.length) }))
    const history = followSlices(emptyHistory(), silent)
    expect(
      lineMaker(layersOf({ mode: 'each', hidden: new Set() }, site.heads), 1)(history.passes.get('')!, 99)
        .count,
    ).toBe(0)
  })
})
