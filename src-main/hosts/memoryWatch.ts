/**
 * A model can ask for more memory than there is: the system would then end whatever it likes. An engine that comes near is ended first, by
 * its host, which says so.
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'

/** How often a running engine is looked at. */
const EVERY_MS = 100
/** Of the memory of this machine, or of the part of it that this process may use. */
const SHARE = 0.75
/** Linux counts in pages. */
const PAGE = 4096

/** Bytes that an engine may take. */
export function memoryLimit(
  total = totalmem(),
  constrained: number | undefined = constrainedMemory(),
): number {
  return SHARE * Math.min(total, constrained === undefined || constrained <= 0 ? total : constrained)
}

function constrainedMemory(): number | undefined {
  return (process as { constrainedMemory?: () => number }).constrainedMemory?.()
}

/** Bytes that a process has for itself, without files that it maps; undefined where the system does not tell. */
export async function memoryOf(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number)
      return ((resident ?? 0) - (shared ?? 0)) * PAGE
    }
    if (process.platform === 'darwin') {
      const text = await new Promise<string>((resolve, reject) =>
        execFile('ps', ['-o', 'rss=', '-p', String(pid)], (error, out) =>
          error ? reject(error) : resolve(out),
        ),
      )
      return Number(text) * 1024
    }
  } catch {
    // It has just ended.
  }
  return undefined
}

/** Looks again and again until it is stopped or has found too much. */
export function watchMemory(
  memory: () => Promise<number | undefined>,
  limit: number,
  onTooMuch: () => void,
): () => void {
  let looking = false
  const timer = setInterval(async () => {
    if (looking) return
    looking = true
    const bytes = await memory()
    looking = false
    if (bytes === undefined || bytes <= limit) return
    clearInterval(timer)
    onTooMuch()
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
