import { describe, expect, it } from 'vitest'
import { shortWeight } from '../cellText'
import { cellAt, layoutGrid } from './gridLayout'

const measure = (text: string) => text.length * 7
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`)
const grid = (rows: number, columns: number, width: number, height: number) =>
  layoutGrid({ rows: words(rows), columns: words(columns), width, height, measure })

describe('layoutGrid', () => {
  it('keeps cells square and labels flat where there are few', () => {
    const layout = grid(4, 3, 480, 300)
    expect(layout.cellWidth).toBe(layout.cellHeight)
    expect(layout.turned).toBe(false)
  })

  it('turns labels where they must be', () => {
    expect(grid(12, 14, 480, 560).turned).toBe(true)
  })

  it('fits a translation into a dock, and scrolls a long one', () => {
    const dock = grid(14, 12, 470, 218)
    expect([dock.width, dock.height]).toEqual([470, 218])
    const long = grid(60, 60, 470, 218)
    expect(long.height).toBeGreaterThan(218)
    expect(long.cellHeight).toBeGreaterThan(10)
  })

  it('finds the cell at a point', () => {
    const layout = grid(4, 3, 480, 300)
    const at = (row: number, column: number) =>
      cellAt(
        layout,
        layout.left + (column + 0.5) * layout.cellWidth,
        layout.top + (row + 0.5) * layout.cellHeight,
      )
    expect(at(2, 1)).toEqual({ row: 2, column: 1 })
    expect(at(4, 0)).toBeUndefined()
    expect(at(0, 3)).toBeUndefined()
    expect(cellAt(layout, 0, 0)).toBeUndefined()
  })
})

describe('shortWeight', () => {
  it('is as papers print it', () => {
    expect([0, 0.001, 0.314, 1, -0.25].map(shortWeight)).toEqual(['', '·', '.31', '1.00', '-.25'])
  })
})
