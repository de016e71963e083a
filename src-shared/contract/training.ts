/** What page, host and engine say of training. Plain data. */
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
    readonly samples: readonly Sample[]
    readonly outputs: readonly RunOutput[]
    readonly sites: readonly SiteInfo[]
    readonly slices: readonly Slice[]
  }
}

/** What is learned from, or judged by, in place of the document's task: a file, or the files of a folder. */
export interface TrainingData {
  readonly name: string
  /** Paths inside of the folder, with forward slashes; of a file, its name. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

export interface TrainingResult {
  readonly step: number
  /** The step whose weights were kept: the best validation. */
  readonly best: number
  /** `not-a-number`: the learning rate was too high; what was best before is kept. */
  readonly reason: 'steps' | 'stopped' | 'no-progress' | 'not-a-number'
  readonly validation: {
    readonly loss: number
    readonly accuracy?: number | undefined
    readonly error?: number | undefined
  }
  readonly seconds: number
  /** What could not be taken of the data, in sentences. */
  readonly notes?: readonly string[] | undefined
}

export interface Evaluation {
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
