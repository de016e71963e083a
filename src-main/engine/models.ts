/** Models made elsewhere: opened once, looked at by site; only looked-at sites are computed. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { Tensor } from '#shared/ir/graph'
import { describeModel, describeSite } from '../inspect/describe'
import { fitFeeds } from '../inspect/feeds'
import { instrument } from '../inspect/instrument'
import { normalise } from '../inspect/normalise'
import type { Hierarchy } from '../inspect/hierarchy/hierarchy'
import type { DetectedSite } from '../inspect/site'
import { slicesOf } from '../inspect/slices'
import { DOCUMENT_KEY, importDocument } from './export'
import { type OpenModel, openModel } from './openModel'
import type { EngineAnswer, EngineAsk } from './protocol'
import type { Emit, RunControl } from './run'
import { createSession, type Session } from './session'
import { toNumbers } from './tensors'

interface Held extends OpenModel {
  /** The session of the sites that were looked at last. */
  session?: { readonly key: string; readonly session: Session; readonly outputs: ReadonlyMap<string, string> }
}

/** Models held at the most; a host opens one again when it is needed. */
const KEPT = 4

/** Numbers of an output that are written out. */
const SHOWN = 12

export class Models {
  readonly #held = new Map<string, Held>()

  async open(
    { model: key, name, run, ...source }: EngineAsk<'model.open'>,
    emit: Emit,
  ): Promise<EngineAnswer<'model.open'>> {
    const opened = await openModel(name, source, (what, done, total) => {
      if (run !== undefined) emit('run.progress', { run, what, done, total })
    })
    const { model, found } = opened
    this.#held.delete(key)
    this.#held.set(key, { ...opened })
    for (const [old, { session }] of [...this.#held].slice(0, -KEPT)) {
      this.#held.delete(old)
      await session?.session.release()
    }
    return {
      model: key,
      name,
      canvas: model.metadata[DOCUMENT_KEY] !== undefined,
      ...describeModel(model, found),
    }
  }

  hierarchy(model: string): Hierarchy {
    return this.#of(model).hierarchy()
  }

  /** The document in a model that Heed exported, with the weights as they are in the model. */
  canvas({ model: key }: EngineAsk<'model.canvas'>): EngineAnswer<'model.canvas'> {
    return importDocument(this.#of(key).model)
  }

  async run(
    ask: EngineAsk<'model.run'>,
    control: RunControl,
    emit: Emit,
  ): Promise<EngineAnswer<'model.run'>> {
    const held = this.#of(ask.model)
    const chosen = ask.sites.map((id) => siteOf(held, id))
    const feeds = fitFeeds(held.model, ask.feeds)
    emit('run.sites', { run: ask.run, sites: chosen.map(describeSite) })
    const { session, outputs } = await this.#session(held, chosen)
    const own = held.model.graph.outputs.map(({ name }) => name)
    const started = performance.now()
    const result = await session.run(feeds, [...new Set([...own, ...outputs.values()])])
    const milliseconds = performance.now() - started
    let order = 0
    for (const site of chosen) {
      const weights = normalise(site, need(result[need(outputs.get(site.id), site.id)], site.id))
      for (const slice of slicesOf(site.id, weights, order)) {
        await control.take()
        emit('run.slice', { run: ask.run, slice })
        order++
      }
    }
    return { outputs: own.flatMap((name) => outputOf(name, result[name])), milliseconds }
  }

  #of(model: string): Held {
    const held = this.#held.get(model)
    if (!held) throw fault('not-found', `The engine holds no model “${model}”.`)
    // The one used last stands last, as it does with the host.
    this.#held.delete(model)
    this.#held.set(model, held)
    return held
  }

  async #session(held: Held, chosen: readonly DetectedSite[]): Promise<NonNullable<Held['session']>> {
    const key = chosen.map(({ id }) => id).join('\n')
    if (held.session?.key === key) return held.session
    await held.session?.session.release()
    await held.assertUnchanged()
    const { bytes, outputs } = instrument(held.model, chosen)
    const session = await createSession(bytes, { folder: held.folder })
    held.session = { key, session, outputs: new Map(outputs.map(({ site, name }) => [site, name])) }
    return held.session
  }
}

function siteOf({ found }: Held, id: string): DetectedSite {
  const site = found.sites.find((one) => one.id === id)
  if (!site) throw fault('not-found', `The model has no attention site “${id}”.`)
  if (!site.shown)
    throw fault('unsupported', `${site.name} cannot be shown: ${site.reason ?? 'no reason is known'}`)
  return site
}

/** Outputs that hold numbers, as far as they are shown. */
function outputOf(name: string, tensor: Tensor | undefined): RunOutput[] {
  if (!tensor || tensor.dtype === 'string') return []
  const values = Float32Array.from(toNumbers(tensor))
  const text = Array.from(values.subarray(0, SHOWN), (value) => Number(value.toPrecision(4))).join(' ')
  return [{ name, node: name, text: values.length > SHOWN ? `${text} …` : text, dims: tensor.dims, values }]
}
