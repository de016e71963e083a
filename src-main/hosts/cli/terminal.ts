/** Where the command line writes: results to stdout, progress to stderr. */
export interface Terminal {
  /** One result, as it is; a line end is added. */
  result(text: string): void
  progress(text: string): void
  /** Whether a person watches: then `update` has a line of its own, which each update replaces; elsewhere it is dropped. */
  readonly live: boolean
  update(text: string): void
  /** Until the answer is called, the first Ctrl+C is told to the listener and ends nothing; the second ends the program. */
  onInterrupt(listener: () => void): () => void
}

const live = process.stderr.isTTY === true
/** Goes back to the beginning of the line and empties it. */
const CLEAR = '\r\x1b[2K'
let updating = false

function clear(): void {
  if (updating) process.stderr.write(CLEAR)
  updating = false
}

export const terminal: Terminal = {
  live,
  result: (text) => {
    clear()
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  },
  progress: (text) => {
    clear()
    process.stderr.write(`${text}\n`)
  },
  update: (text) => {
    if (!live) return
    process.stderr.write(`${CLEAR}${text.slice(0, Math.max(20, (process.stderr.columns || 80) - 1))}`)
    updating = true
  },
  onInterrupt: (listener) => {
    let told: number | undefined
    const hear = () => {
      const now = performance.now()
      if (told === undefined) {
        told = now
        listener()
      } else if (now - told > ECHO) process.exit(INTERRUPTED)
    }
    process.on('SIGINT', hear)
    return () => void process.off('SIGINT', hear)
  },
}

/** Milliseconds in which one press arrives twice: npm passes on what the terminal has sent already. */
const ECHO = 500
/** What shells give for a program that Ctrl+C ended. */
const INTERRUPTED = 130
