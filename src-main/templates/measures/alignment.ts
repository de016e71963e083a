/** How often attention is strongest at what the word that is being said is about. */
import type { HeedDocument } from '#shared/document/document'
import { compileModel } from '../../compile/compile'
import type { Weights } from '../../compile/weights'
import { heldOutOf } from './heldOut'
import { looksOf } from './looks'

/**
 * `alignment`: of the words of right answers that are about something, the share whose greatest weight lies on it; with several heads, of the
 * best of them. Nothing where the task knows no such truth, or nothing that speaks looks at its input.
 */
export async function shareOnAlignment(
  document: HeedDocument,
  weights: Weights,
  count: number,
): Promise<Record<string, number>> {
  const examples = heldOutOf(document, count)
  const truth = examples[0]?.alignment
  if (!truth) return {}
  const lowered = compileModel(document, { weights, forced: true })
  const loop = lowered.speakers.find(({ field }) => field === truth.target)?.loop
  const site = lowered.sites.find(
    ({ keyAxis, loops }) =>
      keyAxis.origin?.startsWith(`${truth.input}.`) && loops.some(({ id }) => id === loop),
  )
  if (!site) return {}
  const right = Array<number>(site.heads).fill(0)
  let words = 0
  for await (const { example, tops } of looksOf(document, lowered, site, examples))
    for (const [step, places] of (example.alignment?.places ?? []).entries()) {
      if (places.length === 0) continue
      words++
      for (let head = 0; head < site.heads; head++)
        if (places.includes(tops[step * site.heads + head] ?? -1)) right[head]!++
    }
  return { alignment: Math.max(...right) / Math.max(1, words) }
}
