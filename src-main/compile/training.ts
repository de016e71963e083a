/**
 * Document → one graph that learns: forward, loss, backward, update. Plain ONNX operators only; weights and the optimiser's state go in and come
 * out, so that the plain inference runtime trains.
 */
import { need } from '#shared/base/assert'
import { type FaultError, fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import { type Graph, sizeOf, type Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { everyNode } from '#shared/ir/walk'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { backward } from '../autodiff/backward'
import { decomposeRecurrent } from '../autodiff/decompose'
import { maskDropout, NOISE, type NoisePlace } from '../autodiff/dropout'
import { crossEntropy, squaredError } from '../autodiff/losses'
import { clipByNorm, type OptimiserChoice, stateCount, update } from '../autodiff/optimisers'
import { checked } from './compile'
import { hoist } from './hoist'
import { keepScalings } from './keepScalings'
import { lookUps } from './lookUps'
import { lower } from './lower'
import type { Lowered, LoweredDecision, Parameter } from './lowered'
import { prune } from './prune'
import { unroll } from './unroll'
import { withoutRaces } from './withoutRaces'

export interface TrainingChoices {
  /** Sizes of every open axis and of the batch. */
  readonly sizes: Readonly<Record<string, number>>
  /** The task field that holds what each decision should say; a loop until an end word has its own. */
  readonly targets: Readonly<Record<string, string>>
  /** Reading without softmax, see `LowerOptions`. */
  readonly linear?: boolean
  /** A step follows the sum of the batch's gradients in place of their mean. */
  readonly sum?: boolean
  /** How many threads the session will have. */
  readonly threads?: number
  /** Absent for a graph that only tells the loss, without dropout. */
  readonly optimiser?: OptimiserChoice
}

export interface TrainingGraph {
  readonly graph: Graph
  /** Places of the weights in the flat vector, in order. */
  readonly layout: readonly WeightPlace[]
  readonly size: number
  /** What {@link NOISE} holds, in order: each element is 0 with probability `rate`, else 1 / (1 − rate). */
  readonly noise: readonly NoisePlace[]
}

export interface WeightPlace {
  readonly name: string
  readonly shape: readonly number[]
  readonly start: number
}

/** Names of the graph's inputs and outputs that are not the task's. */
export const WEIGHTS = 'heed.weights'
export const RATE = 'heed.rate'
export const STEP = 'heed.step'
export const CLIP = 'heed.clip'
export { NOISE }
export const LOSS = 'heed.loss'
export const NORM = 'heed.norm'
export const stateName = (i: number): string => `heed.state.${i}`

/** Where each weight lies in the flat vector. */
export function layoutOf(parameters: Iterable<Parameter>): {
  readonly layout: WeightPlace[]
  readonly size: number
} {
  const layout: WeightPlace[] = []
  let size = 0
  for (const { name, shape } of parameters) {
    layout.push({ name, shape, start: size })
    size += sizeOf(shape)
  }
  return { layout, size }
}

export function compileTraining(document: HeedDocument, choices: TrainingChoices): TrainingGraph {
  checked(document)
  const lowered = lower(document, {
    sizes: choices.sizes,
    forced: true,
    ...(choices.linear && { linear: true }),
  })
  const { builder, graph } = lowered
  const op = operators(builder)
  const parameters = [...lowered.parameters.values()]
  const { layout, size } = layoutOf(parameters)

  const weights = builder.input(WEIGHTS, 'float32', [size])
  takeApart(op, graph, weights, parameters)
  for (const { loop } of everyNode(graph)) if (loop) loop.continue = undefined
  for (const { op: name, inputs, source } of everyNode(graph))
    if (RECURRENT.has(name) && typeof shapeOf(inputs[0])[0] !== 'number')
      throw growingSequence(document, source)
  decomposeRecurrent(builder, graph)
  hoist(graph)
  const scores = lowered.decisions.map((decision) => decision.collectedScores ?? decision.collected)
  prune(graph, scores)
  builder.forgetSizes()
  unroll(builder, graph)
  prune(graph, scores)
  lookUps(builder, graph)
  prune(graph, scores)
  const noise = choices.optimiser ? maskDropout(builder, graph) : []
  const loss = lossOf(op, lowered, choices)
  prune(graph, [loss])

  const outputs: [string, Value][] = [[LOSS, loss]]
  if (choices.optimiser) {
    const found = backward(
      builder,
      graph,
      loss,
      parameters.map(({ value }) => value),
    )
    const flat = op.Concat(
      parameters.map(({ value, shape }) => {
        const count = sizeOf(shape)
        const gradient = found.get(value)
        return gradient ? op.Reshape(gradient, [count]) : op.Zeros(weights, [count])
      }),
      0,
    )
    const limit = builder.input(CLIP, 'float32', [])
    const rate = builder.input(RATE, 'float32', [])
    const step = builder.input(STEP, 'float32', [])
    const state = Array.from({ length: stateCount(choices.optimiser) }, (_, i) =>
      builder.input(stateName(i), 'float32', [size]),
    )
    const whole = choices.sum ? op.Mul(flat, need(choices.sizes.batch, 'the size of the batch')) : flat
    const clipped = clipByNorm(op, whole, limit)
    const next = update(op, choices.optimiser, weights, clipped.gradient, state, rate, step)
    outputs.push([NORM, clipped.norm], [`${WEIGHTS}.next`, next.weights])
    next.state.forEach((value, i) => {
      outputs.push([`${stateName(i)}.next`, value])
    })
  }
  for (const [name, value] of outputs) {
    const named = builder.rename(name, value)
    graph.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [named], attributes: {} })
    graph.outputs.push(named)
  }
  if (choices.threads !== undefined && choices.threads > 1) withoutRaces(builder, graph)
  keepScalings(builder, graph)
  prune(graph, [])
  // What no loss depends on is not asked for.
  const read = new Set(graph.nodes.flatMap((node) => node.inputs))
  graph.inputs.splice(0, Number.POSITIVE_INFINITY, ...graph.inputs.filter((input) => read.has(input)))
  verify(graph)
  return { graph, layout, size, noise }
}

const RECURRENT: ReadonlySet<string> = new Set(['RNN', 'GRU', 'LSTM'])

function growingSequence(document: HeedDocument, source: string | undefined): FaultError {
  const node = source === undefined ? undefined : document.nodes[source]
  return fault(
    'unsupported',
    `${node ? titleOf(node) : 'A recurrent layer'} ▸ input: expected a sequence of one length for learning, found a History, which grows with each step. Wire the value of the step itself into it, and its state through a Previous.`,
  )
}

/** Weights as parts of one vector, at the head of the graph. */
function takeApart(op: Operators, graph: Graph, weights: Value, parameters: readonly Parameter[]): void {
  const before = graph.nodes.splice(0)
  const parts = op.Split(
    weights,
    0,
    parameters.map(({ shape }) => sizeOf(shape)),
  )
  parameters.forEach(({ value, shape }, i) => {
    const sized = op.Reshape(parts[i]!, shape)
    graph.nodes.push({ op: 'Identity', domain: '', inputs: [sized], outputs: [value], attributes: {} })
  })
  graph.nodes.push(...before)
}

/** The sum of every decision's loss. */
function lossOf(op: Operators, lowered: Lowered, choices: TrainingChoices): Value {
  const losses = lowered.decisions.flatMap((decision) => {
    const loss = decisionLoss(op, lowered, decision, choices)
    return loss ? [loss] : []
  })
  const [first, ...rest] = losses
  if (!first)
    throw fault(
      'invalid-document',
      'There is nothing to learn: no decision on the canvas has a target in the task.',
    )
  return rest.reduce((sum, loss) => op.Add(sum, loss), first)
}

function decisionLoss(
  op: Operators,
  lowered: Lowered,
  decision: LoweredDecision,
  { targets }: TrainingChoices,
): Value | undefined {
  // The decision that says the loop's words; any other one in it is the network's own business.
  const speaker = lowered.speakers.find(({ said }) => said === decision.choice)
  const scores = decision.collectedScores ?? decision.collected
  const shape = shapeOf(scores)
  if (speaker && decision.collectedScores) {
    const truth = lowered.fields.find(({ field, suffix }) => field === speaker.field && suffix === '')
    const length = need(lowered.lengthOf(`${speaker.field}.words`), `lengths of ${speaker.field}`)
    const steps = Number(shape[1])
    const mask = op.Less(op.Range(steps), op.Unsqueeze(length, [1]))
    return crossEntropy(op, scores, need(truth, `the words of ${speaker.field}`).value, mask)
  }
  const field = targets[decision.id]
  if (field === undefined) return undefined
  if (decision.loops.length > 0)
    throw fault(
      'unsupported',
      `${decision.title}: a decision inside of a loop learns only where the loop says words until an end word.`,
    )
  const own = lowered.builder.input(
    field,
    decision.collectedScores ? 'int64' : 'float32',
    decision.collectedScores ? shape.slice(0, -1) : shape,
  )
  return decision.collectedScores ? crossEntropy(op, scores, own) : squaredError(op, scores, own)
}
