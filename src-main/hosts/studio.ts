/**
 * What every host is around: one engine, the weights and models that outlive it, the templates. It knows no page and no window; pages
 * come to it through {@link connectPage}.
 */
import { basename, join } from 'node:path'
import type { EngineAnswer, EngineAsk, EngineEventName, EngineRequestName } from '#main/engine/protocol'
import { atomicWrite } from '#main/files/atomicWrite'
import { decodeHeedFile, encodeHeedFile } from '#main/files/heedFile'
import { type Fault, fault } from '#shared/base/fault'
import type { Ask, Events, OpenedDocument } from '#shared/contract/contract'
import { insideOf } from '#shared/document/insideOpen'
import { carriedWeights } from '#shared/document/insideWeights'
import { readUserFile } from './disk'
import type { EngineChild } from './engineChild'
import { asked } from './envelope'
import { Holdings } from './holdings'
import { readTemplate } from './library'
import { Opening } from './opening'
import { Recoveries } from './recoveries'
import { Supervisor } from './supervisor'
import { Trainings } from './trainings'

export interface StudioOptions {
  spawn(): EngineChild
  /** Folder of the templates that Heed comes with. */
  readonly templates: string
  /** Folder that outlives this host, for copies of weights; it may be deleted at any time. */
  readonly cache?: string
  readonly cancelPatience?: number
}

const NOBODY: ReadonlySet<string> = new Set()

export interface StudioListener {
  engineEvent(name: EngineEventName, event: Events[EngineEventName]): void
  engineLost(fault: Fault): void
}

export class Studio {
  readonly templates: string
  readonly supervisor: Supervisor
  readonly holdings: Holdings
  readonly trainings: Trainings
  readonly opening: Opening
  readonly recoveries: Recoveries
  readonly #listeners = new Set<StudioListener>()
  /** Paths that a dialog or the system has named: only these are written to without asking. */
  readonly #granted = new Set<string>()

  constructor({ spawn, templates, cache, cancelPatience }: StudioOptions) {
    this.templates = templates
    this.supervisor = new Supervisor({
      spawn,
      onEvent: (name, event) => this.#listeners.forEach((listener) => void listener.engineEvent(name, event)),
      onLost: (fault) => this.#listeners.forEach((listener) => void listener.engineLost(fault)),
      ...(cancelPatience !== undefined && { cancelPatience }),
    })
    this.holdings = new Holdings(this.supervisor, cache && join(cache, 'weights'))
    this.opening = new Opening(this.supervisor, this.holdings, cache)
    this.recoveries = new Recoveries(cache && join(cache, 'recovery'))
    this.trainings = new Trainings({
      spawn,
      holdings: this.holdings,
      cache,
      onEvent: (name, event) => this.#listeners.forEach((listener) => void listener.engineEvent(name, event)),
    })
  }

  /** Hears of the engine until the answer is called. */
  listen(listener: StudioListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async openTemplate(id: string): Promise<OpenedDocument> {
    const { document, weights } = await readTemplate(this.templates, id)
    return { document, weights: this.holdings.keepWeights(weights), name: `${id}.heed` }
  }

  decode(bytes: Uint8Array, name: string): OpenedDocument {
    const { document, weights } = decodeHeedFile(bytes)
    return { document, weights: this.holdings.keepWeights(weights), name }
  }

  /**
   * Opens a document that the user has chosen; it may be written to from now on.
   * @param keys names of the page that asks: it is told when another one shows this file
   */
  async openPath(path: string, keys: ReadonlySet<string> = NOBODY): Promise<OpenedDocument> {
    const opened = this.decode(await readUserFile(path), basename(path))
    this.#granted.add(path)
    await this.opening.recent.add({ path, title: opened.document.title, kind: 'document' })
    const alsoOpen = await this.recoveries.isOpen(path, keys)
    return { ...opened, path, ...(alsoOpen && { alsoOpen }) }
  }

  /**
   * A document's file, with its weights as they are now: seeded where it has none yet. A document that cannot be compiled is saved
   * all the same, with the weights that it came with.
   */
  async encode({ document, weights }: Ask<'document.encode'>): Promise<Uint8Array> {
    const whole = await this.#engineTwice(weights, 'weights.all', { document, weights })
    return encodeHeedFile({
      document,
      weights: whole.ok ? whole.value.weights : await this.holdings.weights(weights),
    })
  }

  /** What a composite node has learned becomes its parts', or the other way. Nothing that was held is lost. */
  async carryWeights(ask: Ask<'weights.carry'>): Promise<{ weights: string }> {
    const { weights, closed, opened, node, ids, way } = ask
    const inside = insideOf(closed, node)
    if (!inside.ok) throw fault('bad-input', inside.error)
    const document = way === 'open' ? closed : opened
    const held = await this.holdings.weights(weights)
    const whole = await this.#engineTwice(weights, 'weights.all', { document, weights })
    // A network that is not finished cannot be compiled: it has learned nothing yet but what is held.
    const now = whole.ok ? whole.value.weights : held
    const carried = carriedWeights(inside.value, ids, node, now, way)
    return { weights: this.holdings.keepWeights({ ...held, ...now, ...carried }) }
  }

  /** Whether a page may write here without asking the user. */
  mayWrite(path: string): boolean {
    return this.#granted.has(path)
  }

  /** Writes to a path that the user has chosen. */
  async save(ask: Ask<'document.encode'>, path: string): Promise<{ path: string; name: string }> {
    await atomicWrite(path, await this.encode(ask))
    this.#granted.add(path)
    await this.opening.recent.add({ path, title: ask.document.title, kind: 'document' })
    return { path, name: basename(path) }
  }

  async measure(ask: Ask<'document.measure'>): Promise<EngineAnswer<'document.measure'>> {
    return asked(await this.#engineTwice(undefined, 'document.measure', ask))
  }

  async check(ask: Ask<'document.check'>): Promise<EngineAnswer<'document.check'>> {
    return asked(await this.#engineTwice(undefined, 'document.check', ask))
  }

  async exportModel(ask: Ask<'document.export'>): Promise<EngineAnswer<'document.export'>> {
    return asked(await this.#engineTwice(ask.weights, 'document.export', ask))
  }

  async record(ask: EngineAsk<'document.record'>): Promise<EngineAnswer<'document.record'>> {
    return asked(await this.#engineTwice(ask.weights, 'document.record', ask))
  }

  async adopt(ask: EngineAsk<'document.adopt'>): Promise<EngineAnswer<'document.adopt'>> {
    return asked(await this.#engineTwice(undefined, 'document.adopt', ask))
  }

  async trainingDefaults(ask: Ask<'train.defaults'>): Promise<EngineAnswer<'train.defaults'>> {
    return asked(await this.#engineTwice(undefined, 'train.defaults', ask))
  }

  async evaluate(ask: EngineAsk<'document.evaluate'>): Promise<EngineAnswer<'document.evaluate'>> {
    return asked(await this.#engineTwice(ask.weights, 'document.evaluate', ask))
  }

  /** @param signal ends the run before it has begun; afterwards only the supervisor can */
  async attribution(ask: Ask<'run.attribution'>): Promise<EngineAnswer<'run.attribution'>> {
    return asked(await this.#engineTwice(ask.weights, 'run.attribution', ask))
  }

  async activations(
    ask: Ask<'run.activations'>,
    signal?: AbortSignal,
  ): Promise<EngineAnswer<'run.activations'>> {
    await this.holdings.putWeights(ask.weights)
    signal?.throwIfAborted()
    return asked(await this.supervisor.ask('run.activations', ask))
  }

  async run(ask: Ask<'run.start'>, signal?: AbortSignal): Promise<EngineAnswer<'run.start'>> {
    await this.holdings.putWeights(ask.weights)
    signal?.throwIfAborted()
    return asked(await this.supervisor.ask('run.start', ask))
  }

  async runModel(ask: Ask<'model.run'>, signal?: AbortSignal): Promise<EngineAnswer<'model.run'>> {
    await this.holdings.putModel(ask.model)
    signal?.throwIfAborted()
    return asked(await this.supervisor.ask('model.run', ask))
  }

  async modelForm({ model }: Ask<'model.form'>): Promise<EngineAnswer<'model.form'>> {
    await this.holdings.putModel(model)
    return asked(await this.supervisor.ask('model.form', { model }))
  }

  giveFile({ model, name, bytes }: Ask<'model.giveFile'>): Promise<EngineAnswer<'model.giveFile'>> {
    return this.holdings.giveFile(model, name, bytes)
  }

  pair({ model, other }: Ask<'model.pair'>): Promise<EngineAnswer<'model.pair'>> {
    return this.holdings.pair(model, other)
  }

  async tensor(ask: Ask<'model.tensor'>, signal?: AbortSignal): Promise<EngineAnswer<'model.tensor'>> {
    await this.holdings.putModel(ask.model)
    signal?.throwIfAborted()
    return asked(await this.supervisor.ask('model.tensor', ask))
  }

  async tensorFile(
    ask: Ask<'model.tensorFile'>,
    signal?: AbortSignal,
  ): Promise<EngineAnswer<'model.tensorFile'>> {
    await this.holdings.putModel(ask.model)
    signal?.throwIfAborted()
    return asked(await this.supervisor.ask('model.tensorFile', ask))
  }

  /** The canvas of a model that Heed exported. */
  async openCanvas(model: string): Promise<OpenedDocument> {
    await this.holdings.putModel(model)
    const { document, weights } = asked(await this.supervisor.ask('model.canvas', { model }))
    return { document, weights: this.holdings.keepWeights(weights), name: `${document.title}.heed` }
  }

  /** Starts the engine before it is first needed. */
  warm(): void {
    this.supervisor.life()
  }

  close(): void {
    this.recoveries.close()
    this.trainings.close()
    this.supervisor.close()
    this.opening.close()
  }

  /**
   * Asks the engine for what has no effect but its answer. Such an ask may have waited behind a run that took the engine with it: it is
   * asked once more of the next engine.
   */
  async #engineTwice<N extends EngineRequestName>(weights: string | undefined, name: N, ask: EngineAsk<N>) {
    const once = async () => {
      if (weights !== undefined) await this.holdings.putWeights(weights)
      return this.supervisor.ask(name, ask)
    }
    const first = await once()
    return !first.ok && first.fault.code === 'engine-lost' ? once() : first
  }
}
