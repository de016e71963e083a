import { useEffect, useReducer, useSyncExternalStore } from 'react'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import { stateLog } from '../../stores/states'

/** What the run tells of: changes only when another run begins. */
export function useStateInfos(): readonly StateInfo[] {
  return useSyncExternalStore(stateLog.subscribe, stateLog.infos)
}

/** Frames of a state, brought up to date at most once in an animation frame. */
export function useStateFrames(state: string | undefined): readonly StateFrame[] {
  const [, again] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    let asked = 0
    const stop = stateLog.subscribe(() => {
      if (asked !== 0) return
      asked = requestAnimationFrame(() => {
        asked = 0
        again()
      })
    })
    return () => {
      stop()
      cancelAnimationFrame(asked)
    }
  }, [])
  return state === undefined ? NONE : stateLog.frames(state)
}

const NONE: readonly StateFrame[] = []
