import { useEffect, useRef, useState } from 'react'
import { useFrames } from '../hooks'
import { AT_START, advance, moving, type Playback, shownSteps } from './timeline'

export interface PlaybackHandle {
  readonly playback: Playback
  /** Rows that are shown now. */
  readonly shown: number
  change(next: (playback: Playback, steps: number) => Playback): void
}

/**
 * Moves playback with time. `history` names what is played: a new one starts at its beginning when it is another run of the same site,
 * and shows everything when it is another site
 * or came as a whole.
 */
export function usePlayback(
  site: string | undefined,
  history: unknown,
  steps: number,
  still: boolean,
  whole = false,
): PlaybackHandle {
  const [playback, setPlayback] = useState<Playback>({ ...AT_START, position: steps })
  const state = useRef({ playback, steps })
  state.current.steps = steps
  const known = useRef({ site, history })
  if (known.current.history !== history || known.current.site !== site) {
    const position = known.current.site === site && !whole ? 0 : steps
    known.current = { site, history }
    state.current.playback = { ...AT_START, speed: state.current.playback.speed, position }
  }
  // The first live row is shown in the picture that has it, not one frame later.
  if (state.current.playback.mode === 'follow' && state.current.playback.position < 1 && steps > 0)
    state.current.playback = { ...state.current.playback, position: 1 }
  const before = useRef(0)
  const start = useFrames((now) => {
    const seconds = before.current === 0 ? 1 / 60 : (now - before.current) / 1000
    before.current = now
    const next = advance(state.current.playback, state.current.steps, seconds, still)
    const changed =
      next.mode !== state.current.playback.mode ||
      shownSteps(next, steps) !== shownSteps(state.current.playback, steps)
    state.current.playback = next
    if (changed) setPlayback(next)
    const on = moving(next, state.current.steps)
    if (!on) before.current = 0
    return on
  })
  const current = state.current.playback
  const on = moving(current, steps)
  // After each render, since a row may have come between the last frame's look and this one.
  useEffect(() => {
    if (on) start()
  })
  return {
    playback: current,
    shown: shownSteps(current, steps),
    change(next) {
      state.current.playback = next(state.current.playback, state.current.steps)
      setPlayback(state.current.playback)
      start()
    },
  }
}
