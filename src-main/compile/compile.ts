/** Document → graph → ONNX: check, lower, loop pass, tidy, verify, encode. */
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { portKey, portsOf } from '#shared/document/structure'
import type { Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { everyNode } from '#shared/ir/walk'
import { growHistories } from './growHistories'
import { hoist } from './hoist'
import { keepScalings } from './keepScalings'
import { lower } from './lower'
import type { Lowered, LowerOptions } from './lowered'
import { type NamedOutput, namedOutputs, nameOutputs } from './outputs'
import { prune } from './prune'
import { type Stage, toStages } from './stages'
import { toLoop } from './toLoop'
import { unroll } from './unroll'
import { attachWeights, type Weights, weightsOf } from './weights'

export interface CompileOptions extends LowerOptions {
  /** Trained weights; seeded initial ones stand in for those that are missing or of another shape. */
  readonly weights?: Weights
  /** Weights are inputs of the model, by their names, and not a part of it: for a network that is still learning. */
  readonly open?: boolean
}

/** Refuses a document that has problems, naming the first. */
export function checked(document: HeedDocument): void {
  const problems = infer(document).problems.filter(({ severity }) => severity === 'error')
  const [first] = problems
  if (first) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    throw fault('invalid-document', `${first.message}${first.mend ? ` ${first.mend}` : ''}${more}`)
  }
  const kinds = Object.values(document.nodes)
  if (kinds.length === 0)
    throw fault('invalid-document', 'The canvas is empty: add an input and a decision, and wire them.')
}

function begin(document: HeedDocument, options: CompileOptions): Lowered {
  checked(document)
  const lowered = lower(document, options)
  if (lowered.graph.inputs.length === 0)
    throw fault(
      'invalid-document',
      'There is nothing to run: expected at least one input on the canvas, found none.',
    )
  if (lowered.decisions.length === 0 && lowered.sites.length === 0)
    throw fault(
      'invalid-document',
      'There is nothing to show: expected a decision or an attention on the canvas, found none.',
    )
  if (options.open) for (const { value } of lowered.parameters.values()) lowered.graph.inputs.push(value)
  else attachWeights(lowered, weightsOf(lowered, document.seed, options.weights))
  return lowered
}

/** One self-contained graph with ONNX `Loop`s, its inputs and outputs named as `docs/architecture.md` promises. */
export function compileModel(document: HeedDocument, options: CompileOptions = {}): Lowered {
  const lowered = begin(document, options)
  const { builder, graph } = lowered
  nameOutputs(lowered, namedOutputs(lowered))
  tidy(lowered, [])
  growHistories(builder, graph)
  builder.forgetSizes()
  toLoop(builder, graph)
  keepScalings(builder, graph)
  prune(graph, [])
  verify(graph)
  return lowered
}

/** What is read of a run beside its decisions. */
export interface StageChoices {
  /** The sites' weights; read unless it is false. */
  readonly attention?: boolean
  /** What the network holds. */
  readonly states?: boolean
  /** What every output of the canvas gives, also where nobody is wired to it. */
  readonly values?: boolean
}

export interface Staged {
  readonly lowered: Lowered
  readonly stages: readonly Stage[]
}

/** Graphs that run one after the other, loops step by step. */
export function compileStages(document: HeedDocument, options: CompileOptions & StageChoices = {}): Staged {
  const lowered = begin(document, options)
  const { builder, graph } = lowered
  const wanted: Value[] = lowered.decisions.flatMap(({ collected, collectedChoice }) =>
    collectedChoice ? [collected, collectedChoice] : [collected],
  )
  wanted.push(...lowered.speakers.map(({ word }) => word))
  if (options.attention !== false) wanted.push(...lowered.sites.map(({ value }) => value))
  if (options.states) wanted.push(...lowered.states.map(({ value }) => value))
  if (options.values) wanted.push(...canvasValues(document, lowered))
  tidy(lowered, wanted)
  growHistories(builder, graph)
  keepScalings(builder, graph)
  verify(graph)
  return { lowered, stages: toStages(graph, wanted) }
}

/** The graph with its loops as loops, histories grown, and what it promises to give back: what code is written from. */
export function compileLoops(
  document: HeedDocument,
  options: CompileOptions = {},
): { readonly lowered: Lowered; readonly outputs: readonly NamedOutput[] } {
  const lowered = begin(document, options)
  const outputs = namedOutputs(lowered)
  tidy(
    lowered,
    outputs.map(({ value }) => value),
  )
  growHistories(lowered.builder, lowered.graph)
  verify(lowered.graph)
  return { lowered, outputs }
}

/** One graph of plain operators for a batch of known sizes: what training differentiates. */
export function compileUnrolled(
  document: HeedDocument,
  options: CompileOptions & { readonly sizes: Readonly<Record<string, number>> },
): Lowered {
  const lowered = begin(document, options)
  nameOutputs(lowered, namedOutputs(lowered))
  // All steps are written out: nothing asks whether to go on.
  for (const { loop } of everyNode(lowered.graph)) if (loop) loop.continue = undefined
  tidy(lowered, [])
  unroll(lowered.builder, lowered.graph)
  keepScalings(lowered.builder, lowered.graph)
  prune(lowered.graph, [])
  verify(lowered.graph)
  return lowered
}

/** Not what lies inside of composites. */
function canvasValues(document: HeedDocument, { values }: Lowered): Value[] {
  return Object.values(document.nodes).flatMap((node) =>
    Object.keys(portsOf(node).outputs).flatMap((port) => values.get(portKey({ node: node.id, port })) ?? []),
  )
}

function tidy({ builder, graph }: Lowered, wanted: readonly Value[]): void {
  hoist(graph)
  prune(graph, wanted)
  builder.forgetSizes()
}
