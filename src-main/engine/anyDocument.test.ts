/**
 * Any document that can be wired compiles, and means the same in every pass: nodes of all kinds at random, in loops and in loops of loops.
 * `SEEDS=2000 FIRST=100` looks at more of them.
 */
import { describe, expect, it } from 'vitest'
import { judge } from './anyDocument/judge'
import { randomDocument } from './anyDocument/randomDocument'

const seeds = Array.from(
  { length: Number(process.env.SEEDS ?? 40) },
  (_, i) => i + Number(process.env.FIRST ?? 1),
)

describe.each(seeds)('the document of seed %i', (seed) => {
  const { document, wrong } = randomDocument(seed, 6 + (seed % 12))
  it('has no wire that was allowed and is wrong', () => {
    expect(wrong).toEqual([])
  })
  it('is the same in every pass', async () => {
    expect(await judge(document, seed)).toEqual([])
  })
})
