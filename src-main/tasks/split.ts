/** The split between what a network may train on and what it is judged by: by a hash of the inputs, so that it is exact and endless. */
import { hash } from '#shared/base/random'

/** The share of all possible inputs that is kept from training. */
export const HELD_OUT_SHARE = 0.1

/** Whether these inputs are kept from training: always the same answer for the same task and texts. */
export function inputsHeldOut(task: string, inputs: readonly string[]): boolean {
  return hash(JSON.stringify([task, ...inputs])) < HELD_OUT_SHARE * 2 ** 32
}

/** A number in [0, 1) that belongs to these texts and this seed: what is split by it stays split. */
export function place(texts: readonly string[], seed: number): number {
  return hash(JSON.stringify(texts), seed) / 2 ** 32
}
