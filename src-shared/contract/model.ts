/** What page and engine say of models made elsewhere: the graph as a hierarchy, what goes in, what was found. Plain data. */
import type { Dim, DType, Tensor } from '../ir/graph'
import type { ModelSite } from './contract'

/** What a level of the hierarchy shows as one card: an operator, a scope of names with all that lies in it, or an end of the level. */
export interface ScopeNode {
  /** Unique within the model. */
  readonly id: string
  readonly type: 'operator' | 'scope' | 'input' | 'output'
  readonly title: string
  /** With its domain where that is not ai.onnx. */
  readonly operator?: string | undefined
  /** Levels that can be entered from here: the scope itself, or the bodies of an If, Loop or Scan. */
  readonly enter: readonly { readonly scope: string; readonly title: string }[]
  /** Operators in it; 1 for an operator. */
  readonly operators: number
  /** Scopes of one level with the same pattern are repetitions of one block. */
  readonly pattern?: string | undefined
  /** Attention sites in it. */
  readonly sites: readonly string[]
}

export interface TensorInfo {
  readonly name: string
  readonly dtype: DType
  readonly shape: readonly Dim[] | undefined
  /** It lies in the file: a weight or a constant. */
  readonly constant: boolean
}

export interface ScopeWire {
  readonly from: string
  readonly to: string
  readonly tensors: readonly TensorInfo[]
}

/** One level of the hierarchy. */
export interface ModelScope {
  readonly scope: string
  /** From the whole model down to this level. */
  readonly path: readonly { readonly scope: string; readonly title: string }[]
  readonly nodes: readonly ScopeNode[]
  readonly wires: readonly ScopeWire[]
}

export interface ModelMatch {
  readonly node: string
  readonly title: string
  readonly operator: string
  /** The level that shows it. */
  readonly scope: string
  /** What of it was found: its name, its operator, or one of its tensors. */
  readonly what: 'name' | 'operator' | 'tensor'
  readonly tensor?: string | undefined
}

export interface ModelNode {
  readonly node: string
  readonly name: string
  readonly operator: string
  readonly scope: string
  readonly attributes: readonly { readonly name: string; readonly type: string; readonly text: string }[]
  /** Absent inputs and outputs of an operator have no tensor. */
  readonly inputs: readonly { readonly port: string; readonly tensor?: TensorInfo | undefined }[]
  readonly outputs: readonly { readonly port: string; readonly tensor?: TensorInfo | undefined }[]
}

/** RGBA, 8 bits each, row-major. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

/** How a tensor is filled that nobody gave. */
export type FillRule = 'zeros' | 'ones' | 'range' | 'random'

/** One thing that a person gives to a model; the form is built from these. */
export type ModelField =
  | {
      readonly type: 'text'
      readonly id: string
      readonly title: string
      /** Model inputs that are filled from the text: ids, attention mask, token types, positions. */
      readonly inputs: readonly string[]
      /** File that the tokenizer was read from. */
      readonly tokenizer: string
      /** It is the sample that ships with Heed, not the model's own. */
      readonly sample: boolean
      /** Text that the field begins with. */
      readonly example: string
      /** Tokens that the model has places for, where the file says so. */
      readonly longest?: number | undefined
    }
  | {
      readonly type: 'picture'
      readonly id: string
      readonly title: string
      readonly inputs: readonly string[]
      readonly width: number
      readonly height: number
      readonly channels: number
      /** What is done to pixels of 0–1, for each channel: (x − mean) / deviation. */
      readonly mean: readonly number[]
      readonly deviation: readonly number[]
      /** File that says so; absent for Heed's own guess. */
      readonly from?: string | undefined
      readonly layout: 'channels first' | 'channels last'
      /** What the model sees where no picture is given. */
      readonly example: Picture
    }
  | {
      readonly type: 'tensor'
      readonly id: string
      readonly title: string
      readonly inputs: readonly string[]
      readonly dtype: DType
      readonly shape: readonly Dim[] | undefined
      readonly rule: FillRule
    }
  /** Filled without being asked for: a cache that is empty, a mask of ones. */
  | {
      readonly type: 'own'
      readonly id: string
      readonly title: string
      readonly inputs: readonly string[]
      readonly how: string
    }

export interface ModelForm {
  readonly fields: readonly ModelField[]
  /** Symbolic sizes that the fields leave open, with what they begin with. */
  readonly dims: readonly { readonly name: string; readonly size: number }[]
  /** The model says word after word: it can go on from what it said. */
  readonly generates: boolean
  /** The other half of an encoder–decoder pair. Its sites are looked at like the model's own: their ids begin with the half's name. */
  readonly pair?:
    | {
        readonly half: 'encoder' | 'decoder'
        readonly name: string
        readonly sites: readonly ModelSite[]
        readonly refused: readonly { readonly name: string; readonly reason: string }[]
      }
    | undefined
  /** What is to be known of it, in sentences: a tokenizer that does not fit, a file that could not be read. */
  readonly notes: readonly string[]
}

/** Files that say more of a model than it does itself. */
export const BESIDE = [
  'tokenizer.json',
  'tokenizer_config.json',
  'preprocessor_config.json',
  'config.json',
  'generation_config.json',
] as const
export type Beside = (typeof BESIDE)[number]

/** Attention of all layers and heads as one: rollout (Abnar & Zuidema 2005.00928), mean, maximum. */
export const JOINED = ['rollout', 'mean', 'maximum'] as const
export type Joined = (typeof JOINED)[number]

/** What a person gives, by field. */
export interface ModelInputs {
  readonly texts?: Readonly<Record<string, string>>
  readonly pictures?: Readonly<Record<string, Picture>>
  /** By model input; what is given so is taken before texts, pictures and rules. */
  readonly tensors?: Readonly<Record<string, Tensor>>
  readonly rules?: Readonly<Record<string, FillRule>>
  readonly dims?: Readonly<Record<string, number>>
  /** Words that a generating model may add to the text. */
  readonly generate?: number | undefined
}

/** One token of a text, so that views can merge sub-words and hide what is no word. */
export interface Token {
  readonly text: string
  /** Rank of the word that it is a part of; absent for special tokens. */
  readonly word?: number | undefined
  readonly special: boolean
}

/** One head of one site, made small. */
export interface Thumbnail {
  readonly site: string
  readonly head: number
  readonly rows: number
  readonly columns: number
  /** The strongest weight of each cell's block, 0–255 of the strongest in the head. */
  readonly pixels: Uint8Array
  /** What 255 stands for. */
  readonly strongest: number
}

/** Numbers of a tensor, to be looked at. */
export interface TensorView {
  readonly name: string
  readonly dtype: DType
  readonly dims: readonly number[]
  /** Of one matrix (the last two axes) at `at`, at most `TENSOR_VIEW` numbers, rows cut before columns. */
  readonly values: Float32Array
  readonly rows: number
  readonly columns: number
  /** Where the matrix lies: one index for each axis before the last two. */
  readonly at: readonly number[]
  readonly least: number
  readonly greatest: number
  readonly mean: number
  readonly deviation: number
  readonly zeros: number
  readonly notNumbers: number
  readonly histogram: readonly number[]
}

export const TENSOR_VIEW = 65_536
