/**
 * What RNN, GRU and LSTM share: ports, parameters, and the lowering to the fused ONNX operator. Weights stand in ONNX's layout: `W{layer}`
 * `[directions, gates · hidden, features]`, `R{layer}` `[directions, gates · hidden, hidden]`, `B{layer}` `[directions, 2 · gates · hidden]`.
 */
import { err, ok, type Result } from '../base/result'
import type { Value } from '../ir/graph'
import type { Direction, RecurrentInputs } from '../ops/operators'
import type { Axis, Bindings, LowerContext, Param, Params, Port, StatesSpec } from './kind'

export const RECURRENT_PARAMS = {
  size: {
    type: 'integer',
    label: 'Units',
    help: 'Size of the state, for each direction.',
    default: 64,
    min: 1,
    max: 4096,
    onCard: true,
  },
  direction: {
    type: 'choice',
    label: 'Direction',
    help: 'Which way the sequence is read; both directions are put side by side.',
    default: 'forward',
    choices: [
      { value: 'forward', label: 'forward' },
      { value: 'reverse', label: 'backward' },
      { value: 'bidirectional', label: 'both' },
    ],
    onCard: true,
  },
  layers: {
    type: 'integer',
    label: 'Layers',
    help: 'Layers on top of one another; each reads the states of the one below.',
    default: 1,
    min: 1,
    max: 16,
  },
} as const satisfies Record<string, Param>

export const RECURRENT_INPUTS: Readonly<Record<string, Port>> = {
  sequence: {
    shape: 'T? D',
    label: 'input',
    help: 'A sequence; or one vector, inside of a loop, for one step.',
  },
  initial: {
    shape: 'H',
    optional: true,
    help: 'The state before the first step; zeros when not wired. Inside of a loop: a Previous.',
  },
}

export const RECURRENT_OUTPUTS: Readonly<Record<string, Port>> = {
  states: { shape: 'T? O', help: 'The state of each step.' },
  last: { shape: 'O', help: 'The state after the last step (of each direction).' },
}

export const RECURRENT_STATES: StatesSpec = {
  output: 'states',
  what: 'states',
  row: 'T',
  column: 'O',
  parts: ({ direction }) => (direction === 'bidirectional' ? ['forward', 'backward'] : undefined),
}

export function recurrentAxes(
  params: Params,
  bound: Bindings,
): Result<Readonly<Record<string, Axis>>, { message: string; mend?: string; port?: string }> {
  const size = Number(params.size)
  const both = params.direction === 'bidirectional'
  const initial = bound.letters.H
  const port = (bound.inputs.initial?.length ?? 0) > 0 ? 'initial' : 'cell'
  if (initial && (both || Number(params.layers) > 1))
    return err({
      message: 'an initial state can be given to one layer and one direction only.',
      mend: 'Set layers to 1 and the direction to forward, or remove the wire.',
      port,
    })
  if (initial && initial.size !== size)
    return err({
      message: `expected ${size} features because the layer has ${size} units, found ${initial.size ?? 'an open size'}.`,
      mend: `Wire it through a Dense of ${size}.`,
      port,
    })
  return ok({ O: { size: both ? 2 * size : size } })
}

/**
 * Lowers all layers. `run` emits one fused operator, and gives the states `[time, directions, batch, hidden]` and the last states
 * `[directions, batch, hidden]` (the LSTM's cell behind them).
 */
export function lowerRecurrent(
  { op, params, inputs, dims, weight, lengthOf }: LowerContext,
  gates: number,
  run: (inputs: RecurrentInputs) => Value[],
): { readonly states: Value; readonly last: Value; readonly rest: Value[] } {
  const hidden = Number(params.size)
  const direction = String(params.direction) as Direction
  const directions = direction === 'bidirectional' ? 2 : 1
  const given = inputs.sequence!
  const sequential = dims.T !== undefined
  const batch = dims.B!
  const length = sequential ? lengthOf('T') : undefined
  const lengths = length && op.Cast(length, 'int32')
  const state = (value: Value | undefined) => value && op.Unsqueeze(value, [0])
  /** `[directions, batch, hidden]` → `[batch, directions · hidden]`. */
  const flat = (value: Value) =>
    directions === 1
      ? op.Squeeze(value, [0])
      : op.Reshape(op.Transpose(value, [1, 0, 2]), [batch, directions * hidden])

  let x = sequential ? op.Transpose(given, [1, 0, 2]) : op.Unsqueeze(given, [0])
  let features = Number(dims.D)
  let ends: Value[] = []
  for (let layer = 1; layer <= Number(params.layers); layer++) {
    const [states, ...last] = run({
      x,
      w: weight(`W${layer}`, [directions, gates * hidden, features], 'glorot'),
      r: weight(`R${layer}`, [directions, gates * hidden, hidden], 'orthogonal'),
      b: weight(`B${layer}`, [directions, 2 * gates * hidden], 'zeros'),
      lengths,
      initial: state(inputs.initial),
      initialCell: state(inputs.cell),
      direction,
      hidden,
    })
    ends = last.map(flat)
    features = directions * hidden
    x =
      directions === 1
        ? op.Squeeze(states!, [1])
        : op.Reshape(op.Transpose(states!, [0, 2, 1, 3]), [dims.T ?? 1, batch, features])
  }
  const [last, ...rest] = ends
  return { states: sequential ? op.Transpose(x, [1, 0, 2]) : last!, last: last!, rest }
}
