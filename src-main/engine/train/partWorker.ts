/**
 * A thread that finds the gradient of a part of each batch; an entry of its own in the build. It sleeps on shared memory between two asks:
 * waking up takes a fraction of what a message through the event loop takes.
 */
import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { need } from '#shared/base/assert'
import { toFault } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { GRADIENT, LOSS, WEIGHTS } from '../../compile/trainingNames'
import { createSession, type Session } from '../session'
import { ANSWERED, ASKED, type PartAnswer, type PartAsk, type PartStart } from './partProtocol'

const { port, counts, weights, gradient } = workerData as PartStart
const sessions = new Map<string, Session>()
/** The runtime takes no shared memory. */
const own: Tensor = { dtype: 'float32', dims: [weights.length], data: new Float32Array(weights.length) }

async function answer(ask: Exclude<PartAsk, { ask: 'end' }>): Promise<PartAnswer> {
  if (ask.ask === 'model') {
    sessions.set(ask.name, await createSession(ask.bytes, { level: 'all', threads: 1 }))
    return { loss: 0 }
  }
  const session = need(sessions.get(ask.name), ask.name)
  ;(own.data as Float32Array).set(weights)
  const given = { ...ask.feeds, ...(session.inputs.includes(WEIGHTS) && { [WEIGHTS]: own }) }
  const found = await session.run(given, [LOSS, GRADIENT])
  gradient.set(need(found[GRADIENT], GRADIENT).data as Float32Array)
  return { loss: Number(need(found[LOSS], LOSS).data[0]) }
}

async function serve(): Promise<void> {
  for (let done = 0; ; done++) {
    Atomics.wait(counts, ASKED, done)
    const { message } = need(receiveMessageOnPort(port), 'an ask') as { message: PartAsk }
    if (message.ask === 'end') break
    const found = await answer(message).catch((error: unknown) => ({ fault: toFault(error) }))
    port.postMessage(found)
    Atomics.add(counts, ANSWERED, 1)
    Atomics.notify(counts, ANSWERED)
  }
  for (const session of sessions.values()) await session.release()
  port.close()
}

await serve()
