/** What is kept outside of stores because it grows by the frame: who looks at it asks whether its version is another one. */
export interface Watched {
  /** Grows with each change: what was painted at a version need not be painted again. */
  readonly version: number
  /** Gives what ends it. */
  subscribe(listener: () => void): () => void
}

export interface Changes extends Watched {
  /** There is something new. */
  tell(): void
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>()
  let version = 0
  return {
    get version() {
      return version
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell() {
      version += 1
      // A copy: who is told may stop listening.
      for (const listener of [...listeners]) listener()
    },
  }
}
