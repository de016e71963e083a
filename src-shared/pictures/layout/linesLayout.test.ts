import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorsOf, type Box, endsOf, type LinesRoom, layoutLines } from './linesLayout'

const measure = (text: string) => text.length * 7
const words = (count: number, length = 5) =>
  Array.from({ length: count }, (_, i) => `${i}`.padEnd(length, 'x'))
const room = (
  rows: number,
  columns: number,
  width: number,
  height: number,
  rest: Partial<LinesRoom> = {},
): LinesRoom => ({
  rows: words(rows),
  columns: words(columns),
  width,
  height,
  measure,
  ...rest,
})

describe('layoutLines', () => {
  it('lets a sentence run across a dock', () => {
    const layout = layoutLines(room(14, 12, 740, 220))
    expect(layout).toMatchObject({
      orientation: 'across',
      turnedColumns: false,
      turnedRows: false,
      width: 740,
      height: 220,
    })
  })

  it('turns words only where they do not fit otherwise', () => {
    expect(layoutLines(room(60, 60, 740, 220))).toMatchObject({
      turnedColumns: true,
      turnedRows: true,
      width: 740,
    })
  })

  it('turns one side alone where the other fits', () => {
    expect(layoutLines(room(40, 5, 740, 220))).toMatchObject({ turnedColumns: false, turnedRows: true })
  })

  it('cuts turned words rather than pushing rows below the edge', () => {
    const layout = layoutLines(room(20, 20, 480, 170, { columns: words(20, 12), rows: words(20, 12) }))
    expect(layout).toMatchObject({ turnedRows: true, height: 170 })
  })

  it('lists words beside each other where there is more height', () => {
    expect(layoutLines(room(30, 30, 400, 700))).toMatchObject({ orientation: 'down', height: 700 })
  })

  it('scrolls rather than making words unreadable', () => {
    const wide = layoutLines(room(200, 200, 740, 220))
    expect(wide.width).toBeGreaterThan(740)
    expect(wide.columns[1]!.x - wide.columns[0]!.x).toBeGreaterThanOrEqual(11)
    const tall = layoutLines(room(200, 200, 400, 700))
    expect(tall.height).toBeGreaterThan(700)
  })

  it('cuts long words only where they do not fit whole', () => {
    const columns = ['Mary went to the garden after lunch', 'John took the milk']
    const layout = layoutLines(room(1, 2, 740, 220, { columns }))
    expect(layout.columns[0]!.width).toBeGreaterThan(measure(columns[0]!))
  })

  it('lays columns that are patches in their grid', () => {
    const layout = layoutLines(room(8, 12, 740, 220, { columnGrid: [3, 4] }))
    expect(layout.patches).toBe(true)
    expect(layout.columns[4]!.y).toBeCloseTo(layout.columns[0]!.y + layout.columns[0]!.height)
    expect(layout.columns[4]!.x).toBeCloseTo(layout.columns[0]!.x)
    expect(layout.columns[0]!.width).toBeCloseTo(layout.columns[0]!.height)
  })

  it('keeps every word inside and apart from its neighbours', () => {
    const side = fc.array(fc.string({ maxLength: 30 }), { maxLength: 80 })
    const size = fc.integer({ min: 40, max: 1600 })
    fc.assert(
      fc.property(side, side, size, size, (rows, columns, width, height) => {
        const layout = layoutLines({ rows, columns, width, height, measure })
        for (const boxes of [layout.rows, layout.columns]) {
          boxes.forEach((box, i) => {
            expect(box.x).toBeGreaterThanOrEqual(-0.01)
            expect(box.y).toBeGreaterThanOrEqual(-0.01)
            expect(box.x + box.width).toBeLessThanOrEqual(layout.width + 0.01)
            expect(box.y + box.height).toBeLessThanOrEqual(layout.height + 0.01)
            const next = boxes[i + 1]
            if (next !== undefined) expect(apart(box, next, layout.orientation)).toBeGreaterThanOrEqual(-0.01)
          })
        }
      }),
    )
  })

  it('is made of empty sides too', () => {
    const layout = layoutLines(room(0, 0, 740, 220))
    expect([layout.rows, layout.columns]).toEqual([[], []])
  })
})

function apart(a: Box, b: Box, orientation: 'across' | 'down'): number {
  return orientation === 'across' ? b.x - a.x - a.width : b.y - a.y - a.height
}

describe('endsOf', () => {
  it('meets the words', () => {
    const layout = layoutLines(room(4, 4, 740, 220))
    const [from, to] = [layout.columns[1]!, layout.rows[3]!]
    const ends = endsOf(anchorsOf(layout, 1), 3, 1, 0)
    expect(ends.along0).toBeCloseTo(from.y + from.height, 3)
    expect(ends.along1).toBeCloseTo(to.y, 3)
    expect(ends.across0).toBeCloseTo(from.x + from.width / 2, 3)
    expect(ends.across1).toBeCloseTo(to.x + to.width / 2, 3)
  })

  it('stands heads side by side around the middle of the word', () => {
    const layout = layoutLines(room(4, 4, 740, 220))
    const at = (layer: number) => endsOf(anchorsOf(layout, 3), 0, 0, layer).across0
    expect(at(1)).toBeCloseTo(layout.columns[0]!.x + layout.columns[0]!.width / 2, 3)
    expect(at(2) - at(1)).toBeCloseTo(at(1) - at(0), 3)
    expect(at(2)).toBeGreaterThan(at(1))
  })
})
