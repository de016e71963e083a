/**
 * The whole conversation between the page and what is behind it, on one page. Both ends are typed from these two maps; hosts
 * only carry the envelopes. Everything in it is plain data and typed arrays.
 */
import type { Fault } from '../base/fault'
import type { Problem } from '../base/problem'
import type { HeedDocument } from '../document/document'
import type { Dim, Tensor } from '../ir/graph'
import type { Activations } from './activations'
import type { Beside, Joined, ModelForm, ModelInputs, Picture, TensorView, Thumbnail, Token } from './model'
import type { OpeningEvents, OpeningRequests } from './opening'
import type { SiteInfo, Slice } from './slice'
import type { Attribution, StateFrame, StateInfo } from './states'
import type {
  DataFound,
  Evaluation,
  TaskInfo,
  TrainingData,
  TrainingEvents,
  TrainingResult,
  TrainingSettings,
} from './training'

export interface TemplateInfo {
  readonly id: string
  readonly title: string
  /** One sentence: what it shows. */
  readonly summary: string
}

/** A document as a page holds it: its weights stay with the host, under a name. */
export interface OpenedDocument {
  readonly document: HeedDocument
  /** Names the weights that belong to the document, in later requests. */
  readonly weights: string
  /** Where it lies, when it lies somewhere that can be written to again. */
  readonly path?: string | undefined
  /** File name to show and to propose. */
  readonly name: string
  /** Another window shows the same file. */
  readonly alsoOpen?: boolean | undefined
}

export interface Measure {
  /** Trained numbers. */
  readonly parameters: number
  /** Multiplications with an addition, in one run of one item. */
  readonly multiplyAdds: number
}

export interface Measured extends Measure {
  readonly nodes: Readonly<Record<string, Measure>>
  /** What each open size was taken to be. */
  readonly length: number
}

export interface ModelSite extends SiteInfo {
  readonly operator: string
  readonly kind: 'self' | 'cross' | 'additive'
  readonly causal: boolean
  /** [batch, heads, query, key] as far as the file tells; `?` where only a run can. */
  readonly shape?: readonly Dim[] | undefined
  /** Whether its weights can be shown, and if not, why. */
  readonly shown: boolean
  readonly reason?: string | undefined
}

export interface ModelInput {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly Dim[] | undefined
}

/** A model made elsewhere, opened. */
export interface OpenedModel {
  readonly model: string
  readonly name: string
  /** It was exported by Heed, and can be opened as the document that it was made of. */
  readonly canvas?: boolean | undefined
  /** What wrote the file, with its version: "pytorch 2.13.0". */
  readonly producer?: string | undefined
  /** Version by domain; `''` is ai.onnx. */
  readonly opsets?: Readonly<Record<string, number>> | undefined
  /** Numbers that lie in its weights and constants. */
  readonly parameters?: number | undefined
  readonly nodes: number
  readonly operators: Readonly<Record<string, number>>
  readonly inputs: readonly ModelInput[]
  readonly outputs: readonly ModelInput[]
  readonly sites: readonly ModelSite[]
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
  /** A Loop in it whose number of steps the file does not tell: a run may never end. */
  readonly mayNotEnd?: string | undefined
}

/** A copy of unsaved work that a page left behind. */
export interface RecoveryInfo {
  readonly key: string
  readonly title: string
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

export interface RunOutput {
  /** The decision's name. */
  readonly name: string
  /** What the user calls it. */
  readonly title?: string | undefined
  readonly node: string
  /** Words, a class, or numbers: what a person reads. */
  readonly text: string
  readonly dims: readonly number[]
  readonly values: Float32Array
  /** Names of the last axis' entries, when they have names. */
  readonly labels?: readonly string[] | undefined
}

export interface Requests extends OpeningRequests {
  'templates.list': { ask: Record<string, never>; answer: readonly TemplateInfo[] }
  'document.template': { ask: { id: string }; answer: OpenedDocument }
  /** Reads a `.heed` file that the page was given (a drop, a file input). */
  'document.decode': { ask: { bytes: Uint8Array; name: string }; answer: OpenedDocument }
  /** Gives the bytes of a `.heed` file, for a page that saves by itself. */
  'document.encode': { ask: { document: HeedDocument; weights: string }; answer: { bytes: Uint8Array } }
  /** The host's own open dialog, where it has one; null when dismissed. */
  'document.open': { ask: Record<string, never>; answer: OpenedDocument | null }
  /** Writes to `path`, or asks where; null when dismissed. */
  'document.save': {
    ask: { document: HeedDocument; weights: string; path?: string | undefined; name: string }
    answer: { path: string; name: string } | null
  }
  /** Which file the page shows, under its name (see `recovery.keep`): another page that opens this file is told. None without a path. */
  'document.hold': { ask: { key: string; path?: string | undefined }; answer: Record<string, never> }
  /** Keeps a copy of a page's unsaved work on the disk, under a name that the page has for as long as it lives. */
  'recovery.keep': {
    ask: {
      key: string
      document: HeedDocument
      weights: string
      path?: string | undefined
      name: string
    }
    answer: Record<string, never>
  }
  /** The work is saved, or its copy is not wanted. */
  'recovery.drop': { ask: { key: string }; answer: Record<string, never> }
  /** Copies of pages that are gone, newest first. */
  'recovery.list': { ask: Record<string, never>; answer: readonly RecoveryInfo[] }
  'recovery.take': { ask: { key: string }; answer: OpenedDocument }
  /** Everything that can be wrong with a document, as the compiler sees it. */
  /** How large the network is, by node; of what has problems nothing is known. */
  'document.measure': { ask: { document: HeedDocument }; answer: Measured }
  'document.check': { ask: { document: HeedDocument }; answer: { problems: readonly Problem[] } }
  /** The weights of a composite node for its parts, or the other way: what was held, and these. */
  'weights.carry': {
    ask: {
      weights: string
      /** The document with the composite, and with its parts in its place. */
      closed: HeedDocument
      opened: HeedDocument
      node: string
      /** Ids of the parts, by their names inside. */
      ids: Readonly<Record<string, string>>
      way: 'open' | 'close'
    }
    answer: { weights: string }
  }
  /** An ONNX model; or a PyTorch module, which is two files: the code and its weights (safetensors). */
  'document.export': {
    ask: { document: HeedDocument; weights: string; to: 'onnx' | 'pytorch' }
    answer: { files: readonly { readonly name: string; readonly bytes: Uint8Array }[] }
  }
  /** Starts a run; what it finds arrives as events under `run`. The answer comes when it has ended. */
  'run.start': {
    ask: {
      run: string
      document: HeedDocument
      weights: string
      /** Text for each field. */
      inputs: Readonly<Record<string, string>>
      /** Words that the decoder is made to say, instead of its own. */
      forceWords?: string | undefined
      /** Whether it also tells what the network holds: `run.states`, `run.state`, each of which needs credit like a slice. */
      states?: boolean | undefined
    }
    answer: {
      outputs: readonly RunOutput[]
      sites: readonly SiteInfo[]
      milliseconds: number
      unknown: readonly string[]
    }
  }
  /** What each input did for one number of the answer, by gradient × input. */
  'run.attribution': {
    ask: {
      document: HeedDocument
      weights: string
      /** Text for each field. */
      inputs: Readonly<Record<string, string>>
      forceWords?: string | undefined
      /** The first one on the canvas where absent. */
      decision?: string | undefined
      /** Row of a sequence; the first word that is said, or the last row, where absent. */
      row?: number | undefined
      /** Index of a choice, or of a number; the best, or the first, where absent. */
      choice?: number | undefined
    }
    answer: Attribution
  }
  /** What every output of the canvas gave. With a name it can be stopped by `run.cancel`. */
  'run.activations': {
    ask: {
      run?: string | undefined
      document: HeedDocument
      weights: string
      /** Text for each field. */
      inputs: Readonly<Record<string, string>>
      forceWords?: string | undefined
    }
    answer: Activations
  }
  /** Stops a run of a document or a model. */
  'run.cancel': { ask: { run: string }; answer: Record<string, never> }
  /** The page has taken this many `run.slice` and `run.state` more: the engine may send as many again. */
  'run.credit': { ask: { run: string; slices: number }; answer: Record<string, never> }
  /** The document with the vocabularies of its task, or of the data, where its own lack words; `notes` say so. */
  'document.adopt': {
    ask: { document: HeedDocument; data?: TrainingData | undefined }
    answer: { document: HeedDocument; notes: readonly string[]; found?: DataFound | undefined }
  }
  /** The generators that a document can learn from. */
  'tasks.list': { ask: Record<string, never>; answer: readonly TaskInfo[] }
  /** Settings that fit the document's task: what the panel begins with. */
  'train.defaults': { ask: { document: HeedDocument }; answer: { settings: TrainingSettings } }
  /** Trains the document on its task. The answer comes when it has ended, with a name for the best weights. */
  'train.start': {
    ask: {
      training: string
      document: HeedDocument
      weights: string
      settings: TrainingSettings
      /** In place of the document's task. */
      data?: TrainingData | undefined
    }
    answer: TrainingResult & { readonly weights: string }
  }
  'train.pause': { ask: { training: string; paused: boolean }; answer: Record<string, never> }
  /** Ends a training; what is best so far is kept. */
  'train.stop': { ask: { training: string }; answer: Record<string, never> }
  /** How good a document is on examples that it never learned from. */
  'document.evaluate': {
    ask: { document: HeedDocument; weights: string; examples: number; data?: TrainingData | undefined }
    answer: Evaluation
  }
  'model.open': { ask: { bytes: Uint8Array; name: string }; answer: OpenedModel }
  /** The document that a model exported by Heed was made of. */
  'model.canvas': { ask: { model: string }; answer: OpenedDocument }
  'model.run': {
    ask: {
      run: string
      model: string
      inputs: ModelInputs
      /** Sites whose weights come as slices; only these are computed, or those of the run before with the same inputs are taken. */
      sites: readonly string[]
      /** Thumbnails of all sites too. */
      overview?: boolean | undefined
      /** Sites `joined.rollout`, `joined.mean`, `joined.maximum` too. */
      joined?: readonly Joined[] | undefined
    }
    /** `notes`: what was done to the inputs, in sentences. */
    answer: { outputs: readonly RunOutput[]; milliseconds: number; notes: readonly string[] }
  }
  /** What a model takes, as a form. */
  'model.form': { ask: { model: string }; answer: ModelForm }
  /** A file that belongs to a model; the form as it is with it. */
  'model.giveFile': { ask: { model: string; name: Beside; bytes: Uint8Array }; answer: ModelForm }
  /** Makes an encoder and a decoder (either may be `model`) run as one; the form of both. */
  'model.pair': { ask: { model: string; other: string }; answer: ModelForm }
  /** Any tensor of a model, after a run with these inputs; a weight is taken from the file. */
  'model.tensor': {
    ask: {
      /** With a name it can be stopped by `run.cancel`. */
      run?: string | undefined
      model: string
      tensor: string
      inputs: ModelInputs
      /** Which matrix: one index for each axis before the last two. */
      at?: readonly number[] | undefined
    }
    answer: TensorView
  }
  /** The same tensor whole, as a `.npy` file. */
  'model.tensorFile': {
    ask: { run?: string | undefined; model: string; tensor: string; inputs: ModelInputs }
    answer: { bytes: Uint8Array; name: string }
  }
  /** Reads `.npz` or `.npy` bytes. */
  'tensors.decode': {
    ask: { bytes: Uint8Array; name: string }
    answer: { tensors: Readonly<Record<string, Tensor>> }
  }
}

export interface Events extends TrainingEvents, OpeningEvents {
  'run.sites': { run: string; sites: readonly SiteInfo[] }
  'run.slice': { run: string; slice: Slice }
  /** What the network holds while it runs; told before the first `run.state`. */
  'run.states': { run: string; states: readonly StateInfo[] }
  /** States of some steps. `cut`: nothing more of this run follows, it would be too much to keep. */
  'run.state': { run: string; frames: readonly StateFrame[]; cut?: boolean | undefined }
  /** What a text field was cut into, generated words behind; each event replaces the one before of its field. */
  'run.tokens': { run: string; field: string; tokens: readonly Token[] }
  /** A picture as the model sees it: cut and made small. */
  'run.picture': { run: string; field: string; picture: Picture }
  'run.thumbnail': { run: string; thumbnail: Thumbnail }
  'run.progress': { run: string; done: number; total: number; what: string }
  /** The engine ended unexpectedly and was started again; what had been running has failed. */
  'engine.restarted': { fault: Fault }
  /** A menu or shortcut of the host asks the page to do something. */
  'host.command': { command: string }
  /** The host asks the page to show a document (a file association, a second start). */
  'host.opened': { opened: OpenedDocument }
  /** The host could not do what it was asked outside of the page (a file association with a broken file). */
  'host.refused': { fault: Fault }
}

export type RequestName = keyof Requests
export type EventName = keyof Events
export type Ask<N extends RequestName> = Requests[N]['ask']
export type Answer<N extends RequestName> = Requests[N]['answer']

/** Every answer comes in an envelope; nothing is thrown across a process. */
export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }

/** What travels between page, host and engine. */
export type Message =
  /** The host's first word, before anything is asked. */
  | { readonly type: 'hello'; readonly host: HostInfo }
  | { readonly type: 'ask'; readonly id: number; readonly name: RequestName; readonly ask: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly envelope: Envelope<unknown> }
  | { readonly type: 'event'; readonly name: EventName; readonly event: unknown }

/** Slices in flight at the most, before the page has said that it drew some. */
export const CREDIT_WINDOW = 8

/** What surrounds the page, told to it in the host's first message: which host, and what that host can do by itself. */
export interface HostInfo {
  readonly host: 'electron' | 'server' | 'none'
  /** Whether `document.open` and `document.save` show dialogs of their own. */
  readonly dialogs: boolean
}
