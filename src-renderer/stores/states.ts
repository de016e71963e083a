/**
 * What the network held in the latest run, kept outside of React like {@link sliceLog}: hidden states of recurrent layers and contents of
 * memories. Frames of one state stand in their order; `states` add rows, a `memory` has one frame for each step.
 */
import { createChanges, type Watched } from '#shared/base/changes'
import type { StateFrame, StateInfo } from '#shared/contract/states'

export interface StateLog extends Watched {
  /** What the run tells of; the same array until another run begins. */
  infos(): readonly StateInfo[]
  /** Frames of a state (`StateInfo.id`) so far, by `order`; the same array until some are added. */
  frames(state: string): readonly StateFrame[]
  /** Whether the rest of the run was too much to keep. */
  readonly cut: boolean
  clear(): void
  /** A run says what it will tell of. */
  begin(infos: readonly StateInfo[]): void
  push(frames: readonly StateFrame[], cut?: boolean): void
}

const NO_INFOS: readonly StateInfo[] = []
const NO_FRAMES: readonly StateFrame[] = []

export function createStateLog(): StateLog {
  const byState = new Map<string, readonly StateFrame[]>()
  const changes = createChanges()
  let infos = NO_INFOS
  let cut = false
  return {
    infos: () => infos,
    frames: (state) => byState.get(state) ?? NO_FRAMES,
    get cut() {
      return cut
    },
    get version() {
      return changes.version
    },
    subscribe: changes.subscribe,
    clear() {
      byState.clear()
      infos = NO_INFOS
      cut = false
      changes.tell()
    },
    begin(told) {
      byState.clear()
      infos = told
      cut = false
      changes.tell()
    },
    push(frames, rest = false) {
      for (const frame of frames) {
        const before = byState.get(frame.state) ?? NO_FRAMES
        byState.set(frame.state, [...before, frame])
      }
      cut ||= rest
      changes.tell()
    },
  }
}

/** The log that the page's views read. */
export const stateLog = createStateLog()
