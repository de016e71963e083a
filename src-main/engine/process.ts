/** The engine as a process: asks come in, envelopes and events go out. Started by a host, and ended by it at any time. */
import { Worker } from 'node:worker_threads'
import { toFault } from '#shared/base/fault'
import { createEngine } from './engine'
import type { EnginePort, FromEngine, ToEngine } from './protocol'

interface ElectronPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** Electron's utility process has `parentPort`; Node's child has `send`. */
function portOfThisProcess(): EnginePort {
  const { parentPort } = process as unknown as { parentPort?: ElectronPort }
  if (parentPort)
    return {
      send: (message) => parentPort.postMessage(message),
      receive: (listener) => parentPort.on('message', ({ data }) => listener(data as ToEngine)),
    }
  return {
    send: (message) => process.send?.(message),
    receive: (listener) => process.on('message', (message) => listener(message as ToEngine)),
  }
}

const port = portOfThisProcess()
const send = (message: FromEngine) => port.send(message)
const engine = createEngine(
  (name, event) => send({ type: 'event', name, event }),
  new URL('./partWorker.js', import.meta.url),
)

port.receive(({ id, name, ask }) => {
  engine.handle(name, ask as never).then(
    (value) => send({ type: 'answer', id, envelope: { ok: true, value } }),
    (error: unknown) => send({ type: 'answer', id, envelope: { ok: false, fault: toFault(error) } }),
  )
})
// Ctrl+C at a terminal reaches all of its processes: what it means is the host's to say.
process.on('SIGINT', () => undefined)
// A host that goes away takes its engine with it, also one that went while the engine was starting.
process.on('disconnect', () => process.exit(0))
if (process.connected === false) process.exit(0)
send({ type: 'ready' })
// Inside of a run this thread hears nothing: another one watches.
if (process.connected)
  new Worker(new URL('./hostWatch.js', import.meta.url), { workerData: process.ppid })
    .on('error', (error) => console.error(`The engine cannot watch its host: ${error.message}`))
    .unref()
