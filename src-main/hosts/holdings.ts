/**
 * What must outlive an engine: weights, and where models lie, under generated names. Puts them into an engine once in each of its lives,
 * when they are first needed there.
 */
import { randomUUID } from 'node:crypto'
import type { ModelSource } from '#main/engine/openProtocol'
import type { Weights } from '#main/engine/protocol'
import { fault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import type { Beside, ModelForm } from '#shared/contract/model'
import { asked } from './envelope'
import type { Supervisor } from './supervisor'
import { WeightsShelf } from './weightsShelf'

/** Models kept at the most; the ones used longest ago make room. */
const MOST_MODELS = 4

/** Weights that an engine holds at the most; those asked for longest ago are dropped, and put again when they are needed. */
const MOST_WEIGHTS = 8

interface HeldModel {
  readonly name: string
  readonly source: ModelSource
}

export class Holdings {
  readonly #supervisor: Supervisor
  readonly #shelf: WeightsShelf
  readonly #models = new Map<string, HeldModel>()
  /** What was given to models after they were opened. */
  readonly #given = new Map<string, { files: Map<Beside, Uint8Array>; other?: string }>()
  #life = ''
  /** Puts that are done or on their way in the present life, by name. */
  #put = new Map<string, Promise<unknown>>()
  /** Weights that were put in the present life; the ones used last stand last. */
  #recent = new Set<string>()

  /** @param folder where copies of weights are kept beyond this host's life */
  constructor(supervisor: Supervisor, folder?: string) {
    this.#supervisor = supervisor
    this.#shelf = new WeightsShelf(folder)
  }

  /** Keeps weights; the name is for later requests. */
  keepWeights(weights: Weights): string {
    return this.#shelf.put(weights)
  }

  async weights(key: string): Promise<Weights> {
    const weights = await this.#shelf.get(key)
    if (!weights)
      throw fault('not-found', 'The weights of this document are no longer held. Open the document again.')
    return weights
  }

  /** Makes sure that the engine holds these weights. */
  async putWeights(key: string): Promise<void> {
    await this.#once(key, async () => {
      const weights = await this.weights(key)
      return asked(await this.#supervisor.ask('weights.put', { key, weights }))
    })
    this.#recent.delete(key)
    this.#recent.add(key)
    for (const oldest of [...this.#recent].slice(0, -MOST_WEIGHTS)) {
      this.#recent.delete(oldest)
      this.#put.delete(oldest)
      void this.#supervisor.ask('weights.drop', { key: oldest })
    }
  }

  /**
   * Opens a model in the engine and keeps where it lies for later engines.
   * @param run the engine's name for the opening, where it can be stopped
   */
  async openModel(name: string, source: ModelSource, run?: string): Promise<OpenedModel> {
    const model = `model-${randomUUID()}`
    const held = { name, source }
    const opened = this.#once(model, () => this.#open(model, held, run)) as Promise<OpenedModel>
    const answer = await opened
    this.#models.set(model, held)
    for (const oldest of [...this.#models.keys()].slice(0, -MOST_MODELS)) {
      this.#models.delete(oldest)
      this.#given.delete(oldest)
    }
    return { ...answer, model }
  }

  /** Makes sure that the engine has this model open, with all that was given to it. */
  async putModel(model: string): Promise<void> {
    await this.#putAlone(model)
    const other = this.#given.get(model)?.other
    if (other === undefined || !this.#models.has(other)) return
    await this.#once(`${model} ${other}`, async () => {
      await this.#putAlone(other)
      asked(await this.#supervisor.ask('model.pair', { model, other }))
    })
  }

  /** The model without its other half: each may be the other's. */
  async #putAlone(model: string): Promise<void> {
    const held = this.#models.get(model)
    if (!held) throw fault('not-found', 'This model is no longer held. Open its file again.')
    this.#models.delete(model)
    this.#models.set(model, held)
    await this.#once(model, async () => {
      await this.#open(model, held)
      for (const [name, bytes] of this.#given.get(model)?.files ?? [])
        asked(await this.#supervisor.ask('model.giveFile', { model, name, bytes }))
    })
  }

  /** A file that belongs to a model; later engines are given it again. */
  async giveFile(model: string, name: Beside, bytes: Uint8Array): Promise<ModelForm> {
    await this.putModel(model)
    const form = asked(await this.#supervisor.ask('model.giveFile', { model, name, bytes }))
    this.#belongings(model).files.set(name, bytes)
    return form
  }

  async pair(model: string, other: string): Promise<ModelForm> {
    await this.putModel(model)
    await this.putModel(other)
    const form = asked(await this.#supervisor.ask('model.pair', { model, other }))
    this.#belongings(model).other = other
    await this.#once(`${model} ${other}`, () => Promise.resolve())
    return form
  }

  #belongings(model: string): { files: Map<Beside, Uint8Array>; other?: string } {
    const known = this.#given.get(model) ?? { files: new Map() }
    this.#given.set(model, known)
    return known
  }

  #open(model: string, { name, source }: HeldModel, run?: string): Promise<OpenedModel> {
    return this.#supervisor.ask('model.open', { model, name, ...source, run }).then(asked)
  }

  #once(name: string, put: () => Promise<unknown>): Promise<unknown> {
    const life = this.#supervisor.life()
    if (life !== this.#life) {
      this.#life = life
      this.#put = new Map()
      this.#recent = new Set()
    }
    const puts = this.#put
    const done = puts.get(name) ?? put()
    puts.set(name, done)
    done.catch(() => puts.delete(name))
    return done
  }
}
