import { describe, expect, it } from 'vitest'
import {
  firstChoice,
  type HeadChoice,
  joinedLayer,
  layersOf,
  layerTitle,
  layerWeight,
  shownHeads,
  soloHead,
  strongest,
  toggleHead,
} from './heads'
import type { RowArrival } from './history'

const row: RowArrival = {
  at: 0,
  step: 0,
  slice: {
    site: 's',
    order: 0,
    coordinates: [],
    firstRow: 0,
    heads: 2,
    rows: 1,
    columns: 2,
    weights: Float32Array.of(0.25, 0.75, 0.5, 0.5),
    rowLabels: ['r'],
    columnLabels: ['a', 'b'],
  },
}
const all: HeadChoice = { mode: 'each', hidden: new Set() }

describe('heads', () => {
  it('are joined by their mean or their maximum', () => {
    const weights = (join: 'mean' | 'max') =>
      [0, 1].map((column) => layerWeight({ heads: [0, 1], join }, row, column))
    expect(weights('mean')).toEqual([0.375, 0.625])
    expect(weights('max')).toEqual([0.5, 0.75])
  })

  it('have a layer and a hue each, or one layer together', () => {
    expect(layersOf(all, 3).map(({ heads, hue }) => [heads, hue])).toEqual([
      [[0], 0],
      [[1], 1],
      [[2], 2],
    ])
    expect(layersOf({ ...all, mode: 'max' }, 3)).toEqual([{ heads: [0, 1, 2], join: 'max' }])
    expect(layersOf({ ...all, hidden: new Set([0, 2]) }, 3)).toEqual([{ heads: [1], join: 'mean' }])
    expect(layersOf({ ...all, hidden: new Set([0]) }, 1)).toEqual([])
  })

  it('start as their mean where they are more than the hues', () => {
    expect(firstChoice(8).mode).toBe('each')
    expect(firstChoice(9).mode).toBe('mean')
  })

  it('can be shown alone, and all again', () => {
    const alone = soloHead(all, 2, 4)
    expect(shownHeads(alone, 4)).toEqual([2])
    expect(shownHeads(soloHead(alone, 2, 4), 4)).toEqual([0, 1, 2, 3])
    expect(shownHeads(toggleHead(alone, 0), 4)).toEqual([0, 2])
    expect(shownHeads(toggleHead(toggleHead(all, 1), 1), 4)).toEqual([0, 1, 2, 3])
  })

  it('know the strongest weight that they give', () => {
    const matrix = {
      coordinates: [],
      heads: 2,
      arrivals: [[], [row]],
      rowLabels: ['', 'r'],
      columnLabels: ['a', 'b'],
    }
    expect(strongest(matrix, layersOf(all, 2))).toBe(0.75)
    expect(strongest(matrix, [joinedLayer(all, 2)])).toBe(0.625)
    expect(strongest({ ...matrix, arrivals: [] }, layersOf(all, 2))).toBe(1)
  })

  it('are named in full', () => {
    expect(layerTitle(joinedLayer(all, 4), 4)).toBe('mean of 4 heads')
    expect(layerTitle(joinedLayer({ mode: 'max', hidden: new Set([1]) }, 3), 3)).toBe('max of heads 1, 3')
    expect(layerTitle(joinedLayer(soloHead(all, 1, 4), 4), 4)).toBe('head 2')
    expect(layerTitle(joinedLayer(all, 1), 1)).toBe('')
  })
})
