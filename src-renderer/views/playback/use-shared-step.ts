import { useEffect, useRef } from 'react'
import { type Playback, seek, shownSteps } from './timeline'
import type { PlaybackHandle } from './use-playback'

/** Where the steps of the latest run were halted, by the axis that they are: views of the same steps go on from there. */
let halted: { readonly run: string | undefined; readonly at: ReadonlyMap<string, number> } = {
  run: undefined,
  at: new Map(),
}

/** Where another view of these steps was halted by a person; one that plays or follows leaves others alone. */
export function haltedAt(run: string | undefined, axis: string): number | undefined {
  return halted.run === run ? halted.at.get(axis) : undefined
}

export function tellHalt(
  run: string | undefined,
  axis: string,
  playback: Pick<Playback, 'position' | 'mode'>,
  steps: number,
): void {
  const at = new Map(halted.run === run ? halted.at : [])
  if (playback.mode === 'pause' && playback.position < steps) at.set(axis, Math.floor(playback.position))
  else at.delete(axis)
  halted = { run, at }
}

/** Begins where another view of this run's steps was halted, and tells it where this one is. */
export function useSharedStep(
  { playback, change }: PlaybackHandle,
  run: string | undefined,
  axis: string,
  steps: number,
): void {
  const begun = useRef(false)
  const shown = shownSteps(playback, steps)
  const { mode } = playback
  useEffect(() => {
    if (steps === 0) return
    const other = begun.current ? undefined : haltedAt(run, axis)
    begun.current = true
    if (other !== undefined && other < steps) change((before, all) => seek(before, all, other))
    else tellHalt(run, axis, { position: shown, mode }, steps)
  }, [run, axis, shown, mode, steps, change])
}
