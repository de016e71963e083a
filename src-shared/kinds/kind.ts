/**
 * What a node kind is: one object that the palette, the canvas, the panel, the shape check, the compiler, the docs and the
 * generic tests all read. Adding a kind is adding one file to this folder.
 */
import type { Problem } from '../base/problem'
import type { Result } from '../base/result'
import type { DimLike } from '../ir/builder'
import type { Tensor, Value } from '../ir/graph'
import type { Operators } from '../ops/operators'
import type { InsideOf } from './inside'

export type Group = 'input' | 'layer' | 'recurrent' | 'attention' | 'memory' | 'decision' | 'loop'

export type ParamValue = number | string | boolean

interface ParamBase {
  readonly label: string
  readonly help: string
  /** Shown on the card, not only in the panel. */
  readonly onCard?: boolean
  /** The panel shows this parameter only while this holds. */
  readonly when?: (params: Params) => boolean
}

/** A parameter as data: the panel is built from it. */
export type Param =
  | (ParamBase & {
      readonly type: 'integer'
      readonly default: number
      readonly min: number
      readonly max: number
    })
  | (ParamBase & {
      readonly type: 'number'
      readonly default: number
      readonly min: number
      readonly max: number
    })
  | (ParamBase & { readonly type: 'flag'; readonly default: boolean })
  | (ParamBase & {
      readonly type: 'choice'
      readonly default: string
      readonly choices: readonly { readonly value: string; readonly label: string }[]
    })
  /** On a card it stands in quotes, as the name that it mostly is; `prose` stands for itself. */
  | (ParamBase & { readonly type: 'text'; readonly default: string; readonly prose?: boolean })
  /** The name of one of the document's vocabularies; one of `words` begins with the special words of `base/words`. */
  | (ParamBase & { readonly type: 'vocabulary'; readonly default: string; readonly words?: boolean })

export type Params = Readonly<Record<string, ParamValue>>

/** What the elements of a value are: real numbers, or whole numbers that index a vocabulary. */
export type Element = 'number' | 'index'

/** An axis of a value, with where it comes from, so that a view can name its rows and a padded axis carries its mask. */
export interface Axis {
  /** A fixed size, or absent when it is known only when the network runs. */
  readonly size?: number
  /** `source.words`, `memory.sentences`, `image.patches`; absent for plain features. */
  readonly origin?: string
  /** Axes that this one is nested in (the sentences that words lie in): their origins, outermost first. */
  readonly within?: readonly string[]
  /** Patches of a picture: rows and columns of their grid. */
  readonly grid?: readonly [number, number]
}

/** The type of a value on a wire. Batch is implicit. */
export interface ValueType {
  readonly element: Element
  readonly axes: readonly Axis[]
  /** For indices: the vocabulary (its name) and how many entries it has. */
  readonly vocabulary?: string
  readonly count?: number
}

/**
 * A port's shape in dimension letters, one letter or word for each axis: `'T D'`. The same letter is the same axis; `*` is any
 * leading axes; `T?` is an axis that may be missing; `''` is no axis at all (one number). A list makes an input variadic.
 */
export interface Port {
  readonly shape: string
  /** `number` unless said otherwise; `any` takes both and hands on what it was given. */
  readonly element?: Element | 'any'
  readonly label?: string
  readonly help?: string
  /** The port takes any number of wires (at least one unless optional), in order; of its letters they share only `*`. */
  readonly many?: boolean
  readonly optional?: boolean
  /** On a loop: the port faces the inside of the container. */
  readonly inside?: boolean
}

/** What letters are bound to once the inputs' types are known. */
export interface Bindings {
  readonly letters: Readonly<Record<string, Axis>>
  /** Axes that `*` stands for. */
  readonly star: readonly Axis[]
  /** The input types by port (variadic ports: in order). */
  readonly inputs: Readonly<Record<string, readonly ValueType[]>>
  /** Sizes of the document's vocabularies. */
  readonly vocabularies: Readonly<Record<string, number>>
}

/** How a weight begins; `normal` is the standard deviation of what is drawn. */
export type Initializer =
  | 'glorot'
  | 'orthogonal'
  | 'zeros'
  | 'ones'
  | { readonly constant: number }
  | { readonly normal: number }

export interface LowerContext {
  readonly op: Operators
  readonly params: Params
  /** One value a wired port, `[batch, …axes]`; variadic ports through `many`. */
  readonly inputs: Readonly<Record<string, Value>>
  readonly many: Readonly<Record<string, readonly Value[]>>
  /** Sizes of letters; a letter that may be missing is absent when it is. `B` is the batch. */
  readonly dims: Readonly<Record<string, DimLike>>
  readonly bindings: Bindings
  /** A trained parameter of the node in its canonical layout, float32. */
  weight(name: string, shape: readonly number[], init: Initializer): Value
  /**
   * Truth of each position of the axis that `letter` is bound to: bool `[batch or 1, (ancestors,) size]`, or undefined when no position
   * can be padding.
   */
  maskOf(letter: string): Value | undefined
  /** The softmax of reading is to be left out: weights are the scores themselves. Only where `attention.linear` says that it can be. */
  readonly linear: boolean
  /** Number of positions that count, for axes that carry a mask: int64 `[batch]`. */
  lengthOf(letter: string): Value | undefined
}

/** What a typed text becomes: tensors by suffix (`''`, `'.length'`, …) and the labels of the axes that it fills. */
export interface ParsedInput {
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Labels by axis origin. */
  readonly labels: Readonly<Record<string, readonly string[]>>
  /** Words that the vocabulary does not hold, in order of their appearance. */
  readonly unknown: readonly string[]
}

/** How an input kind turns what a person types into tensors. */
export interface InputSpec {
  /**
   * Graph inputs: the suffix behind the field's name, the element type, and the axes behind the batch as the kind's letters. The first one is
   * the kind's output.
   */
  tensors(params: Params): readonly {
    readonly suffix: string
    readonly dtype: 'float32' | 'int64'
    readonly axes: readonly string[]
  }[]
  /** Letters whose axis may be padded, with the suffix of the tensor that holds the true lengths, `[batch, …outer axes]`. */
  readonly lengths: Readonly<Record<string, string>>
  /** Tensors of a batch of one. */
  parse(text: string, params: Params, vocabulary: readonly string[] | undefined): Result<ParsedInput, string>
  /** Where each element of the input's tensor lies in the picture that it is: `of` gives the pixel's number, row by row. */
  pixels?(params: Params): {
    readonly height: number
    readonly width: number
    readonly of: (element: number) => number
  }
  readonly form: 'line' | 'lines' | 'numbers' | 'picture'
  readonly placeholder: string
}

export interface AttentionSpec {
  /** The output that holds the weights. */
  readonly output: string
  /** Letters in the weights' port that are rows and columns; without `query` the steps of the innermost loop are the rows. */
  readonly query?: string
  readonly key: string
  readonly head?: string
  /** Whether the weights can be the scores themselves, without their softmax: how a network with a linear start begins to learn. */
  linear?(params: Params): boolean
}

/** What a node holds while the network runs: states that follow one another, or a memory's slots. */
export interface StatesSpec {
  /** The output that holds it. */
  readonly output: string
  /**
   * `states`: rows are steps, of the sequence where the letter `row` has an axis, else of the innermost loop. `memory`: rows are slots, all of
   * them at each step.
   */
  readonly what: 'states' | 'memory'
  /** Letters in the output's port. */
  readonly row: string
  readonly column: string
  /** Names of the equal parts that columns lie in, where they are more than one. */
  parts?(params: Params): readonly string[] | undefined
}

export interface DecisionSpec {
  /** The output with one probability for each choice, or with the numbers themselves. */
  readonly output: string
  /** The output that holds the index of the best choice, int64. */
  readonly choice?: string
  /** The output with the scores before the softmax: what a loss is computed from. */
  readonly scores?: string
  /** Names of the choices; by vocabulary when absent. */
  labels?(params: Params): readonly string[]
}

export interface Doc {
  /** One sentence in plain words. */
  readonly sentence: string
  /** The equation, in TeX. */
  readonly equation?: string
  readonly paper?: { readonly title: string; readonly id: string }
}

export interface Kind {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly group: Group
  /** SVG path data in a 24 × 24 box, drawn as a line of 1.6 px. */
  readonly icon: string
  readonly doc: Doc
  readonly params: Readonly<Record<string, Param>>
  readonly inputs: Readonly<Record<string, Port>> | ((params: Params) => Readonly<Record<string, Port>>)
  readonly outputs: Readonly<Record<string, Port>> | ((params: Params) => Readonly<Record<string, Port>>)
  /** Axes of letters that only outputs name; a problem's sentence where the inputs do not fit in a way letters cannot say. */
  axes?(
    params: Params,
    bound: Bindings,
  ): Result<Readonly<Record<string, Axis | undefined>>, Pick<Problem, 'message' | 'mend' | 'param' | 'port'>>
  /** Element type and vocabulary of outputs that hold indices. */
  index?(
    params: Params,
    bound: Bindings,
    output: string,
  ): { readonly vocabulary?: string; readonly count: number }
  /** Composite kinds: the wiring of simpler kinds that computes the same numbers. */
  readonly inside?: InsideOf
  /**
   * ONNX operators for one node. Absent on structural kinds (inputs, loops, groups, Previous, History), which the compiler knows, and on composite
   * kinds that are nothing but their inside.
   */
  lower?(context: LowerContext): Readonly<Record<string, Value>>
  readonly attention?: AttentionSpec
  readonly states?: StatesSpec
  readonly decision?: DecisionSpec
  readonly input?: InputSpec
  /** Structural kinds say which one they are. */
  readonly structural?: 'input' | 'loop' | 'group' | 'previous' | 'history'
  /** Loops: what ends them. */
  readonly loop?: 'each' | 'times' | 'until'
}
