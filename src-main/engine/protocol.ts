/**
 * What a host asks of the engine process. The host keeps everything that must outlive an engine (documents, weights, models' bytes);
 * the engine can be killed at any time and told again.
 */
import type { Fault } from '#shared/base/fault'
import type { Problem } from '#shared/base/problem'
import type { Answer, Ask, Envelope, Events } from '#shared/contract/contract'
import type { TrainingEvents, TrainingResult } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import type { EngineOpeningRequests } from './openProtocol'

export type Weights = Readonly<Record<string, Tensor>>

/** Data comes to the engine as a path: a page's files are placed somewhere first. */
type Placed<A> = Omit<A, 'data'> & { dataPath?: string | undefined }

export interface EngineRequests extends EngineOpeningRequests {
  /** Weights under a name, for later requests. An engine that does not hold a name it is asked for answers `not-found`. */
  'weights.put': { ask: { key: string; weights: Weights }; answer: Record<string, never> }
  'weights.drop': { ask: { key: string }; answer: Record<string, never> }
  /** All weights of the document: those put under `weights` where they fit, seeded initial values elsewhere. */
  'weights.all': { ask: { document: HeedDocument; weights: string }; answer: { weights: Weights } }
  'document.measure': { ask: Ask<'document.measure'>; answer: Answer<'document.measure'> }
  'document.check': { ask: { document: HeedDocument }; answer: { problems: readonly Problem[] } }
  'document.export': { ask: Ask<'document.export'>; answer: Answer<'document.export'> }
  /**
   * Inputs and outputs of one run of the exported model, by name, as tensors (the command line's `--record`).
   */
  'document.record': {
    ask: {
      document: HeedDocument
      weights: string
      inputs: Readonly<Record<string, string>>
      forceWords?: string
    }
    answer: { inputs: Readonly<Record<string, Tensor>>; outputs: Readonly<Record<string, Tensor>> }
  }
  'run.start': { ask: Ask<'run.start'>; answer: Answer<'run.start'> }
  'run.attribution': { ask: Ask<'run.attribution'>; answer: Answer<'run.attribution'> }
  'run.activations': { ask: Ask<'run.activations'>; answer: Answer<'run.activations'> }
  'run.cancel': { ask: Ask<'run.cancel'>; answer: Record<string, never> }
  'run.credit': { ask: Ask<'run.credit'>; answer: Record<string, never> }
  'document.adopt': { ask: Placed<Ask<'document.adopt'>>; answer: Answer<'document.adopt'> }
  'train.defaults': { ask: Ask<'train.defaults'>; answer: Answer<'train.defaults'> }
  'train.start': {
    /**
     * `folder`: where checkpoints lie, so that a training that was cut off goes on from the last one. `threads`: parts of each batch that are
     * learned from at once, 1 where it is absent.
     */
    ask: Placed<Ask<'train.start'>> & { folder?: string | undefined; threads?: number | undefined }
    answer: TrainingResult & { weights: Weights }
  }
  'train.pause': { ask: Ask<'train.pause'>; answer: Record<string, never> }
  'train.stop': { ask: Ask<'train.stop'>; answer: Record<string, never> }
  'document.evaluate': { ask: Placed<Ask<'document.evaluate'>>; answer: Answer<'document.evaluate'> }
  'model.canvas': { ask: { model: string }; answer: { document: HeedDocument; weights: Weights } }
  'model.form': { ask: Ask<'model.form'>; answer: Answer<'model.form'> }
  'model.giveFile': { ask: Ask<'model.giveFile'>; answer: Answer<'model.giveFile'> }
  'model.pair': { ask: Ask<'model.pair'>; answer: Answer<'model.pair'> }
  'model.run': { ask: Ask<'model.run'>; answer: Answer<'model.run'> }
  'model.tensor': { ask: Ask<'model.tensor'>; answer: Answer<'model.tensor'> }
  'model.tensorFile': { ask: Ask<'model.tensorFile'>; answer: Answer<'model.tensorFile'> }
}

export type EngineRequestName = keyof EngineRequests
export type EngineAsk<N extends EngineRequestName> = EngineRequests[N]['ask']
export type EngineAnswer<N extends EngineRequestName> = EngineRequests[N]['answer']

/** Events that an engine sends are a part of the page's. */
export type EngineEventName =
  | 'run.sites'
  | 'run.slice'
  | 'run.states'
  | 'run.state'
  | 'run.tokens'
  | 'run.picture'
  | 'run.thumbnail'
  | 'run.progress'
  | keyof TrainingEvents

export type ToEngine = {
  readonly type: 'ask'
  readonly id: number
  readonly name: EngineRequestName
  readonly ask: unknown
}

export type FromEngine =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly envelope: Envelope<unknown> }
  | { readonly type: 'event'; readonly name: EngineEventName; readonly event: Events[EngineEventName] }

/** What an engine process talks through: `process.send` under Node, `parentPort` under Electron. */
export interface EnginePort {
  send(message: FromEngine): void
  receive(listener: (message: ToEngine) => void): void
}

export type { Fault }
