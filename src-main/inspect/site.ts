/**
 * A place in a model where weights over something are computed and used.
 */
import type { Dim } from '#shared/ir/graph'

export interface DetectedSite {
  /** `attention.0`, `attention.1`, … in the order of the file. */
  readonly id: string
  /** The node's name in the model, or its first output's where it has none. */
  readonly name: string
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
}

export type Fetch =
  /** A value of the main graph. */
  | { readonly how: 'value'; readonly value: string; readonly layout: Layout }
  /** The fourth output of an ai.onnx Attention: `outputs` are the node's when instrumented, the last one is the weights. */
  | {
      readonly how: 'attention'
      readonly node: number
      readonly outputs: readonly string[]
      readonly layout: Layout
    }

/** How the axes of the fetched tensor become [batch, heads, query, key]. */
export interface Layout {
  /** The axis that the weights sum to 1 along, as the Softmax says it (negative: from the end). */
  readonly keyAxis: number
  /** Heads lie in the first of three axes, together with the batch; 1 where they do not. */
  readonly folded: number
  /** Two axes are [batch, key] rather than [query, key]. */
  readonly oneQuery: boolean
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
