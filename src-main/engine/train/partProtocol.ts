/** What a training and a thread that works on parts of its batches say to one another. */
import type { MessagePort } from 'node:worker_threads'
import type { Fault } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'

export type Feeds = Readonly<Record<string, Tensor>>

/** One at a time: the next one is asked when this one is answered. */
export type PartAsk =
  /** A model of gradients, to be known by a name. */
  | { readonly ask: 'model'; readonly name: string; readonly bytes: Uint8Array }
  /** The gradient of these examples, at the weights that are shared. */
  | { readonly ask: 'gradient'; readonly name: string; readonly feeds: Feeds }
  | { readonly ask: 'end' }

export type PartAnswer = { readonly loss: number } | { readonly fault: Fault }

/** What a thread is started with. Vectors are as long as the flat vector of all weights. */
export interface PartStart {
  readonly port: MessagePort
  /** How many asks and answers there were: what each side sleeps on. */
  readonly counts: Int32Array
  /** Written by the training before it asks. */
  readonly weights: Float32Array
  /** Written by the thread before it answers. */
  readonly gradient: Float32Array
}

/** Places in `counts`. */
export const ASKED = 0
export const ANSWERED = 1
