import { describe, expect, it } from 'vitest'
import { detect } from './detect'
import { manifest, readFixture } from './manifest'

describe('attention is found', () => {
  it.each(manifest)('in $file: $why', ({ file, sites, refused }) => {
    const found = detect(readFixture(file))
    expect(
      found.sites.map(({ kind, causal, heads, operator, shown }) => ({
        kind,
        causal,
        heads: heads ?? null,
        operator,
        shown,
      })),
    ).toEqual(
      sites.map(({ kind, causal, heads, operator, shown }) => ({ kind, causal, heads, operator, shown })),
    )
    for (const [index, { reason }] of sites.entries())
      if (reason !== undefined) expect(found.sites[index]?.reason).toContain(reason)
    expect(found.refused).toHaveLength(refused.length)
    for (const [index, reason] of refused.entries()) expect(found.refused[index]?.reason).toContain(reason)
  })
})
