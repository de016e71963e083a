import { expect, test } from 'vitest'
import type { ModelSite } from '#shared/contract/contract'
import type { Thumbnail } from '#shared/contract/model'
import { joinThumbnails } from '#shared/pictures/model/join'
import { reduceSlice } from '#shared/pictures/model/reduce'
import { groupSites, siteTitles } from '#shared/pictures/model/siteGroups'
import { cellAt, cellRect, joinedColumn, layoutOverview, stepCell } from './layout'

function site(id: string, part: Partial<ModelSite> = {}): ModelSite {
  return {
    id,
    node: id,
    title: `model ▸ ${id}`,
    heads: 12,
    rowAxis: 'words',
    columnAxis: 'words',
    operator: 'Softmax',
    kind: 'self',
    causal: false,
    shown: true,
    ...part,
  }
}

const bert = Array.from({ length: 12 }, (_, i) => site(`layer ${i}`))
const translator = [
  site('e0'),
  site('e1'),
  site('d0', { causal: true }),
  site('c0', { kind: 'cross' }),
  site('joined.rollout', { heads: 1 }),
]

test('encoder, decoder and cross-attention are groups of their own; what joins all layers comes last', () => {
  expect(groupSites(translator).map(({ title, rows }) => [title, rows.map(({ label }) => label)])).toEqual([
    ['Encoder self-attention', ['1', '2']],
    ['Decoder self-attention', ['1']],
    ['Cross-attention', ['1']],
    ['All layers', ['rollout']],
  ])
})

test('layers are counted from 1, and say their sort where there are several', () => {
  expect(siteTitles(bert).get('layer 6')).toBe('Layer 7')
  expect(siteTitles(translator).get('c0')).toBe('Layer 1, cross-attention')
})

test('144 heads are in sight at once in the room that 1280 × 800 leaves, and are found where they stand', () => {
  const layout = layoutOverview(groupSites(bert), ({ heads }) => heads, 980, 370)
  expect(layout.height).toBe(370)
  for (const cell of [
    { row: 6, head: 2 },
    { row: 0, head: 0 },
    { row: 11, head: 11 },
    { row: 3, head: 13 },
  ]) {
    const { x, y, size } = cellRect(layout, cell)
    expect(cellAt(layout, x + size / 2, y + size / 2)).toEqual(cell)
  }
  expect(joinedColumn(layout, 12)).toBe('mean')
  expect(joinedColumn(layout, 11)).toBeUndefined()
  expect(cellAt(layout, 2, 60)).toBeUndefined()
})

test('more rows than there is room for scroll, and stay large enough', () => {
  const many = Array.from({ length: 80 }, (_, i) => site(`layer ${i}`))
  const layout = layoutOverview(groupSites(many), () => 16, 980, 370)
  expect(layout.height).toBeGreaterThan(1600)
  expect(layout.pitch).toBeGreaterThanOrEqual(20)
})

test('keys walk over heads and the mean and maximum behind them, and stay inside', () => {
  const layout = layoutOverview(groupSites(bert), ({ heads }) => heads, 980, 370)
  expect(stepCell(layout, { row: 0, head: 11 }, 'ArrowRight')).toEqual({ row: 0, head: 12 })
  expect(stepCell(layout, { row: 0, head: 13 }, 'ArrowRight')).toEqual({ row: 0, head: 13 })
  expect(stepCell(layout, { row: 0, head: 0 }, 'ArrowUp')).toEqual({ row: 0, head: 0 })
  expect(stepCell(layout, { row: 2, head: 4 }, 'PageDown')).toEqual({ row: 11, head: 4 })
  expect(stepCell(layout, { row: 2, head: 4 }, 'End')).toEqual({ row: 2, head: 13 })
})

function thumbnail(pixels: readonly number[], strongest: number): Thumbnail {
  return { site: 's', head: 0, rows: 1, columns: pixels.length, pixels: Uint8Array.from(pixels), strongest }
}

test('heads are joined by their weights, not by their colours', () => {
  const heads = [thumbnail([255, 0], 1), thumbnail([0, 255], 0.5)]
  const mean = joinThumbnails(heads, 'mean')!
  expect([mean.strongest, ...mean.pixels]).toEqual([0.5, 255, 128])
  const most = joinThumbnails(heads, 'max')!
  expect([most.strongest, ...most.pixels]).toEqual([1, 255, 128])
  expect(joinThumbnails([...heads, undefined], 'mean')).toBeUndefined()
})

test('a large head is made small by the strongest weight of each block', () => {
  const columns = 128
  const weights = new Float32Array(columns)
  weights[1] = 0.5
  weights[127] = 0.25
  const small = reduceSlice(
    {
      site: 's',
      order: 0,
      coordinates: [],
      firstRow: 0,
      heads: 1,
      rows: 1,
      columns,
      weights,
      rowLabels: [''],
      columnLabels: [],
    },
    0,
  )
  expect([small.rows, small.columns, small.strongest]).toEqual([1, 64, 0.5])
  expect([small.pixels[0], small.pixels[1], small.pixels[63]]).toEqual([255, 0, 128])
})
