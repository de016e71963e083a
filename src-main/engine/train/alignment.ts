/** How often attention is strongest at what the word that is being said is about. */
import { compileModel } from '../../compile/compile'
import type { LoweredSite } from '../../compile/lowered'
import { type Looked, looksOf } from './looks'

/**
 * `alignment`: of the words of right answers that are about something, the share whose greatest weight lies on it; where several heads or
 * sites look there, of the best of them.
 */
export async function shareOnAlignment(looked: Looked): Promise<Record<string, number>> {
  const { document, weights, examples } = looked
  const truth = examples[0]?.alignment
  if (!truth) return {}
  const lowered = compileModel(document, { weights, forced: true })
  const loop = lowered.speakers.find(({ field }) => field === truth.target)?.loop
  const sites = lowered.sites.filter(
    ({ keyAxis, queryAxis, loops }) =>
      keyAxis.origin?.startsWith(`${truth.input}.`) &&
      queryAxis === undefined &&
      loops.length === 1 &&
      loops[0]?.id === loop,
  )
  if (sites.length === 0) return {}
  const words = examples.reduce((sum, { alignment }) => sum + about(alignment?.places).length, 0)
  let best = 0
  for (const site of sites)
    for (const right of await rightBy(looked, lowered, site)) best = Math.max(best, right)
  return { alignment: best / Math.max(1, words) }
}

const about = (places: readonly (readonly number[])[] = []) => places.filter(({ length }) => length > 0)

/** Of each head, the words whose greatest weight is on what they are about. Rows are heads × steps. */
async function rightBy(
  looked: Looked,
  lowered: ReturnType<typeof compileModel>,
  site: LoweredSite,
): Promise<number[]> {
  const right = Array<number>(site.heads).fill(0)
  for await (const { example, dims, tops } of looksOf(looked, lowered, site)) {
    const steps = dims.at(-1) ?? 0
    for (const [step, places] of (example.alignment?.places ?? []).entries())
      for (let head = 0; head < site.heads; head++)
        if (places.includes(tops[head * steps + step] ?? -1)) right[head]!++
  }
  return right
}
