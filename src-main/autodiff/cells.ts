/** One step of each recurrent operator, in plain operators. Gate order and biases are ONNX's. */
import type { Node, Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'
import { intOf, shapeOf } from '#shared/ops/shapes'

/** What is the same in each step. */
export interface Recurrence {
  /** `[hidden, gates · hidden]` for each group of gates. */
  readonly recurrence: readonly Value[]
  /** Bias of the recurrence of the last group, `[hidden]`, where a cell needs it apart. */
  readonly bias: Value | undefined
}

/** `[batch, hidden]`, the LSTM's cell behind it. */
type State = readonly Value[]

export interface Cell {
  /** Gates that are one product each: how many. */
  readonly groups: readonly number[]
  readonly states: number
  /** Whether the recurrence's bias can be added to the input part of every gate. */
  readonly joinsBias: (node: Node) => boolean
  /** `given` is the input part, `[batch, gates · hidden]` for each group. */
  readonly step: (
    op: Operators,
    node: Node,
    weights: Recurrence,
    given: readonly Value[],
    state: State,
  ) => State
}

export const cells: Readonly<Record<string, Cell>> = {
  RNN: {
    groups: [1],
    states: 1,
    joinsBias: () => true,
    step: (op, _node, { recurrence }, [given], [h]) => [op.Tanh(plus(op, given!, h!, recurrence[0]!))],
  },
  // Gates in the order z, r, h.
  GRU: {
    groups: [2, 1],
    states: 1,
    joinsBias: resetsBefore,
    step: (op, node, { recurrence, bias }, [given, givenNew], [h]) => {
      const [gatesR, newR] = recurrence as [Value, Value]
      const [z, r] = equalParts(op, op.Sigmoid(plus(op, given!, h!, gatesR)), 2) as [Value, Value]
      if (resetsBefore(node)) {
        const fresh = op.Tanh(plus(op, givenNew!, op.Mul(r, h!), newR))
        return [op.Add(fresh, op.Mul(z, op.Sub(h!, fresh)))]
      }
      const product = op.MatMul(h!, newR)
      const fresh = op.Tanh(op.Add(givenNew!, op.Mul(r, bias ? op.Add(product, bias) : product)))
      return [op.Add(fresh, op.Mul(z, op.Sub(h!, fresh)))]
    },
  },
  // Gates in the order i, o, f, c.
  LSTM: {
    groups: [1, 1, 1, 1],
    states: 2,
    joinsBias: () => true,
    step: (op, _node, { recurrence }, given, [h, c]) => {
      // A product for each gate: its activation is fused with it, and nothing is taken apart and put together again.
      const [i, o, f, fresh] = given.map((one, gate) => plus(op, one, h!, recurrence[gate]!))
      const cell = op.Add(op.Mul(op.Sigmoid(f!), c!), op.Mul(op.Sigmoid(i!), op.Tanh(fresh!)))
      return [op.Mul(op.Sigmoid(o!), op.Tanh(cell)), cell]
    },
  },
}

/** Whether the reset gate is applied to the state, or to its product. */
function resetsBefore(node: Node): boolean {
  return intOf(node.attributes, 'linear_before_reset', 0) === 0
}

/** `given + h · weights` */
function plus(op: Operators, given: Value, h: Value, weights: Value): Value {
  return op.Add(given, op.MatMul(h, weights))
}

function equalParts(op: Operators, value: Value, count: number): Value[] {
  const size = Number(shapeOf(value)[1]) / count
  return op.Split(value, 1, Array<number>(count).fill(size))
}
