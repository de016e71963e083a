/**
 * Where playback stands in the steps of the last run. A position counts the rows that are shown, so 0 shows none and the number of
 * steps shows all. Nothing here runs a network again.
 */
export interface Playback {
  /** Rows shown; fractions are time on the way to the next. */
  readonly position: number
  readonly mode: 'follow' | 'play' | 'pause'
  /** 0.5 … 4. */
  readonly speed: number
}

export const SPEEDS = [0.5, 1, 2, 4] as const
/** Rows a second at speed 1. */
const PACE = 2.5
/** Live rows are let in at this pace at the least, and faster the more of them wait, so that a fast run is still seen to grow. */
const LIVE_PACE = 12
const LIVE_CATCH_UP = 4

export const AT_START: Playback = { position: 0, mode: 'follow', speed: 1 }

export function shownSteps(playback: Playback, steps: number): number {
  return Math.min(steps, Math.floor(playback.position + 1e-9))
}

/** Whether time moves it. */
export function moving(playback: Playback, steps: number): boolean {
  return playback.mode !== 'pause' && playback.position < steps
}

/** @param seconds since the last call; `still`: motion is not wanted, so live rows are shown at once */
export function advance(playback: Playback, steps: number, seconds: number, still = false): Playback {
  const { position, mode, speed } = playback
  if (mode === 'pause') return playback
  if (position >= steps) return mode === 'play' ? { ...playback, position: steps, mode: 'pause' } : playback
  if (mode === 'follow' && still) return { ...playback, position: steps }
  const pace = mode === 'play' ? PACE * speed : Math.max(LIVE_PACE, LIVE_CATCH_UP * (steps - position))
  // The first row is shown at once: nothing is waited for before the first line.
  const from = mode === 'follow' && position < 1 ? 1 : position
  const next = Math.min(steps, from + pace * Math.min(seconds, 0.25))
  return { ...playback, position: next, mode: mode === 'play' && next >= steps ? 'pause' : mode }
}

export function playOrPause(playback: Playback, steps: number): Playback {
  if (moving(playback, steps)) return { ...playback, position: shownSteps(playback, steps), mode: 'pause' }
  return { ...playback, position: playback.position >= steps ? 0 : playback.position, mode: 'play' }
}

export function stepBy(playback: Playback, steps: number, by: number): Playback {
  return seek(playback, steps, shownSteps(playback, steps) + by)
}

export function seek(playback: Playback, steps: number, position: number): Playback {
  return { ...playback, position: Math.min(steps, Math.max(0, Math.round(position))), mode: 'pause' }
}

/** Shows the newest rows as they come. */
export function follow(playback: Playback): Playback {
  return { ...playback, mode: 'follow' }
}

export type Move = (playback: Playback, steps: number) => Playback

/** What a key does while playback has the focus. */
export const PLAYBACK_KEYS: ReadonlyMap<string, Move> = new Map<string, Move>([
  [' ', playOrPause],
  ['ArrowLeft', (playback, steps) => stepBy(playback, steps, -1)],
  ['ArrowRight', (playback, steps) => stepBy(playback, steps, 1)],
  ['Home', (playback, steps) => seek(playback, steps, 0)],
  ['End', (playback, steps) => seek(playback, steps, steps)],
])
