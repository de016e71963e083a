/** Read examples → what is trained on, watched by and judged by. */
import { fault } from '#shared/base/fault'
import { place } from '../split'
import { inputsOf } from '../streams'
import type { Example, Field } from '../task'

export interface Shares {
  readonly validation: number
  readonly heldOut: number
}

export const SHARES: Shares = { validation: 0.1, heldOut: 0.1 }

export interface SplitExamples {
  readonly training: readonly Example[]
  readonly validation: readonly Example[]
  readonly heldOut: readonly Example[]
}

/**
 * By a hash of each example's inputs and the seed: examples with the same inputs are always on the same side, whatever else the file holds.
 * @throws FaultError `bad-input` where a side that is asked for stays empty
 */
export function splitExamples(
  fields: Readonly<Record<string, Field>>,
  examples: readonly Example[],
  seed: number,
  shares: Shares = SHARES,
): SplitExamples {
  const training: Example[] = []
  const validation: Example[] = []
  const heldOut: Example[] = []
  for (const example of examples) {
    const at = place(inputsOf(fields, example), seed)
    if (at < shares.heldOut) heldOut.push(example)
    else if (at < shares.heldOut + shares.validation) validation.push(example)
    else training.push(example)
  }
  for (const [side, found, share] of [
    ['train on', training, 1 - shares.heldOut - shares.validation],
    ['watch the training by', validation, shares.validation],
    ['judge by', heldOut, shares.heldOut],
  ] as const)
    if (found.length === 0 && share > 0)
      throw fault(
        'bad-input',
        `Of ${examples.length} examples none is left to ${side}: expected more examples, or another seed for the split.`,
      )
  return { training, validation, heldOut }
}
