/** What lowering makes of a document: a graph with structured loops, and what its values mean. */
import type { Builder } from '#shared/ir/builder'
import type { Graph, Value } from '#shared/ir/graph'
import type { Axis, Initializer } from '#shared/kinds/kind'

/** A trained weight: `node.param`, with `[i]` behind it for repetitions that share none. */
export interface Parameter {
  readonly name: string
  readonly value: Value
  readonly shape: readonly number[]
  readonly init: Initializer
}

/** An input of the graph that a field of the form fills. */
export interface FieldInput {
  readonly field: string
  readonly node: string
  readonly suffix: string
  readonly value: Value
}

/** A place where weights are computed. Rows are the query axis, or the innermost loop's steps where there is none. */
export interface LoweredSite {
  readonly id: string
  readonly node: string
  readonly title: string
  readonly heads: number
  /** The letters' axes, as far as the weights have them. */
  readonly headAxis: boolean
  readonly queryAxis: Axis | undefined
  readonly keyAxis: Axis
  /** Loops around it, outermost first. */
  readonly loops: readonly LoopPlace[]
  /** Where it is computed: `[batch, (heads,) (query,) key]`. */
  readonly value: Value
  /** In the top graph: the same with one axis for each loop behind the batch. */
  collected: Value
}

/** What a node holds while the network runs. Rows are the row axis, or the innermost loop's steps where there is none. */
export interface LoweredState {
  readonly id: string
  readonly node: string
  readonly title: string
  readonly what: 'states' | 'memory'
  readonly rowAxis: Axis | undefined
  readonly columnAxis: Axis
  readonly parts: readonly string[] | undefined
  readonly loops: readonly LoopPlace[]
  /** Where it is computed: `[batch, (rows,) columns]`. */
  readonly value: Value
}

export interface LoopPlace {
  readonly id: string
  readonly axis: Axis
}

export interface LoweredDecision {
  readonly id: string
  readonly node: string
  readonly title: string
  /** Names of the choices, or undefined for numbers. */
  readonly labels: readonly string[] | undefined
  readonly vocabulary: string | undefined
  readonly loops: readonly LoopPlace[]
  readonly axes: readonly Axis[]
  /** Probabilities or numbers where they are computed, and the best choice. */
  readonly value: Value
  readonly choice: Value | undefined
  collected: Value
  collectedChoice: Value | undefined
  /** Scores before the softmax, where there are choices. */
  collectedScores: Value | undefined
}

/** A loop until an end word, as the driver sees it: what it says labels the rows of its steps. */
export interface Speaker {
  readonly loop: string
  readonly field: string
  readonly vocabulary: string
  /** In the body: the word of the step, int64 `[batch]`; the end word for items that have ended. */
  readonly word: Value
  /** What is wired to the loop's word: the choice of the decision that speaks. */
  readonly said: Value
}

export interface Lowered {
  readonly builder: Builder
  readonly graph: Graph
  readonly fields: readonly FieldInput[]
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly sites: readonly LoweredSite[]
  readonly states: readonly LoweredState[]
  readonly decisions: readonly LoweredDecision[]
  readonly speakers: readonly Speaker[]
  /** Values by output port, each in the graph of its loop. */
  readonly values: ReadonlyMap<string, Value>
  /** By loop: the loops around what lies in it, outermost first, itself last. */
  readonly loopsIn: ReadonlyMap<string, readonly LoopPlace[]>
  readonly lengthOf: (origin: string) => Value | undefined
}

export interface LowerOptions {
  /** Sizes by axis origin (and `batch`); those that are not given stay open. */
  readonly sizes?: Readonly<Record<string, number>>
  /** Loops until an end word take the true words as an input instead of saying their own. */
  readonly forced?: boolean
  /** Reading without softmax, wherever a kind can: weights are scores. */
  readonly linear?: boolean
}
