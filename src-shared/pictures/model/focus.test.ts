import { describe, expect, it } from 'vitest'
import { samples } from '../testing/samples'
import { focusSentence, focusText, inFocus, sameFocus, weightText } from './focus'
import { layersOf } from './heads'
import { arrivalOf, emptyHistory, followSlices, weightOf } from './history'

function picture(name: string) {
  const { site, slices } = samples[name]!()
  const history = followSlices(emptyHistory(), slices)
  const matrix = history.passes.get('')!
  return {
    matrix,
    steps: history.steps.length,
    layers: layersOf({ mode: 'each', hidden: new Set() }, site.heads),
  }
}

describe('focusText', () => {
  it('names the strongest columns of a row with their raw weights', () => {
    const { matrix, steps, layers } = picture('translation')
    const text = focusText(matrix, steps, layers, { row: 2 })!
    const raw = matrix.columnLabels.map((_, column) => weightOf(arrivalOf(matrix, 2, steps)!, 0, column))
    expect(text.lead).toBe('quatre looks at')
    expect(text.entries.map(({ weight }) => weight)).toEqual([...raw].sort((a, b) => b - a).slice(0, 5))
    expect(text.more).toBe(raw.length - 5)
  })

  it('names the rows that look at a column, of those that have come', () => {
    const { matrix, layers } = picture('small')
    const text = focusText(matrix, 2, layers, { column: 0 })!
    expect(text.lead).toBe('one is looked at by')
    expect(text.entries.map(({ label }) => label).sort()).toEqual(['deux', 'un'])
  })

  it('says of a cell the weight of each head, and of one head alone', () => {
    const { matrix, steps, layers } = picture('heads')
    expect(focusText(matrix, steps, layers, { row: 0, column: 0 })!.entries).toHaveLength(8)
    const one = focusText(matrix, steps, layers, { row: 0, column: 0, layer: 3 })!
    expect(one.entries.map(({ label }) => label)).toEqual(['three (head 4)'])
  })

  it('says nothing of a row that has not come', () => {
    const { matrix, layers } = picture('small')
    expect(focusText(matrix, 1, layers, { row: 3 })).toBeUndefined()
  })

  it('becomes a sentence', () => {
    const { matrix, steps, layers } = picture('small')
    const sentence = focusSentence(focusText(matrix, steps, layers, { row: 0 })!)
    expect(sentence).toMatch(
      /^un looks at (one|two|three) 0\.\d{4}, (one|two|three) 0\.\d{4}, (one|two|three) 0\.\d{4}$/,
    )
  })
})

describe('weightText', () => {
  it('is exact where it matters', () => {
    expect(weightText(0)).toBe('0')
    expect(weightText(0.12345678)).toBe('0.1235')
    expect(weightText(0.00001234)).toBe('1.2e-5')
    expect(weightText(Number.NaN)).toBe('NaN')
  })
})

describe('inFocus', () => {
  it('takes what is not said for any', () => {
    expect(inFocus({ row: 1 }, 1, 5, 0)).toBe(true)
    expect(inFocus({ row: 1, column: 2 }, 1, 5, 0)).toBe(false)
    expect(inFocus({ column: 5, layer: 1 }, 1, 5, 0)).toBe(false)
    expect(sameFocus({ row: 1 }, { row: 1, column: undefined })).toBe(true)
    expect(sameFocus({ row: 1 }, undefined)).toBe(false)
  })
})
