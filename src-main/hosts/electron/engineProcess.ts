/** The engine as a utility process of Electron. */
import { utilityProcess } from 'electron'
import type { FromEngine } from '#main/engine/protocol'
import type { EngineChild } from '../engineChild'
import { memoryOf } from '../memoryWatch'

/** @param program path of the bundled engine entry */
export function startEngine(program: string): EngineChild {
  const child = utilityProcess.fork(program, [], { serviceName: 'Heed engine', stdio: 'inherit' })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromEngine) => listener(message)),
    onExit: (listener) => child.once('exit', (code) => listener(`ended by itself with code ${code}`)),
    memory: async () => (child.pid === undefined ? undefined : memoryOf(child.pid)),
    kill: () => {
      // A model that runs does not let a polite signal through on every system.
      if (child.pid === undefined || !killed(child.pid)) child.kill()
    },
  }
}

/** Whether there was such a process to kill. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
