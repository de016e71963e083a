/** What a written memory holds at a moment. */
import type { StateFrame, StateInfo } from '#shared/contract/states'

/** The memory that a node writes; without one, any memory that there is. */
export function memoryOf(infos: readonly StateInfo[], node: string | undefined): StateInfo | undefined {
  return infos.find((info) => info.node === node) ?? (node === undefined ? infos[0] : undefined)
}

/** The frame after the write at these loop steps; before any write (`steps` undefined) none. */
export function frameAt(
  frames: readonly StateFrame[],
  steps: readonly number[] | undefined,
): StateFrame | undefined {
  if (steps === undefined) return undefined
  const exact = frames.findLast(({ coordinates }) => sameSteps(coordinates, steps))
  // Contents may come a moment later than the weights: what was there before is better than nothing.
  return exact ?? frames.findLast(({ coordinates }) => !isAfter(coordinates, steps))
}

function sameSteps(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i])
}

function isAfter(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! > b[i]!
  return false
}

/** The greatest amount in either direction among frames, so that one scale serves all of them; 1 where there is none. */
export function greatestAmount(frames: readonly StateFrame[]): number {
  let most = 0
  for (const { values } of frames)
    for (const value of values) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value)
  return most > 0 ? most : 1
}
