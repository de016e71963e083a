/** The training's end of a thread that works on parts of its batches. */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { need } from '#shared/base/assert'
import { FaultError, fault } from '#shared/base/fault'
import { ANSWERED, ASKED, type Feeds, type PartAnswer, type PartAsk, type PartStart } from './partProtocol'

/** Milliseconds between two looks whether a thread that has not answered is still there. */
const LOOK = 100

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length))
}

export class PartThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #counts = new Int32Array(new SharedArrayBuffer(8))
  readonly #ended: Promise<void>
  #lost: FaultError | undefined
  readonly weights: Float32Array
  /** Of the last part that was asked for; it stays until the next one is. */
  readonly gradient: Float32Array

  /**
   * @param program the built entry of `partWorker.ts`
   * @param size of the flat vector of all weights
   */
  constructor(program: URL, size: number) {
    const { port1, port2 } = new MessageChannel()
    this.weights = shared(size)
    this.gradient = shared(size)
    this.#port = port1
    const workerData: PartStart = {
      port: port2,
      counts: this.#counts,
      weights: this.weights,
      gradient: this.gradient,
    }
    this.#worker = new Worker(program, { workerData, transferList: [port2] })
    const lost = (cause?: unknown) => {
      this.#lost ??= fault(
        'runtime',
        'A thread of the training has ended before its time. Start the training again, on one thread if it happens again.',
        cause,
      )
    }
    this.#worker.on('error', lost)
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        lost()
        resolve()
      })
    })
    // A process that ends is not held up by its threads.
    this.#worker.unref()
    port1.unref()
  }

  /** Begins to make a session of a model of gradients. */
  give(name: string, bytes: Uint8Array): void {
    this.#ask({ ask: 'model', name, bytes })
  }

  /** Begins to look for a gradient at {@link weights}; the buffers of the feeds are its own from now on. */
  begin(name: string, feeds: Feeds): void {
    this.#ask(
      { ask: 'gradient', name, feeds },
      Object.values(feeds).map(({ data }) => (data as Float32Array<ArrayBuffer>).buffer),
    )
  }

  /** The loss of what was begun; sleeps until it is there. @throws FaultError where the thread could not answer, or is gone */
  async answer(): Promise<number> {
    const asked = Atomics.load(this.#counts, ASKED)
    while (Atomics.load(this.#counts, ANSWERED) < asked) {
      if (this.#lost) throw this.#lost
      if (Atomics.wait(this.#counts, ANSWERED, asked - 1, LOOK) === 'timed-out')
        await new Promise((resolve) => setImmediate(resolve))
    }
    const { message } = need(receiveMessageOnPort(this.#port), 'an answer') as { message: PartAnswer }
    if ('fault' in message) throw new FaultError(message.fault)
    return message.loss
  }

  async end(): Promise<void> {
    if (!this.#lost) this.#ask({ ask: 'end' })
    this.#worker.ref()
    await this.#ended
    this.#port.close()
  }

  #ask(ask: PartAsk, own: readonly ArrayBuffer[] = []): void {
    if (this.#lost) throw this.#lost
    this.#port.postMessage(ask, [...own])
    Atomics.add(this.#counts, ASKED, 1)
    Atomics.notify(this.#counts, ASKED)
  }
}
