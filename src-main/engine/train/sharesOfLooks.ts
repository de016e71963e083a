/** Whether a network looks where its task's own truth says. */
import { shareOnAlignment } from './alignment'
import type { Looked } from './looks'
import { shareOnSupport } from './support'

/**
 * `alignment` and `support`, as {@link shareOnAlignment} and {@link shareOnSupport} have them: shares between 0 and 1. Nothing where the task
 * knows no such truth, or nothing looks there.
 */
export async function sharesOfLooks(looked: Looked): Promise<Record<string, number>> {
  return { ...(await shareOnSupport(looked)), ...(await shareOnAlignment(looked)) }
}
