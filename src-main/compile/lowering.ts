/** What lowering knows while it goes on, and what all of it asks for. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import type { Inference } from '#shared/document/infer'
import { portKey } from '#shared/document/structure'
import type { Builder, DimLike } from '#shared/ir/builder'
import type { Value } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'
import type { Operators } from '#shared/ops/operators'
import type {
  FieldInput,
  LoopPlace,
  LoweredDecision,
  LoweredSite,
  LoweredState,
  LowerOptions,
  Parameter,
  Speaker,
} from './lowered'

/** A value that leaves the loop it lies in without a wire: a site's weights, a decision. */
export interface Exit {
  readonly value: Value
  readonly set: (collected: Value) => void
}

export interface Lowering {
  readonly document: HeedDocument
  readonly inference: Inference
  readonly options: LowerOptions
  readonly builder: Builder
  readonly op: Operators
  readonly fields: FieldInput[]
  readonly parameters: Map<string, Parameter>
  readonly sites: LoweredSite[]
  readonly states: LoweredState[]
  readonly decisions: LoweredDecision[]
  readonly speakers: Speaker[]
  readonly values: Map<string, Value>
  /** Truth of positions and true lengths, by `maskKey`; made when first asked for. */
  masks: Map<string, () => Value>
  lengths: Map<string, () => Value>
  /** Of the level that is being lowered. */
  exits: Exit[]
  loops: LoopPlace[]
  readonly loopsIn: Map<string, readonly LoopPlace[]>
  /** Loops around the level whose repetitions have weights of their own. */
  repeats: { readonly count: number; readonly index: Value }[]
}

/** The size of an axis: a number, or a symbol that the builder can compute. */
export function sizeOfAxis(lowering: Lowering, axis: Axis): DimLike {
  if (axis.size !== undefined) return axis.size
  const origin = need(axis.origin, 'origin of an open axis')
  return lowering.options.sizes?.[origin] ?? { symbol: origin }
}

/**
 * What masks and lengths are found by. A nested axis has others where what it lies in is walked over: the words of this sentence inside of the
 * loop, beside those of all sentences.
 */
export function maskKey({ origin = '', within = [] }: Axis): string {
  return [...within, origin].join(' ')
}

export function batchOf(lowering: Lowering): DimLike {
  return lowering.options.sizes?.batch ?? { symbol: 'batch' }
}

/** Values wired into a port, in order. */
export function wired(lowering: Lowering, node: string, port: string): Value[] {
  const wires = lowering.inference.structure.into.get(portKey({ node, port })) ?? []
  return wires.map((wire) => need(lowering.values.get(portKey(wire.from)), `value of ${portKey(wire.from)}`))
}

/** Runs `make` when first asked, in the graph that is being written now, whatever is written to by then. */
export function lazily(lowering: Lowering, make: () => Value): () => Value {
  const graph = lowering.builder.graph
  let value: Value | undefined
  return () => {
    value ??= lowering.builder.within(graph, make)
    return value
  }
}
