/** Sessions of one model: each gives the weights of some sites, and the few used last are kept. */
import { appendOutputs } from '#main/onnx/encode'
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { instrument } from '../../inspect/instrument'
import type { DetectedSite } from '../../inspect/site'
import type { OpenModel } from '../openModel'
import { createSession, type Session } from '../session'

export interface SiteSession {
  readonly session: Session
  /** Which output holds the weights of which site. */
  readonly outputs: ReadonlyMap<string, string>
}

/** A session holds the model's weights once more: of large models only one is kept. */
const KEPT = 3
const LARGE_BYTES = 200_000_000

export class Sessions {
  readonly #open: OpenModel
  readonly #kept = new Map<string, { sites: ReadonlySet<string>; made: SiteSession }>()

  constructor(open: OpenModel) {
    this.#open = open
  }

  /** One that gives the weights of these sites, and perhaps of more. */
  async of(sites: readonly DetectedSite[]): Promise<SiteSession> {
    const fitting = [...this.#kept].find(([, entry]) => sites.every(({ id }) => entry.sites.has(id)))
    if (fitting !== undefined) {
      const [key, entry] = fitting
      this.#kept.delete(key)
      this.#kept.set(key, entry)
      return entry.made
    }
    const { model, folder } = this.#open
    const key = sites.map(({ id }) => id).join('\n')
    await this.#makeRoom()
    await this.#open.assertRunnable()
    const { bytes, outputs } = instrument(model, sites)
    const session = await createSession(bytes, { folder })
    const made = { session, outputs: new Map(outputs.map(({ site, name }) => [site, name])) }
    this.#kept.set(key, { sites: new Set(sites.map(({ id }) => id)), made })
    return made
  }

  /** One that gives this value of the main graph; the caller releases it. */
  async withValue(name: string): Promise<Session> {
    const { model, folder } = this.#open
    await this.#open.assertRunnable()
    const known = model.graph.outputs.some((output) => output.name === name)
    const bytes = known ? model.bytes : appendOutputs(model.bytes, [{ name, dtype: 'undefined' }])
    return createSession(bytes, { folder })
  }

  async release(): Promise<void> {
    const all = [...this.#kept.values()]
    this.#kept.clear()
    for (const { made } of all) await made.session.release()
  }

  async #makeRoom(): Promise<void> {
    const kept = this.#open.size > LARGE_BYTES ? 1 : KEPT
    while (this.#kept.size >= kept) {
      const [key, oldest] = need([...this.#kept][0], 'a session')
      this.#kept.delete(key)
      await oldest.made.session.release()
    }
  }
}

/** @throws FaultError `not-found` or `unsupported` */
export function shownSite({ found }: OpenModel, id: string): DetectedSite {
  const site = found.sites.find((one) => one.id === id)
  if (!site) throw fault('not-found', `The model has no attention site “${id}”.`)
  if (!site.shown)
    throw fault('unsupported', `${site.name} cannot be shown: ${site.reason ?? 'no reason is known'}`)
  return site
}
