import { describe, expect, it } from 'vitest'
import { cellAt, layoutHeat } from './heatLayout'

const measure = (text: string) => text.length * 6
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1))

describe('the layout of a heat map', () => {
  it('gives few steps wide cells, with labels side by side', () => {
    const labels = ['quatre', 'vingt', 'dix']
    const layout = layoutHeat({ steps: 3, units: 32, labels, width: 900, height: 300, measure })!
    expect(layout).toMatchObject({ cellWidth: 112, turned: false, stepEvery: 1 })
    expect(layout.top + layout.height).toBeLessThanOrEqual(300)
  })

  it('turns words that do not fit, and leaves numbers out instead', () => {
    const words = Array.from({ length: 60 }, () => 'quatre')
    const turned = layoutHeat({ steps: 60, units: 8, labels: words, width: 900, height: 300, measure })!
    expect(turned).toMatchObject({ turned: true, stepEvery: 1 })
    const many = layoutHeat({
      steps: 500,
      units: 256,
      labels: numbers(500),
      width: 900,
      height: 300,
      measure,
    })!
    expect(many.turned).toBe(false)
    expect(many.stepEvery * many.cellWidth).toBeGreaterThan(measure('500'))
    expect(many.width).toBeLessThanOrEqual(900)
    expect(many.top + many.height).toBeLessThanOrEqual(300)
  })

  it('finds the cell under a point', () => {
    const layout = layoutHeat({ steps: 3, units: 4, labels: numbers(3), width: 400, height: 200, measure })!
    const at = (step: number, place: number) =>
      cellAt(
        layout,
        3,
        4,
        layout.left + (step + 0.5) * layout.cellWidth,
        layout.top + (place + 0.5) * layout.cellHeight,
      )
    expect(at(2, 3)).toEqual({ step: 2, place: 3 })
    expect(at(3, 0)).toBeUndefined()
    expect(at(0, -1)).toBeUndefined()
  })

  it('is none where there is no room', () => {
    expect(
      layoutHeat({ steps: 3, units: 4, labels: numbers(3), width: 30, height: 200, measure }),
    ).toBeUndefined()
  })
})
