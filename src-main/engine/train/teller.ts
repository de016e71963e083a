/** Tells how far a training is, a few times a second. Steps are counted through all restarts. */
import type { TrainingSettings } from '#shared/contract/training'
import type { Emit } from '../run'
import type { TrainingControl } from './control'

/** Milliseconds between two events. */
const TELL = 200

interface Told {
  readonly restart: number
  readonly step: number
  readonly loss: number
  readonly rate: number
  readonly linear: boolean
}

export class Teller {
  readonly #training: string
  readonly #settings: TrainingSettings
  readonly #control: TrainingControl
  readonly #emit: Emit
  readonly #started = performance.now()
  #losses: [number, number][] = []
  #newest: Told
  #learned = 0
  #told = 0
  #waited = 0

  constructor(training: string, settings: TrainingSettings, control: TrainingControl, emit: Emit) {
    this.#training = training
    this.#settings = settings
    this.#control = control
    this.#emit = emit
    this.#newest = { restart: 0, step: 0, loss: Number.NaN, rate: settings.rate, linear: false }
  }

  stepOf(restart: number, step: number): number {
    return restart * this.#settings.steps + step
  }

  learned(newest: Told): void {
    this.#newest = newest
    this.#learned++
    this.#losses.push([this.stepOf(newest.restart, newest.step), newest.loss])
    if (performance.now() - this.#told >= TELL) this.tell()
  }

  async whilePaused(restart: number, step: number, linear: boolean): Promise<void> {
    this.#newest = { ...this.#newest, restart, step, linear }
    this.tell()
    const from = performance.now()
    await this.#control.whilePaused()
    this.#waited += performance.now() - from
  }

  tell(): void {
    this.#told = performance.now()
    const { restart, step, loss, rate, linear } = this.#newest
    const { steps, restarts, batch } = this.#settings
    const all = steps * restarts
    const at = this.stepOf(restart, step)
    const seconds = (this.#told - this.#started - this.#waited) / 1000
    const pace = this.#learned / Math.max(seconds, 1e-3)
    this.#emit('train.progress', {
      training: this.#training,
      step: at,
      steps: all,
      loss,
      rate,
      paused: this.#control.paused,
      examplesPerSecond: pace * batch,
      secondsLeft: pace > 0 ? (all - at) / pace : 0,
      losses: this.#losses,
      restart: restart + 1,
      linear,
    })
    this.#losses = []
  }
}
