/** Models made elsewhere: opened once, looked at by site; only looked-at sites are computed. */
import { fault } from '#shared/base/fault'
import { encodeNpy } from '../files/npy'
import { describeModel } from '../inspect/describe'
import type { Hierarchy } from '../inspect/hierarchy/hierarchy'
import { DOCUMENT_KEY, importDocument } from './export'
import { runModel } from './models/runModel'
import { RunningModel } from './models/runningModel'
import { tensorOf } from './models/tensors'
import { tensorView } from './models/tensorView'
import { type OpenModel, openModel } from './openModel'
import type { EngineAnswer, EngineAsk } from './protocol'
import type { Emit, RunControl } from './run'

interface Held extends OpenModel {
  readonly running: RunningModel
}

/** Models held at the most; a host opens one again when it is needed. */
const KEPT = 4

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
    this.#held.set(key, { ...opened, running: new RunningModel(name, opened) })
    for (const [old, { running }] of [...this.#held].slice(0, -KEPT)) {
      this.#held.delete(old)
      await running.release()
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

  async form({ model }: EngineAsk<'model.form'>): Promise<EngineAnswer<'model.form'>> {
    return this.#of(model).running.form()
  }

  async giveFile({
    model,
    name,
    bytes,
  }: EngineAsk<'model.giveFile'>): Promise<EngineAnswer<'model.giveFile'>> {
    const { running } = this.#of(model)
    await running.give(name, bytes)
    return running.form()
  }

  async pair({ model, other }: EngineAsk<'model.pair'>): Promise<EngineAnswer<'model.pair'>> {
    const { running } = this.#of(model)
    await running.pairWith(this.#of(other).running)
    return running.form()
  }

  run(ask: EngineAsk<'model.run'>, control: RunControl, emit: Emit): Promise<EngineAnswer<'model.run'>> {
    return runModel(this.#of(ask.model).running, ask, control, emit)
  }

  async tensor({
    model,
    tensor,
    inputs,
    at,
  }: EngineAsk<'model.tensor'>): Promise<EngineAnswer<'model.tensor'>> {
    return tensorView(tensor, await tensorOf(this.#of(model).running, tensor, inputs), at)
  }

  async tensorFile({
    model,
    tensor,
    inputs,
  }: EngineAsk<'model.tensorFile'>): Promise<EngineAnswer<'model.tensorFile'>> {
    const found = await tensorOf(this.#of(model).running, tensor, inputs)
    return { bytes: encodeNpy(found), name: `${tensor.replace(/[^A-Za-z0-9_.-]+/g, '_')}.npy` }
  }

  #of(model: string): Held {
    const held = this.#held.get(model)
    if (!held) throw fault('not-found', `The engine holds no model “${model}”.`)
    // The one used last stands last, as it does with the host.
    this.#held.delete(model)
    this.#held.set(model, held)
    return held
  }
}
