import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Token } from '../../contract/model'
import type { Slice } from '../../contract/slice'
import { arrivalOf, emptyHistory, followSlices, weightOf } from '../model/history'
import { hasSpecial, hasSubWords, tokenPlan } from './plan'
import { tokenFollower, tokenHistory } from './tokenHistory'

/** [CLS] un happi ly end [SEP] */
const tokens: Token[] = [
  { text: '[CLS]', special: true },
  { text: 'un', word: 0, special: false },
  { text: 'happi', word: 0, special: false },
  { text: 'ly', word: 0, special: false },
  { text: 'end', word: 1, special: false },
  { text: '[SEP]', special: true },
]
const labels = tokens.map(({ text }) => text)
const head = { heads: [0], join: 'mean' } as const

function sliceOf(weights: readonly (readonly number[])[], firstRow = 0, heads = 1): Slice {
  const columns = weights[0]!.length
  return {
    site: 's',
    order: firstRow,
    coordinates: [],
    firstRow,
    heads,
    rows: weights.length / heads,
    columns,
    weights: Float32Array.from(weights.flat()),
    rowLabels: labels.slice(firstRow, firstRow + weights.length / heads),
    columnLabels: labels.slice(0, columns),
  }
}

/** Row by row what is shown of the first head. */
function shownRows({ history }: ReturnType<typeof tokenHistory>): number[][] {
  const matrix = [...history.passes.values()][0]!
  return matrix.rowLabels.map((_, row) => {
    const arrival = arrivalOf(matrix, row, history.steps.length)!
    return matrix.columnLabels.map((_, column) => weightOf(arrival, 0, column))
  })
}

describe('the plan of an axis', () => {
  test('merges sub-words and leaves out special tokens', () => {
    const plan = tokenPlan(labels, tokens, { merge: true, hide: true })!
    expect(plan.groups).toEqual([
      { label: 'unhappily', from: 1, to: 4 },
      { label: 'end', from: 4, to: 5 },
    ])
    expect(plan.hidden).toEqual([0, 5])
  })

  test('is none where nothing changes', () => {
    expect(tokenPlan(labels, undefined, { merge: true, hide: true })).toBeUndefined()
    expect(tokenPlan(labels, tokens, { merge: false, hide: false })).toBeUndefined()
    expect(
      tokenPlan(['end'], [{ text: 'end', word: 0, special: false }], { merge: true, hide: true }),
    ).toBeUndefined()
    expect([hasSubWords(tokens), hasSpecial(tokens), hasSubWords(undefined)]).toEqual([true, true, false])
  })

  test('drops the sign of a space that the word behind it brings', () => {
    const spaced = ['␣', 'o', 'n'].map((text) => ({ text, word: 0, special: false }))
    const plan = tokenPlan(['␣', 'o', 'n'], spaced, { merge: true, hide: false })!
    expect(plan.groups).toEqual([{ label: 'on', from: 0, to: 3 }])
  })

  test('lets words stand for themselves that it was not told of', () => {
    const plan = tokenPlan([...labels, 'said'], tokens, { merge: true, hide: false })!
    expect(plan.groups.map(({ label }) => label)).toEqual(['[CLS]', 'unhappily', 'end', '[SEP]', 'said'])
  })
})

describe('weights of words', () => {
  const weights = [
    [0.5, 0.1, 0.1, 0.1, 0.1, 0.1],
    [0.0, 0.6, 0.2, 0.0, 0.2, 0.0],
    [0.2, 0.2, 0.2, 0.2, 0.1, 0.1],
    [0.4, 0.1, 0.0, 0.0, 0.3, 0.2],
    [0.1, 0.0, 0.3, 0.3, 0.2, 0.1],
    [0.9, 0.0, 0.0, 0.0, 0.0, 0.1],
  ]
  const history = followSlices(emptyHistory(), [sliceOf(weights)])

  test('are summed over columns and averaged over rows', () => {
    const plan = tokenPlan(labels, tokens, { merge: true, hide: false })
    const rows = shownRows(tokenHistory(history, plan, plan))
    const expected = [(0 + 0.2 + 0.4) / 3, (0.8 + 0.6 + 0.1) / 3, (0.2 + 0.1 + 0.3) / 3, (0 + 0.1 + 0.2) / 3]
    expected.forEach((weight, column) => {
      expect(rows[1]![column]).toBeCloseTo(weight, 6)
    })
  })

  test('of what is left are made 1 again, and the row says how much was hidden', () => {
    const plan = tokenPlan(labels, tokens, { merge: false, hide: true })
    const made = tokenHistory(history, plan, plan)
    const [first] = shownRows(made)
    const matrix = [...made.history.passes.values()][0]!
    const hidden = made.hiddenPart(arrivalOf(matrix, 0, 99)!, head)
    expect(matrix.rowLabels).toEqual(['un', 'happi', 'ly', 'end'])
    expect(hidden).toBeCloseTo(0, 6)
    expect(made.hiddenPart(arrivalOf(matrix, 2, 99)!, head)).toBeCloseTo(0.6, 6)
    expect(first!.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6)
  })

  test('of a row that looks at special tokens only are 0', () => {
    const rows = tokenPlan(labels, tokens, { merge: true, hide: false })
    const columns = tokenPlan(labels, tokens, { merge: true, hide: true })
    const made = tokenHistory(history, rows, columns)
    expect(shownRows(made)[3]).toEqual([0, 0])
    const matrix = [...made.history.passes.values()][0]!
    expect(made.hiddenPart(arrivalOf(matrix, 3, 99)!, head)).toBeCloseTo(1, 6)
  })

  test('stay a distribution whatever is chosen', () => {
    const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 6, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        (cells, merge, hide) => {
          const even = cells.map((cell) => cell.map((weight) => weight / cell.reduce((sum, w) => sum + w, 0)))
          const plan = tokenPlan(labels, tokens, { merge, hide })
          const rows = shownRows(tokenHistory(followSlices(emptyHistory(), [sliceOf(even)]), plan, plan))
          for (const shown of rows) expect(shown.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4)
        },
      ),
    )
  })
})

describe('a text that grows', () => {
  test('keeps its words in their places, and a word that goes on is averaged anew', () => {
    const follow = tokenFollower()
    const rows = [[1], [0.5, 0.5], [0.2, 0.3, 0.5], [0.1, 0.1, 0.4, 0.4], [0.2, 0.2, 0.2, 0.2, 0.2]]
    const slices: Slice[] = []
    let history = emptyHistory()
    let first: unknown
    rows.forEach((row, at) => {
      slices.push(sliceOf([row], at))
      history = followSlices(history, slices)
      const plan = tokenPlan(labels.slice(0, at + 1), tokens.slice(0, at + 1), { merge: true, hide: false })
      if (plan === undefined) return
      const made = follow(history, plan, plan)
      first ??= made.history
      expect(made.history).toBe(first)
      if (at === 3) {
        const matrix = [...made.history.passes.values()][0]!
        expect(matrix.rowLabels).toEqual(['[CLS]', 'unhappily'])
        const shown = shownRows(made)[1]!
        expect(shown[0]).toBeCloseTo((0.5 + 0.2 + 0.1) / 3, 6)
        expect(shown[1]).toBeCloseTo((0.5 + 0.8 + 0.9) / 3, 6)
      }
    })
    expect(first).toBeDefined()
  })

  test('begins anew where a word turns out to be a part of the one before', () => {
    const follow = tokenFollower()
    const history = followSlices(emptyHistory(), [sliceOf([[1], [0.5], [0.3]].map((row) => [...row, 0, 0]))])
    const loose = tokenPlan(labels.slice(0, 3), [tokens[0]!], { merge: true, hide: true })
    const joined = tokenPlan(labels.slice(0, 3), tokens, { merge: true, hide: true })
    const before = follow(history, loose, loose)
    const after = follow(history, joined, joined)
    expect(after.history).not.toBe(before.history)
    expect([...after.history.passes.values()][0]!.rowLabels).toEqual(['unhappi'])
  })
})
