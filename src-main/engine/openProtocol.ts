/** What a host asks of the engine to open a model made elsewhere, and to walk through it. */
import type { Answer, Ask } from '#shared/contract/contract'

/** A model's file on this machine, or bytes of a model; `folder` is where the external data of bytes may lie. */
export interface ModelSource {
  readonly path?: string | undefined
  readonly bytes?: Uint8Array | undefined
  readonly folder?: string | undefined
}

export interface EngineOpeningRequests {
  /** Opens a model under the name `model`. With `run` it tells its progress, and its host can end it. */
  'model.open': {
    ask: ModelSource & { readonly model: string; readonly name: string; readonly run?: string | undefined }
    answer: Answer<'model.open'>
  }
  'model.scope': { ask: Ask<'model.scope'>; answer: Answer<'model.scope'> }
  'model.find': { ask: Ask<'model.find'>; answer: Answer<'model.find'> }
  'model.node': { ask: Ask<'model.node'>; answer: Answer<'model.node'> }
}
