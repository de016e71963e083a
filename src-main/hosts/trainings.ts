/**
 * Trainings, in an engine process of their own: killing a hung run never ends a training. A training whose engine is lost goes on from its last
 * checkpoint; only what cannot be gone on with is told as a fault.
 */
import { join } from 'node:path'
import type { EngineAsk, EngineEventName } from '#main/engine/protocol'
import { fault } from '#shared/base/fault'
import type { Answer, Ask, Events } from '#shared/contract/contract'
import type { EngineChild } from './engineChild'
import { asked } from './envelope'
import type { Holdings } from './holdings'
import { Supervisor } from './supervisor'

export interface TrainingsOptions {
  spawn(): EngineChild
  readonly holdings: Holdings
  readonly cache: string | undefined
  onEvent(name: EngineEventName, event: Events[EngineEventName]): void
}

/** Engines that one training may lose. */
const LIVES = 3

export class Trainings {
  readonly #options: TrainingsOptions
  #supervisor: Supervisor | undefined
  /** The one that goes on. */
  #training: string | undefined

  constructor(options: TrainingsOptions) {
    this.#options = options
  }

  async start(ask: EngineAsk<'train.start'>): Promise<Answer<'train.start'>> {
    if (this.#training !== undefined)
      throw fault('bad-input', 'A training is still going on: stop it before another one is started.')
    this.#training = ask.training
    try {
      const { weights, ...result } = await this.#untilDone(ask)
      return { ...result, weights: this.#options.holdings.keepWeights(weights) }
    } finally {
      this.#training = undefined
    }
  }

  async pause(ask: Ask<'train.pause'>): Promise<void> {
    if (ask.training === this.#training) asked(await this.#engine().ask('train.pause', ask))
  }

  async stop(ask: Ask<'train.stop'>): Promise<void> {
    if (ask.training === this.#training) asked(await this.#engine().ask('train.stop', ask))
  }

  /** Ends the process at once. What it had learned up to its last checkpoint is there when the same training is started again. */
  close(): void {
    this.#supervisor?.close()
    this.#supervisor = undefined
  }

  async #untilDone(ask: EngineAsk<'train.start'>) {
    const { holdings, cache } = this.#options
    const weights = await holdings.weights(ask.weights)
    const folder = cache && join(cache, 'trainings')
    for (let life = 1; ; life++) {
      const engine = this.#engine()
      asked(await engine.ask('weights.put', { key: ask.weights, weights }))
      const answer = await engine.ask('train.start', { ...ask, folder })
      if (answer.ok) void engine.ask('weights.drop', { key: ask.weights })
      if (answer.ok || answer.fault.code !== 'engine-lost' || life === LIVES || this.#supervisor !== engine)
        return asked(answer)
    }
  }

  #engine(): Supervisor {
    const { spawn, onEvent } = this.#options
    this.#supervisor ??= new Supervisor({ spawn, onEvent, onLost: () => undefined })
    return this.#supervisor
  }
}
