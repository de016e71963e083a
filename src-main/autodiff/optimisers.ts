/**
 * Optimisers as graph pieces over one flat vector of all weights: a step is a dozen operators, however many weights there are. Formulas as
 * PyTorch has them (https://pytorch.org/docs/stable/optim.html).
 */
import type { Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'

export interface OptimiserChoice {
  readonly name: 'sgd' | 'momentum' | 'adam' | 'adamw'
  /** Momentum's decay. */
  readonly momentum?: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** SGD, momentum and Adam add it to the gradient (L2); AdamW takes it off the weights. */
  readonly weightDecay?: number
}

/** How many vectors of the weights' size an optimiser keeps from step to step; they begin as zeros. */
export function stateCount({ name }: OptimiserChoice): number {
  return { sgd: 0, momentum: 1, adam: 2, adamw: 2 }[name]
}

export interface Update {
  readonly weights: Value
  readonly state: readonly Value[]
}

/**
 * The gradient scaled so that its norm is at most `limit` (a number input; 0 or less leaves it), and the norm before.
 */
export function clipByNorm(
  op: Operators,
  gradient: Value,
  limit: Value,
): { readonly gradient: Value; readonly norm: Value } {
  const norm = op.Sqrt(op.ReduceSum(op.Mul(gradient, gradient), [0]))
  const scale = op.Min(op.Div(limit, op.Add(norm, 1e-6)), 1)
  const wanted = op.Where(op.Greater(limit, 0), scale, op.One(scale))
  return { gradient: op.Mul(gradient, wanted), norm }
}

/**
 * One step. `rate` and `step` (1 for the first) are float scalars given with each run.
 */
export function update(
  op: Operators,
  choice: OptimiserChoice,
  weights: Value,
  given: Value,
  state: readonly Value[],
  rate: Value,
  step: Value,
): Update {
  const decay = choice.weightDecay ?? 0
  const gradient = decay > 0 && choice.name !== 'adamw' ? op.Add(given, op.Mul(weights, decay)) : given
  switch (choice.name) {
    case 'sgd':
      return { weights: op.Sub(weights, op.Mul(rate, gradient)), state: [] }
    case 'momentum': {
      const velocity = op.Add(op.Mul(state[0]!, choice.momentum ?? 0.9), gradient)
      return { weights: op.Sub(weights, op.Mul(rate, velocity)), state: [velocity] }
    }
    default: {
      const [beta1, beta2] = [choice.beta1 ?? 0.9, choice.beta2 ?? 0.999]
      const first = op.Add(op.Mul(state[0]!, beta1), op.Mul(gradient, 1 - beta1))
      const second = op.Add(op.Mul(state[1]!, beta2), op.Mul(op.Mul(gradient, gradient), 1 - beta2))
      /** 1 − βᵗ: the averages begin as zeros and are too small at first. */
      const fix = (beta: number) => op.Sub(1, op.Pow(op.Mul(op.One(step), beta), step))
      // Numbers are worked out with numbers before they meet vectors: √(v / fix) + ε = (√v + ε √fix) / √fix.
      const root = op.Sqrt(fix(beta2))
      const size = op.Add(op.Sqrt(second), op.Mul(root, choice.epsilon ?? 1e-8))
      const pace = op.Div(op.Mul(rate, root), fix(beta1))
      const move = op.Div(op.Mul(first, pace), size)
      const kept =
        choice.name === 'adamw' && decay > 0 ? op.Mul(weights, op.Sub(1, op.Mul(rate, decay))) : weights
      return { weights: op.Sub(kept, move), state: [first, second] }
    }
  }
}
