/** What page, host and engine say of training. Plain data. */

import type { Param } from '../kinds/kind'
import type { RunOutput } from './contract'
import type { SiteInfo, Slice } from './slice'

export interface TrainingSettings {
  readonly steps: number
  readonly batch: number
  /** Highest learning rate of the schedule. */
  readonly rate: number
  readonly schedule: 'constant' | 'step' | 'cosine' | 'warm-up'
  readonly optimiser: 'sgd' | 'momentum' | 'adam' | 'adamw'
  /** Greatest norm of a gradient; 0 leaves gradients as they are. */
  readonly clip: number
  readonly weightDecay: number
  /** Seed of batches; initial weights have the document's. */
  readonly seed: number
  /** Validations without a better one after which training ends; 0 never ends it. */
  readonly patience: number
  /** Steps between validations, which are also the points of the scrubber. */
  readonly every: number
  /** Steps after which the schedule `step` halves the rate; 0 halves it four times on the way. */
  readonly halve: number
  /** Whether a step follows the mean of its examples' gradients or their sum; clipping comes after it. */
  readonly gradient: 'mean' | 'sum'
  /** Which weights are the answer: those of the best validation, or those of the last step. */
  readonly keep: 'best' | 'last'
  /**
   * `linear`: the softmaxes of reading are left out, at half the rate, until the validation loss stops falling (Sukhbaatar et al., arXiv
   * 1503.08895). Decisions keep theirs.
   */
  readonly start: 'softmax' | 'linear'
  /** Sentences without words that are put between those of a story, up to this share of them; in training only. */
  readonly empties: number
  /** Trainings from different first weights, of `steps` each; the one with the lowest error on its training examples is kept. */
  readonly restarts: number
  /** Standard deviation of normal first weights of every layer; 0 leaves each layer its own. */
  readonly deviation: number
}

/** Something that the network was asked and said, on an example that it never learned from. */
export interface Sample {
  readonly input: string
  readonly expected: string
  readonly found: string
  readonly right: boolean
}

export interface TrainingEvents {
  /** At most five a second; only the newest matters. */
  'train.progress': {
    readonly training: string
    readonly step: number
    readonly steps: number
    readonly loss: number
    readonly rate: number
    readonly paused: boolean
    readonly examplesPerSecond: number
    /** Estimated from the steps so far. */
    readonly secondsLeft: number
    /** Points of the loss curve since the last event, `[step, loss]`. */
    readonly losses: readonly (readonly [number, number])[]
    /** From 1; steps are counted through all restarts. */
    readonly restart: number
    /** The softmaxes of reading are still left out. */
    readonly linear: boolean
  }
  /** At each validation: how good it is, what it says, and where it looks on the document's own example. */
  'train.snapshot': {
    readonly training: string
    readonly step: number
    readonly validation: {
      readonly loss: number
      readonly accuracy?: number | undefined
      readonly error?: number | undefined
    }
    readonly restart: number
    readonly linear: boolean
    readonly samples: readonly Sample[]
    readonly outputs: readonly RunOutput[]
    readonly sites: readonly SiteInfo[]
    readonly slices: readonly Slice[]
  }
}

/** A generator of examples, to choose from. */
export interface TaskInfo {
  readonly id: string
  readonly title: string
  /** What it asks, in one sentence. */
  readonly sentence: string
  readonly params: Readonly<Record<string, Param>>
}

/** What was found in data that a document is to learn from. */
export interface DataFound {
  readonly training: number
  /** Kept to watch a training by, and to judge by. */
  readonly validation: number
  readonly heldOut: number
  /** What could not be taken of it, in sentences. */
  readonly notes: readonly string[]
}

/** What is learned from, or judged by, in place of the document's task: a file, or the files of a folder. */
export interface TrainingData {
  readonly name: string
  /** Paths inside of the folder, with forward slashes; of a file, its name. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

export interface TrainingResult {
  readonly step: number
  /** The step whose weights were kept. */
  readonly best: number
  /** `not-a-number`: the learning rate was too high; what was best before is kept. */
  readonly reason: 'steps' | 'stopped' | 'no-progress' | 'not-a-number'
  readonly validation: {
    readonly loss: number
    readonly accuracy?: number | undefined
    readonly error?: number | undefined
  }
  /**
   * `alignment`, `support`, …: how often the kept weights look where the task's truth says, on the examples that it was watched by. Absent where
   * there is no such truth.
   */
  readonly looks?: Readonly<Record<string, number>> | undefined
  readonly seconds: number
  /** Of several restarts: the share of training examples that each got wrong (of numbers the error), and which one was kept, from 1. */
  readonly restarts?: { readonly errors: readonly number[]; readonly kept: number } | undefined
  /** What could not be taken of the data, and what went wrong without ending the training; in sentences. */
  readonly notes?: readonly string[] | undefined
}

export interface Evaluation {
  /** `accuracy` or `error`; `alignment`, `support`, … as in {@link TrainingResult}. */
  readonly metrics: Readonly<Record<string, number>>
  /** For tasks whose answers have a length: how many of each, and the share that is right. */
  readonly byLength: readonly {
    readonly length: number
    readonly examples: number
    readonly accuracy: number
  }[]
  readonly examples: number
  /** What could not be taken of the data, in sentences. */
  readonly notes?: readonly string[] | undefined
}
