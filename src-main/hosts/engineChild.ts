/**
 * The engine process as a host sees it. Node's and Electron's processes differ only in what is behind this interface.
 */
import { fork } from 'node:child_process'
import type { FromEngine, ToEngine } from '#main/engine/protocol'
import { memoryOf } from './memoryWatch'

export interface EngineChild {
  send(message: ToEngine): void
  onMessage(listener: (message: FromEngine) => void): void
  /** Called once, when the process has ended; `how` ends the sentence "The engine …". */
  onExit(listener: (how: string) => void): void
  /** Bytes that it has for itself, where the system tells. */
  memory?(): Promise<number | undefined>
  /** At once, whatever it is doing. */
  kill(): void
}

/**
 * An engine as a child process of Node. What it prints goes to stderr: stdout belongs to the host's results.
 * @param program path of the bundled engine entry
 */
export function forkEngine(program: string): EngineChild {
  const child = fork(program, [], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] })
  return {
    send: (message) => {
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => child.on('message', (message) => listener(message as FromEngine)),
    onExit: (listener) => {
      let told = false
      const tell = (how: string) => {
        if (told) return
        told = true
        listener(how)
      }
      child.once('error', (error) => tell(`could not be started (${error.message})`))
      child.once('exit', (code, signal) =>
        tell(signal ? `was ended by ${signal}` : `ended by itself with code ${code}`),
      )
    },
    memory: async () => (child.pid === undefined ? undefined : memoryOf(child.pid)),
    kill: () => child.kill('SIGKILL'),
  }
}
