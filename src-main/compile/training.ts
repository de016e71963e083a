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
import type { OptimiserChoice } from '../autodiff/optimisers'
import { checked } from './compile'
import { hoist } from './hoist'
import { keepScalings } from './keepScalings'
import { lookUps } from './lookUps'
import { lower } from './lower'
import type { Parameter } from './lowered'
import { prune } from './prune'
import { type LossChoices, lossOf } from './trainingLoss'
import { GRADIENT, LOSS, WEIGHTS } from './trainingNames'
import { appendUpdate, publish } from './trainingUpdate'
import { unroll } from './unroll'

export interface TrainingChoices extends LossChoices {
  /** Reading without softmax, see `LowerOptions`. */
  readonly linear?: boolean
  /** A step follows the sum of the batch's gradients in place of their mean. */
  readonly sum?: boolean
  /**
   * Absent for a graph that only tells the loss, without dropout. `gradient`: it tells the gradient, too, and leaves the update to
   * `compileUpdate`.
   */
  readonly optimiser?: OptimiserChoice | 'gradient'
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

export * from './trainingNames'
export { NOISE }

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
    if (choices.optimiser === 'gradient') outputs.push([GRADIENT, flat])
    else {
      const times = choices.sum ? need(choices.sizes.batch, 'the size of the batch') : 1
      outputs.push(...appendUpdate(builder, weights, flat, { optimiser: choices.optimiser, times }))
    }
  }
  publish(builder, outputs)
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
