/** How often attention is strongest where the task's own truth says that the answer comes from. */
import { need } from '#shared/base/assert'
import { compileModel } from '../../compile/compile'
import { type Looked, looksOf } from './looks'

/**
 * Shares of examples: `support` of the best row (hop) whose greatest weight lies on a supporting element, `support 1`, `support 2` … of each
 * row where there are several, and `support all` where every supporting element is the greatest of some row.
 */
export async function shareOnSupport(looked: Looked): Promise<Record<string, number>> {
  const { document, weights, examples } = looked
  const field = Object.keys(examples[0]?.support ?? {})[0]
  if (field === undefined) return {}
  const lowered = compileModel(document, { weights })
  const site = lowered.sites.find(({ keyAxis }) => keyAxis.origin?.startsWith(`${field}.`))
  if (!site) return {}
  const right: number[] = []
  let all = 0
  for await (const { example, tops } of looksOf(looked, lowered, site)) {
    const support = need(example.support?.[field], 'support')
    tops.forEach((top, row) => {
      right[row] = (right[row] ?? 0) + (support.includes(top) ? 1 : 0)
    })
    if (support.every((place) => tops.includes(place))) all++
  }
  const shares = right.map((number) => number / examples.length)
  return {
    support: Math.max(...shares),
    ...(shares.length > 1 && {
      ...Object.fromEntries(shares.map((share, row) => [`support ${row + 1}`, share])),
      'support all': all / examples.length,
    }),
  }
}
