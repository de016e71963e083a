/** From a gradient to the next weights: clipping and optimiser, behind the backward pass in one graph or in a graph of its own. */
import { Builder } from '#shared/ir/builder'
import type { Graph, Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { operators } from '#shared/ops/operators'
import { clipByNorm, type OptimiserChoice, stateCount, update } from '../autodiff/optimisers'
import { CLIP, gradientName, NORM, RATE, STEP, stateName, WEIGHTS } from './trainingNames'

export interface UpdateChoices {
  readonly optimiser: OptimiserChoice
  /** What the gradient of the mean is multiplied with: the size of the batch, for the gradient of the sum. */
  readonly times?: number
}

/** Appends the update to a graph. Gives its outputs by name. */
export function appendUpdate(
  builder: Builder,
  weights: Value,
  gradient: Value,
  { optimiser, times = 1 }: UpdateChoices,
): [string, Value][] {
  const op = operators(builder)
  const limit = builder.input(CLIP, 'float32', [])
  const rate = builder.input(RATE, 'float32', [])
  const step = builder.input(STEP, 'float32', [])
  const state = Array.from({ length: stateCount(optimiser) }, (_, i) =>
    builder.input(stateName(i), 'float32', [...weights.shape!]),
  )
  const whole = times === 1 ? gradient : op.Mul(gradient, times)
  const clipped = clipByNorm(op, whole, limit)
  const next = update(op, optimiser, weights, clipped.gradient, state, rate, step)
  return [
    [NORM, clipped.norm],
    [`${WEIGHTS}.next`, next.weights],
    ...next.state.map((value, i): [string, Value] => [`${stateName(i)}.next`, value]),
  ]
}

/** The update alone: it takes the gradients of `parts` parts of a batch, which it adds in their order. */
export function compileUpdate(
  choices: UpdateChoices & { readonly size: number; readonly parts: number },
): Graph {
  const builder = new Builder('update')
  const op = operators(builder)
  const weights = builder.input(WEIGHTS, 'float32', [choices.size])
  const gradients = Array.from({ length: choices.parts }, (_, i) =>
    builder.input(gradientName(i), 'float32', [choices.size]),
  )
  const gradient = gradients.reduce((sum, one) => op.Add(sum, one))
  publish(builder, appendUpdate(builder, weights, gradient, choices))
  verify(builder.root)
  return builder.root
}

/** Gives values names, and makes them outputs. */
export function publish(builder: Builder, outputs: readonly (readonly [string, Value])[]): void {
  const graph = builder.root
  for (const [name, value] of outputs) {
    const named = builder.rename(name, value)
    graph.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [named], attributes: {} })
    graph.outputs.push(named)
  }
}
