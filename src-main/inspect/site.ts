/**
 * A place in a model where weights over something are computed and used.
 */
import type { Dim, DType } from '#shared/ir/graph'

export interface DetectedSite {
  /** `attention.0`, `attention.1`, … in the order in which they can be computed. */
  readonly id: string
  /** The node's name in the model, or its first output's where it has none. */
  readonly name: string
  /** Modules that it lies in, from the outermost one, where the exporter wrote them down elsewhere than in the name. */
  readonly scopes?: readonly string[] | undefined
  /** `Softmax`, or the fused operator with its domain. */
  readonly operator: string
  readonly kind: 'self' | 'cross' | 'additive'
  readonly causal: boolean
  /** Undefined where only a run can tell. */
  readonly heads: number | undefined
  /** [batch, heads, query, key] as far as the file tells; `?` where only a run can. */
  readonly shape: readonly Dim[]
  readonly shown: boolean
  /** Why it is not shown. */
  readonly reason?: string | undefined
  /** How its weights are had; present exactly where it is shown. */
  readonly fetch?: Fetch | undefined
  /** Where weights of a person's own choice would enter; absent where there is no such place. */
  readonly override?: Seat | undefined
  /** The node that makes the weights: bodies on the way to its graph, and its number in it. */
  readonly place: { readonly path: readonly BodyStep[]; readonly node: number }
}

/** One body on the way from the main graph to a place: `node` counts the nodes of the graph around it. */
export interface BodyStep {
  readonly node: number
  readonly op: string
  /** `body`, `then_branch` or `else_branch`. */
  readonly attribute: string
  /** A function of the model's own that the node calls, as `domain::name`; then there is no attribute. */
  readonly function?: string | undefined
  /** A Loop whose steps may give weights of different sizes: its keys grow, or some steps do not look. */
  readonly uneven?: boolean | undefined
}

export interface Fetch {
  /** Bodies that it lies in, from the outermost one; empty in the main graph. */
  readonly path: readonly BodyStep[]
  readonly from: WeightsFrom
  /** Element type of the weights where the file tells; float32 is likely where it does not. */
  readonly dtype: DType
  /** Axes of the weights, where the file tells. */
  readonly rank: number | undefined
  readonly layout: Layout
}

/** How weights become a value of their graph. Node numbers count the nodes of that graph; names that are new begin with `heed.`. */
export type WeightsFrom =
  /** They are one. */
  | { readonly how: 'value'; readonly value: string }
  /** Quantised numbers that the product consumes as they are: a DequantizeLinear is added beside it. */
  | {
      readonly how: 'quantised'
      readonly value: string
      readonly scale: string
      readonly zero: string
      readonly result: string
    }
  /**
   * The fourth output of a fused operator, asked for by an attribute: `outputs` are the node's when instrumented. `beside`: one that gives
   * more computes in another order, so that the model keeps its own node and the weights come from another.
   */
  | {
      readonly how: 'output'
      readonly node: number
      readonly outputs: readonly string[]
      readonly ints: Readonly<Record<string, number>>
      readonly beside: boolean
    }
  /** The fourth output of a com.microsoft.MultiHeadAttention holds masked scores (`own`, where the model's has it): a Softmax is added. */
  | { readonly how: 'scores'; readonly node: number; readonly own: string; readonly result: string }
  /** com.microsoft.Attention gives nothing: it is rewritten as projections and a MultiHeadAttention, to the same numbers. */
  | {
      readonly how: 'packed'
      readonly node: number
      readonly sizes: readonly [query: number, key: number, value: number]
      readonly result: string
    }

/** How the axes of the fetched tensor become [batch, heads, query, key]. */
export interface Layout {
  /** The axis that the weights sum to 1 along (negative: from the end). In front of the axes that are counted here lie `steps` more. */
  readonly keyAxis: number
  /** Heads lie in the first of three axes, together with the batch; 1 where they do not. */
  readonly folded: number
  /** Two axes are [batch, key] rather than [query, key]. */
  readonly oneQuery: boolean
  /** Axes in front that count the steps of loops around the site: each step is a query. */
  readonly steps: number
}

/**
 * Where an override of weights enters. Before a Softmax `log(target) − log(current)`, both clamped, is added to the scores: rows still
 * sum to 1 and the same input can be differentiated. A masked cell is 0 there and cannot be raised. A target for attention is compared with
 * what `Fetch` gives.
 */
export type Seat =
  /** An Add goes between this value and the Softmax that reads it, node `node` of the graph at `path`, as input `input`. */
  | {
      readonly how: 'scores'
      readonly path: readonly BodyStep[]
      readonly node: number
      readonly input: number
      readonly scores: string
    }
  /** The fused operator adds this input to its scores itself; what is there already is added to. */
  | {
      readonly how: 'bias'
      readonly path: readonly BodyStep[]
      readonly node: number
      readonly input: number
    }

export interface Refusal {
  readonly name: string
  /** Why it is not attention that can be shown. */
  readonly reason: string
}

export interface Detection {
  readonly sites: readonly DetectedSite[]
  readonly refused: readonly Refusal[]
}
