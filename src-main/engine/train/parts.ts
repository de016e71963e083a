/**
 * A step on several threads: each finds the gradient of its part of the batch, this one adds them up in their order and updates. A network's
 * operators are too small to be shared between threads; examples are not.
 */
import { need } from '#shared/base/assert'
import type { Tensor } from '#shared/ir/graph'
import { masksOfPart, type NoisePlace } from '../../autodiff/dropout'
import type { OptimiserChoice } from '../../autodiff/optimisers'
import {
  GRADIENT,
  gradientName,
  LOSS,
  NOISE,
  type TrainingGraph,
  WEIGHTS,
  WHOLE,
} from '../../compile/training'
import { compileUpdate } from '../../compile/trainingUpdate'
import { encodeModel } from '../../onnx/encode'
import type { Sizes } from '../../tasks/batch/batch'
import { createSession, type Session } from '../session'
import type { Feeds } from './partProtocol'
import { PartThread } from './partThread'

export interface PartsOptions {
  /** Parts of each batch: one is this thread's own. */
  readonly count: number
  /** The built entry of `partWorker.ts`. */
  readonly program: URL
  /** Of the flat vector of all weights. */
  readonly size: number
  readonly optimiser: OptimiserChoice
  readonly sum: boolean
  /** The graph of some of `whole` examples. */
  compile(sizes: Sizes, whole: number): TrainingGraph
  /** What is dropped in a graph of the whole batch. */
  noiseOf(sizes: Sizes): readonly NoisePlace[]
}

/** Examples of a batch: from the first to before the last. */
interface Part {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** What is compiled for batches of one size. */
interface Ready {
  readonly parts: readonly (Part & { readonly name: string })[]
  /** What is dropped in the whole batch, and in each part. */
  readonly noise: readonly NoisePlace[]
  readonly noises: readonly (readonly NoisePlace[])[]
  /** This thread's own. */
  readonly session: Session
}

export interface Step {
  readonly feeds: Feeds
  readonly sizes: Sizes
  /** Tells graphs of the same sizes apart. */
  readonly mode: string
  readonly weights: Float32Array
  /** Fills the masks of the whole batch. */
  draw(places: readonly NoisePlace[]): Float32Array
  /** What the update takes beside weights and gradients. */
  readonly given: Feeds
}

const vector = (data: Float32Array): Tensor => ({ dtype: 'float32', dims: [data.length], data })

export class Parts {
  readonly #options: PartsOptions
  readonly #threads: readonly PartThread[]
  readonly #ready = new Map<string, Ready>()
  readonly #updates = new Map<string, Session>()
  /** The runtime takes no shared memory. */
  readonly #gradients: readonly Float32Array[]

  constructor(options: PartsOptions) {
    this.#options = options
    const others = Array.from({ length: options.count - 1 })
    this.#threads = others.map(() => new PartThread(options.program, options.size))
    this.#gradients = others.map(() => new Float32Array(options.size))
  }

  /** The loss of the whole batch, and what the update gives. */
  async step(step: Step): Promise<{ readonly loss: number; readonly next: Record<string, Tensor> }> {
    const { parts, noise, noises, session } = await this.#readyFor(step.sizes, step.mode)
    const masks = step.draw(noise)
    const inputs = session.inputs.filter((name) => name !== WEIGHTS)
    const [mine, ...others] = parts.map((part, i) => {
      const feeds = rowsOf(step.feeds, part)
      for (const [name, tensor] of Object.entries(step.feeds))
        if (inputs.includes(WHOLE + name)) feeds[WHOLE + name] = copyOf(tensor)
      feeds[NOISE] = vector(masksOfPart(masks, noise, noises[i]!, part))
      return only(feeds, inputs)
    })
    others.forEach((feeds, i) => {
      const thread = this.#threads[i]!
      thread.weights.set(step.weights)
      thread.begin(parts[i + 1]!.name, feeds)
    })
    const found = await session.run(
      { ...mine, ...(session.inputs.includes(WEIGHTS) && { [WEIGHTS]: vector(step.weights) }) },
      [LOSS, GRADIENT],
    )
    let loss = Number(need(found[LOSS], LOSS).data[0])
    const gradients: Record<string, Tensor> = { [gradientName(0)]: need(found[GRADIENT], GRADIENT) }
    for (let i = 0; i < others.length; i++) {
      loss += await this.#threads[i]!.answer()
      const own = this.#gradients[i]!
      own.set(this.#threads[i]!.gradient)
      gradients[gradientName(i + 1)] = vector(own)
    }
    const update = await this.#update(parts.length, need(step.sizes.batch, 'the size of the batch'))
    const given = only({ ...step.given, ...gradients, [WEIGHTS]: vector(step.weights) }, update.inputs)
    return { loss, next: await update.run(given, update.outputs) }
  }

  async release(): Promise<void> {
    for (const thread of this.#threads) await thread.end()
    for (const { session } of this.#ready.values()) await session.release()
    for (const session of this.#updates.values()) await session.release()
  }

  async #readyFor(sizes: Sizes, mode: string): Promise<Ready> {
    const key = JSON.stringify([mode, Object.entries(sizes).sort()])
    const known = this.#ready.get(key)
    if (known) return known
    const count = need(sizes.batch, 'the size of the batch')
    const parts = partsOf(count, this.#options.count).map((part) => ({
      ...part,
      name: `${part.to - part.from} ${key}`,
    }))
    const graphs = new Map<string, { bytes: Uint8Array; noise: readonly NoisePlace[] }>()
    for (const { name, from, to } of parts) {
      if (graphs.has(name)) continue
      const { graph, noise } = this.#options.compile({ ...sizes, batch: to - from }, count)
      graphs.set(name, { bytes: encodeModel(graph), noise })
    }
    const graphOf = (name: string) => need(graphs.get(name), name)
    const others = parts.slice(1)
    others.forEach(({ name }, i) => {
      this.#threads[i]!.give(name, graphOf(name).bytes)
    })
    const session = await createSession(graphOf(parts[0]!.name).bytes, { level: 'all', threads: 1 })
    for (let i = 0; i < others.length; i++) await this.#threads[i]!.answer()
    const noises = parts.map(({ name }) => graphOf(name).noise)
    const noise = noises.some((places) => places.length > 0) ? this.#options.noiseOf(sizes) : []
    const ready = { parts, noise, noises, session }
    this.#ready.set(key, ready)
    return ready
  }

  async #update(parts: number, batch: number): Promise<Session> {
    const { optimiser, sum, size } = this.#options
    const times = sum ? batch : 1
    const key = `${parts} ${times}`
    let session = this.#updates.get(key)
    if (!session) {
      const graph = compileUpdate({ optimiser, size, parts, times })
      session = await createSession(encodeModel(graph), { level: 'all', threads: 1 })
      this.#updates.set(key, session)
    }
    return session
  }
}

/** As equal as can be; of fewer examples than parts, each is one. */
export function partsOf(count: number, parts: number): Part[] {
  const most = Math.min(count, parts)
  const at = (i: number) => Math.round((count * i) / most)
  return Array.from({ length: most }, (_, i) => ({ from: at(i), to: at(i + 1), count }))
}

/** Rows of each tensor `[batch, …]`. */
function rowsOf(feeds: Feeds, { from, to, count }: Part): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => {
      const each = tensor.data.length / count
      const data = tensor.data.slice(from * each, to * each)
      return [name, { ...tensor, dims: [to - from, ...tensor.dims.slice(1)], data } as Tensor]
    }),
  )
}

/** Each thread has its own: what is sent to one is gone from here. */
const copyOf = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.slice() }) as Tensor

/** What a graph takes of what there is: a field that nothing reads is no input. */
function only(feeds: Feeds, names: readonly string[]): Feeds {
  return Object.fromEntries(names.map((name) => [name, need(feeds[name], `input ${name}`)]))
}
