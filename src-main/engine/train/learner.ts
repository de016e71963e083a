/** Takes training steps on the plain inference runtime: weights and the optimiser's state go in and come out. */
import { need } from '#shared/base/assert'
import { random } from '#shared/base/random'
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { drawMasks, type NoisePlace } from '../../autodiff/dropout'
import { type OptimiserChoice, stateCount } from '../../autodiff/optimisers'
import {
  CLIP,
  compileTraining,
  LOSS,
  NOISE,
  RATE,
  STEP,
  stateName,
  type TrainingChoices,
  type TrainingGraph,
  WEIGHTS,
  type WeightPlace,
} from '../../compile/training'
import type { Weights } from '../../compile/weights'
import { encodeModel } from '../../onnx/encode'
import type { Sizes } from '../../tasks/batch/batch'
import { createSession, type Session } from '../session'
import type { Feeds } from './partProtocol'
import { Parts } from './parts'

export interface LearnerState {
  readonly weights: Float32Array
  readonly state: readonly Float32Array[]
  readonly step: number
}

const number = (value: number): Tensor => ({ dtype: 'float32', dims: [], data: Float32Array.of(value) })
const vector = (data: Float32Array): Tensor => ({ dtype: 'float32', dims: [data.length], data })

interface Ready {
  readonly session: Session
  readonly noise: readonly NoisePlace[]
}

/** What finds the gradients of parts of each batch, one of them on the training's own thread. */
export interface Threads {
  readonly count: number
  /** The built entry of `partWorker.ts`. */
  readonly program: URL
}

export class Learner {
  readonly #document: HeedDocument
  readonly #settings: TrainingSettings
  readonly #targets: Readonly<Record<string, string>>
  readonly #layout: readonly WeightPlace[]
  /** Sessions by the sizes they were made for. */
  readonly #sessions = new Map<string, Promise<Ready>>()
  readonly #parts: Parts | undefined
  #now: LearnerState
  #seed: number
  /** Whether reading has no softmax; the same weights serve both. */
  linear = false

  constructor(
    document: HeedDocument,
    settings: TrainingSettings,
    targets: Readonly<Record<string, string>>,
    layout: readonly WeightPlace[],
    begin: LearnerState,
    threads?: Threads,
  ) {
    this.#document = document
    this.#settings = settings
    this.#targets = targets
    this.#layout = layout
    this.#seed = settings.seed
    this.#now = this.#whole(begin)
    this.#parts =
      threads && threads.count > 1
        ? new Parts({
            ...threads,
            size: begin.weights.length,
            optimiser: this.#optimiser,
            sum: settings.gradient === 'sum',
            compile: (sizes, whole) => this.#compile(sizes, { optimiser: 'gradient', whole }),
            noiseOf: (sizes) => this.#compile(sizes, { optimiser: 'gradient' }).noise,
          })
        : undefined
  }

  get #optimiser(): OptimiserChoice {
    return { name: this.#settings.optimiser, weightDecay: this.#settings.weightDecay }
  }

  /** Learns from other weights from now on, with noise of another seed; what is compiled serves on. */
  begin(state: LearnerState, seed: number): void {
    this.#now = this.#whole(state)
    this.#seed = seed
  }

  #whole(begin: LearnerState): LearnerState {
    const kept = stateCount({ name: this.#settings.optimiser })
    return {
      ...begin,
      state:
        begin.state.length === kept
          ? begin.state
          : Array.from({ length: kept }, () => new Float32Array(begin.weights.length)),
    }
  }

  get now(): LearnerState {
    return this.#now
  }

  /** One step on a batch of these sizes; gives the loss before it. */
  async learn(feeds: Feeds, sizes: Sizes, rate: number): Promise<number> {
    const step = this.#now.step + 1
    const draw = (places: readonly NoisePlace[]) =>
      drawMasks(places, random(`${this.#seed}/dropout ${step}`).uniform)
    const given: Record<string, Tensor> = {
      [RATE]: number(rate),
      [STEP]: number(step),
      [CLIP]: number(this.#settings.clip),
    }
    this.#now.state.forEach((one, i) => {
      given[stateName(i)] = vector(one)
    })
    const { weights } = this.#now
    const { loss, next } = this.#parts
      ? await this.#parts.step({ feeds, sizes, mode: String(this.linear), weights, draw, given })
      : await this.#step({ ...feeds, ...given, [WEIGHTS]: vector(weights) }, sizes, draw)
    const data = (name: string) => need(next[`${name}.next`], name).data as Float32Array
    this.#now = { weights: data(WEIGHTS), state: this.#now.state.map((_, i) => data(stateName(i))), step }
    return loss
  }

  async #step(given: Feeds, sizes: Sizes, draw: (places: readonly NoisePlace[]) => Float32Array) {
    const { session, noise } = await this.#session(sizes, true)
    const feeds = only({ ...given, [NOISE]: vector(draw(noise)) }, session.inputs)
    const next = await session.run(feeds, session.outputs)
    return { loss: Number(need(next[LOSS], LOSS).data[0]), next }
  }

  /** The loss on a batch, with the weights as they are. */
  async loss(feeds: Feeds, sizes: Sizes): Promise<number> {
    const { session } = await this.#session(sizes, false)
    const found = await session.run(
      only({ ...feeds, [WEIGHTS]: vector(this.#now.weights) }, session.inputs),
      [LOSS],
    )
    return Number(need(found[LOSS], LOSS).data[0])
  }

  tensors(weights = this.#now.weights): Weights {
    return toTensors(this.#layout, weights)
  }

  async release(): Promise<void> {
    await this.#parts?.release()
    for (const ready of this.#sessions.values()) await (await ready).session.release()
    this.#sessions.clear()
  }

  #session(sizes: Sizes, learns: boolean): Promise<Ready> {
    const key = JSON.stringify([learns, this.linear, Object.entries(sizes).sort()])
    const known = this.#sessions.get(key)
    if (known) return known
    const { graph, noise } = this.#compile(sizes, learns ? { optimiser: this.#optimiser } : {})
    const session = createSession(encodeModel(graph), { level: 'all', threads: 1 })
    const made = session.then((ready) => ({ session: ready, noise }))
    this.#sessions.set(key, made)
    return made
  }

  #compile(sizes: Sizes, choices: Pick<TrainingChoices, 'optimiser' | 'whole'>): TrainingGraph {
    return compileTraining(this.#document, {
      sizes,
      targets: this.#targets,
      linear: this.linear,
      sum: this.#settings.gradient === 'sum',
      ...choices,
    })
  }
}

/** What the graph takes of what there is: a field that nothing reads is no input. */
function only(feeds: Feeds, names: readonly string[]): Feeds {
  return Object.fromEntries(names.map((name) => [name, need(feeds[name], `input ${name}`)]))
}

export function toTensors(layout: readonly WeightPlace[], weights: Float32Array): Record<string, Tensor> {
  return Object.fromEntries(
    layout.map(({ name, shape, start }) => [
      name,
      { dtype: 'float32', dims: shape, data: weights.slice(start, start + sizeOf(shape)) },
    ]),
  )
}

export function toVector(layout: readonly WeightPlace[], size: number, weights: Weights): Float32Array {
  const flat = new Float32Array(size)
  for (const { name, start } of layout) flat.set(need(weights[name], name).data as Float32Array, start)
  return flat
}
