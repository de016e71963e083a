import { describe, expect, it } from 'vitest'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import { emptyHistory, followSlices } from './history'
import { lookedAt, patchesOf, patchRowWeights, patchWeights } from './pictureRows'

const LAYER = { heads: [0], join: 'mean' } as const

function slice(firstRow: number, rows: readonly (readonly number[])[], order = firstRow): Slice {
  return {
    site: 's',
    order,
    coordinates: [],
    firstRow,
    heads: 1,
    rows: rows.length,
    columns: rows[0]!.length,
    weights: Float32Array.from(rows.flat()),
    rowLabels: rows.map((_, i) => `row ${firstRow + i}`),
    columnLabels: rows[0]!.map((_, i) => `column ${i}`),
  }
}

const site: SiteInfo = { id: 's', node: 's', title: 'S', heads: 1, rowAxis: 'words', columnAxis: 'patches' }
const words = { ...site, columnGrid: [2, 2] } as const
/** A class token and four patches that look at each other. */
const patches = { ...words, rowGrid: [2, 2], leading: 1 } as const

function matrixOf(...slices: Slice[]) {
  return [...followSlices(emptyHistory(), slices).passes.values()][0]!
}

describe('which row is looked at', () => {
  const said = matrixOf(slice(0, [[1, 0, 0, 0]]), slice(1, [[0, 1, 0, 0]]), slice(2, [[0, 0, 1, 0]]))
  it('is the newest word of those that are shown', () => {
    expect(lookedAt(words, said, 2, undefined)?.row).toBe(1)
    expect(lookedAt(words, said, 3, { column: 2 })?.row).toBe(2)
    expect(lookedAt(words, said, 0, undefined)).toBeUndefined()
  })
  it('is the one that is pointed at, once it has come', () => {
    expect(lookedAt(words, said, 3, { row: 0 })?.row).toBe(0)
    expect(lookedAt(words, said, 1, { row: 2 })?.row).toBe(0)
  })
  it('is the first where rows are patches too', () => {
    const all = matrixOf(
      slice(
        0,
        Array.from({ length: 5 }, () => [0.2, 0.2, 0.2, 0.2, 0.2]),
      ),
    )
    expect(lookedAt(patches, all, 5, undefined)?.row).toBe(0)
    expect(lookedAt(patches, all, 5, { row: 3 })?.row).toBe(3)
  })
})

it('tokens before the grid are no patches', () => {
  const matrix = matrixOf(
    slice(0, [
      [0.5, 0.1, 0.2, 0.15, 0.05],
      [0.1, 0.3, 0.2, 0.2, 0.2],
      [0.2, 0.3, 0.2, 0.2, 0.1],
      [0.4, 0.3, 0.1, 0.1, 0.1],
      [0.6, 0.1, 0.1, 0.1, 0.1],
    ]),
  )
  const weights = patchWeights(patches, LAYER, lookedAt(patches, matrix, 5, undefined)!.arrival)
  expect([...weights].map((weight) => weight.toFixed(2))).toEqual(['0.10', '0.20', '0.15', '0.05'])
  const rows = patchRowWeights(patches, matrix, 5, LAYER, 0)
  expect([...rows].map((weight) => weight.toFixed(1))).toEqual(['0.1', '0.2', '0.4', '0.6'])
  expect(patchesOf({ ...site, rowGrid: [3, 5] })).toEqual([3, 5])
})
