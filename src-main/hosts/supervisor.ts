/**
 * Keeps one engine process alive. An engine that dies, or that must be killed because it does not let go of a run, costs what was
 * running in it and nothing else: everything waiting is answered, the engine is started again, and the loss is told.
 */
import { randomUUID } from 'node:crypto'
import type {
  EngineAnswer,
  EngineAsk,
  EngineEventName,
  EngineRequestName,
  FromEngine,
} from '#main/engine/protocol'
import type { Fault } from '#shared/base/fault'
import type { Envelope, Events } from '#shared/contract/contract'
import type { EngineChild } from './engineChild'
import { memoryLimit, watchMemory } from './memoryWatch'

/** How long an engine may take to let go of a cancelled run before it is killed. */
const CANCEL_PATIENCE_MS = 1500

/** Asks that `run.cancel` ends, by the name in them. */
const RUNS: ReadonlySet<EngineRequestName> = new Set([
  'model.open',
  'run.start',
  'run.activations',
  'model.run',
  'model.tensor',
  'model.tensorFile',
])

/** Not worth an engine: they are only asked to end. */
const BY_THE_WAY: ReadonlySet<EngineRequestName> = new Set(['run.activations'])

export interface SupervisorOptions {
  spawn(): EngineChild
  onEvent(name: EngineEventName, event: Events[EngineEventName]): void
  /** The engine was lost unexpectedly; a new one is (about to be) there. */
  onLost(fault: Fault): void
  readonly cancelPatience?: number
  /** Bytes that an engine may take. */
  readonly memory?: number
}

interface Pending {
  readonly name: EngineRequestName
  readonly ask: unknown
  readonly run: string | undefined
  readonly sent: boolean
  settle(envelope: Envelope<unknown>): void
}

/** One engine from its start to its end. */
interface Life {
  readonly name: string
  readonly child: EngineChild
  ready: boolean
  readonly pending: Map<number, Pending>
}

export class Supervisor {
  readonly #options: SupervisorOptions
  #life: Life | undefined
  #nextId = 1
  #closed = false

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** Starts an engine if there is none. Names its life: what was put into another life is gone. */
  life(): string {
    return this.#current().name
  }

  /** Asks the engine. Always answers: with `engine-lost` when the engine ends first. */
  ask<N extends EngineRequestName>(name: N, ask: EngineAsk<N>): Promise<Envelope<EngineAnswer<N>>> {
    if (this.#closed)
      return Promise.resolve({ ok: false, fault: { code: 'engine-lost', message: 'Heed is closing.' } })
    const life = this.#current()
    const run = 'run' in ask && RUNS.has(name) ? ask.run : undefined
    return new Promise((resolve) => {
      const id = this.#nextId++
      const settle = (envelope: Envelope<unknown>) => {
        life.pending.delete(id)
        stopWatching()
        resolve(envelope as Envelope<EngineAnswer<N>>)
      }
      const stopWatching = this.#watch(life)
      life.pending.set(id, { name, ask, run, sent: life.ready, settle })
      if (life.ready) life.child.send({ type: 'ask', id, name, ask })
    })
  }

  /**
   * Ends a run: politely, and when the engine does not answer (a running model cannot be stopped from inside) by ending the engine.
   * The run itself answers `cancelled`. Resolves when the run is over.
   */
  async cancel(run: string): Promise<void> {
    const life = this.#life
    const pending = life && [...life.pending.values()].find((entry) => entry.run === run)
    if (!life || !pending) return
    if (BY_THE_WAY.has(pending.name)) {
      void this.ask('run.cancel', { run })
      return
    }
    const over = new Promise<void>((resolve) => {
      const { settle } = pending
      pending.settle = (envelope) => {
        settle(envelope)
        resolve()
      }
    })
    void this.ask('run.cancel', { run })
    const timer = setTimeout(() => {
      pending.settle({ ok: false, fault: { code: 'cancelled', message: 'The run was stopped.' } })
      this.#lose(life, 'was ended to stop a run that did not let go', false)
      life.child.kill()
    }, this.#options.cancelPatience ?? CANCEL_PATIENCE_MS)
    await over
    clearTimeout(timer)
  }

  /** Ends the engine when it takes too much memory, until the answer is called. */
  #watch(life: Life): () => void {
    const { memory } = life.child
    const limit = this.#options.memory ?? memoryLimit()
    if (memory === undefined) return () => undefined
    return watchMemory(memory, limit, () => {
      const gigabytes = (limit / 2 ** 30).toFixed(1)
      const message = `This was ended: it needed more than ${gigabytes} GB of memory, which is all that this computer can give it. Try a smaller input, or fewer steps.`
      for (const entry of [...life.pending.values()])
        entry.settle({ ok: false, fault: { code: 'too-large', message } })
      this.#lose(life, `was ended because it needed more than ${gigabytes} GB of memory`, false)
      life.child.kill()
    })
  }

  /** Ends the engine for good. */
  close(): void {
    this.#closed = true
    const life = this.#life
    if (!life) return
    this.#lose(life, 'was closed', false)
    life.child.kill()
  }

  #current(): Life {
    this.#life ??= this.#start()
    return this.#life
  }

  #start(): Life {
    const life: Life = { name: randomUUID(), child: this.#options.spawn(), ready: false, pending: new Map() }
    life.child.onMessage((message) => this.#hear(life, message))
    life.child.onExit((how) => this.#lose(life, how, true))
    return life
  }

  #hear(life: Life, message: FromEngine): void {
    if (life !== this.#life) return
    switch (message.type) {
      case 'ready':
        life.ready = true
        for (const [id, { name, ask, sent }] of life.pending)
          if (!sent) life.child.send({ type: 'ask', id, name, ask })
        return
      case 'answer':
        life.pending.get(message.id)?.settle(message.envelope)
        return
      case 'event':
        this.#options.onEvent(message.name, message.event)
    }
  }

  #lose(life: Life, how: string, unexpected: boolean): void {
    if (life !== this.#life) return
    this.#life = undefined
    const fault: Fault = {
      code: 'engine-lost',
      message: life.ready
        ? `The engine ${how}. What it was running is lost; your document is untouched, and a new engine has been started.`
        : `The engine ${how} before it was ready. Try again; if that does not help, install Heed anew.`,
    }
    // An engine that never became ready is started again only when it is needed: else a broken one would be started for ever.
    if (life.ready && !this.#closed) this.#life = this.#start()
    for (const entry of [...life.pending.values()]) entry.settle({ ok: false, fault })
    if (unexpected && !this.#closed) this.#options.onLost(fault)
  }
}
