import { expect, test } from 'vitest'
import type { TensorView } from '../../contract/model'
import { tensorFile } from '../modelFiles'

function view(part: Partial<TensorView>): TensorView {
  const values = Float32Array.from([-2, 0, 1, 3, Number.NaN, 0.5])
  return {
    name: 'h.0/attn & mlp',
    dtype: 'float32',
    dims: [4, 2, 3],
    values,
    rows: 2,
    columns: 3,
    at: [1],
    least: -2,
    greatest: 3,
    mean: 0,
    deviation: 1,
    zeros: 1,
    notNumbers: 1,
    histogram: [],
    ...part,
  }
}

test('a tensor has a cell for each number, its place, and its scale', () => {
  const svg = tensorFile(view({}), 'light')
  for (const text of ['h.0/attn &amp; mlp', 'float32 4 × 2 × 3 · at 1', '>-2<', '>3<'])
    expect(svg).toContain(text)
  expect(svg).not.toMatch(/NaN|undefined/)
})

test('what is cut is said; a tensor without numbers says so', () => {
  expect(tensorFile(view({ dims: [900, 3], at: [] }), 'dark')).toContain('the first 2 × 3')
  expect(tensorFile(view({ rows: 0, columns: 0, dims: [0] }), 'dark')).toContain('no numbers')
})
