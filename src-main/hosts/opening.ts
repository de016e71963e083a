/** Files of this machine, as a host opens them: models by their path, uploads, and what was opened before. */
import { basename, isAbsolute } from 'node:path'
import type { EngineAnswer, EngineAsk } from '#main/engine/protocol'
import { fault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import { asked } from './envelope'
import type { Holdings } from './holdings'
import { kindOfPath } from './openable'
import { RecentFiles } from './recent'
import type { Supervisor } from './supervisor'
import { Uploads } from './uploads'

type Walk = 'model.scope' | 'model.find' | 'model.node'

export class Opening {
  readonly recent: RecentFiles
  readonly uploads = new Uploads()
  readonly models: OpeningModels

  /** @param folder where the list of recent files is kept beyond this host's life */
  constructor(supervisor: Supervisor, holdings: Holdings, folder: string | undefined) {
    this.recent = new RecentFiles(folder)
    this.models = new OpeningModels(supervisor, holdings, this.recent, this.uploads)
  }

  close(): void {
    this.uploads.close()
  }
}

export class OpeningModels {
  constructor(
    readonly supervisor: Supervisor,
    readonly holdings: Holdings,
    readonly recent: RecentFiles,
    readonly uploads: Uploads,
  ) {}

  /** @param run the engine's name for it, where it can be stopped */
  async openPath(path: string, run?: string): Promise<OpenedModel> {
    if (!isAbsolute(path))
      throw fault('bad-input', `“${path}” does not say where the model lies: give its whole path.`)
    if (kindOfPath(path) !== 'model')
      throw fault('bad-input', `${basename(path)} is no model: Heed opens models that end with .onnx.`)
    const opened = await this.holdings.openModel(basename(path), { path }, run)
    await this.recent.add({ path, title: opened.name, kind: 'model' })
    return opened
  }

  async openUpload(upload: string, run?: string): Promise<OpenedModel> {
    const path = await this.uploads.modelOf(upload)
    return this.holdings.openModel(basename(path), { path }, run)
  }

  /** Asks the engine about a model, which is opened there again where it has to be. */
  async ask<N extends Walk>(name: N, ask: EngineAsk<N>): Promise<EngineAnswer<N>> {
    const once = async () => {
      await this.holdings.putModel(ask.model)
      return this.supervisor.ask(name, ask)
    }
    const first = await once()
    return asked(!first.ok && first.fault.code === 'engine-lost' ? await once() : first)
  }
}
