import { useEffect, useRef } from 'react'
import { createStore } from 'zustand/vanilla'
import { seek, shownSteps } from './timeline'
import type { PlaybackHandle } from './use-playback'

/** Where the playback that was seen last stands: views of the same steps go on from there. */
interface SharedStep {
  readonly run?: string | undefined
  readonly axis?: string | undefined
  readonly shown?: number | undefined
}

const shared = createStore<SharedStep>(() => ({}))

/** Begins where another view of this run's steps stands, and tells it where this one is. */
export function useSharedStep(
  handle: PlaybackHandle,
  run: string | undefined,
  axis: string,
  steps: number,
): void {
  const begun = useRef(false)
  const { playback, change } = handle
  const shown = shownSteps(playback, steps)
  useEffect(() => {
    const before = shared.getState()
    if (!begun.current) {
      begun.current = true
      const other = before.run === run && before.axis === axis ? before.shown : undefined
      if (other !== undefined && other < steps) {
        change((playback, steps) => seek(playback, steps, other))
        return
      }
    }
    if (before.run !== run || before.axis !== axis || before.shown !== shown)
      shared.setState({ run, axis, shown }, true)
  }, [run, axis, shown, steps, change])
}
