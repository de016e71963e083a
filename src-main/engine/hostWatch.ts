/**
 * A thread that ends the engine when its host is gone; an entry of its own in the build. While onnxruntime runs a model the engine's own thread
 * hears nothing, not even that its host was killed. Electron ends its processes by itself.
 */
import { workerData } from 'node:worker_threads'

const EVERY_MS = 500
const host = workerData as number

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

setInterval(() => {
  // Who has lost its parent gets another one, but on Windows.
  if (process.ppid !== host || !isThere(host)) process.kill(process.pid, 'SIGKILL')
}, EVERY_MS)
