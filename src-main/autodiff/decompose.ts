/**
 * Fused recurrent operators → operators that have gradients, for training. What does not depend on the state is one product for all steps; gate
 * order and biases are ONNX's (https://onnx.ai/onnx/operators/onnx__GRU.html, …__LSTM.html, …__RNN.html).
 */
import { assert, need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { intOf, shapeOf } from '#shared/ops/shapes'

/** Changes the graph in place, bodies of loops too. Sizes must be known. */
export function decomposeRecurrent(builder: Builder, graph: Graph): void {
  const op = operators(builder)
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      builder.source = node.source
      if (node.loop) decomposeRecurrent(builder, node.loop.body)
      const cell = node.domain === '' ? cells[node.op] : undefined
      if (cell) write(builder, op, node, cell)
      else graph.nodes.push(node)
    }
  })
}

interface Direction {
  readonly hidden: number
  /** Input part of all gates, `[time, batch, gates · hidden]`, biases included where they may be. */
  readonly given: Value
  /** `[hidden, gates · hidden]` */
  readonly recurrence: Value
  /** Bias of the recurrence, `[gates · hidden]`, where a cell needs it apart. */
  readonly bias: Value | undefined
}

/** State of one step: `[batch, hidden]`, the LSTM's cell behind it. */
type State = readonly Value[]

interface Cell {
  readonly gates: number
  readonly states: number
  /** Whether the recurrence's bias can be added to the input part. */
  readonly joinsBias: (node: Node) => boolean
  readonly step: (op: Operators, node: Node, direction: Direction, given: Value, state: State) => State
}

const cells: Readonly<Record<string, Cell>> = {
  RNN: {
    gates: 1,
    states: 1,
    joinsBias: () => true,
    step: (op, _node, { recurrence }, given, [h]) => [op.Tanh(op.Add(given, op.MatMul(h!, recurrence)))],
  },
  // Gates in the order z, r, h.
  GRU: {
    gates: 3,
    states: 1,
    joinsBias: (node) => intOf(node.attributes, 'linear_before_reset', 0) === 0,
    step: (op, node, { hidden, recurrence, bias }, given, [h]) => {
      const before = intOf(node.attributes, 'linear_before_reset', 0) === 0
      const sizes = [2 * hidden, hidden]
      const [givenGates, givenNew] = op.Split(given, 1, sizes)
      if (before) {
        const [gatesR, newR] = op.Split(recurrence, 1, sizes)
        const [z, r] = op.Split(op.Sigmoid(op.Add(givenGates!, op.MatMul(h!, gatesR!))), 1, [hidden, hidden])
        const fresh = op.Tanh(op.Add(givenNew!, op.MatMul(op.Mul(r!, h!), newR!)))
        return [op.Add(fresh, op.Mul(z!, op.Sub(h!, fresh)))]
      }
      const product = op.MatMul(h!, recurrence)
      const [hiddenGates, hiddenNew] = op.Split(bias ? op.Add(product, bias) : product, 1, sizes)
      const [z, r] = op.Split(op.Sigmoid(op.Add(givenGates!, hiddenGates!)), 1, [hidden, hidden])
      const fresh = op.Tanh(op.Add(givenNew!, op.Mul(r!, hiddenNew!)))
      return [op.Add(fresh, op.Mul(z!, op.Sub(h!, fresh)))]
    },
  },
  // Gates in the order i, o, f, c.
  LSTM: {
    gates: 4,
    states: 2,
    joinsBias: () => true,
    step: (op, _node, { hidden, recurrence }, given, [h, c]) => {
      const [gates, fresh] = op.Split(op.Add(given, op.MatMul(h!, recurrence)), 1, [3 * hidden, hidden])
      const [i, o, f] = op.Split(op.Sigmoid(gates!), 1, [hidden, hidden, hidden])
      const cell = op.Add(op.Mul(f!, c!), op.Mul(i!, op.Tanh(fresh!)))
      return [op.Mul(o!, op.Tanh(cell)), cell]
    },
  },
}

function write(builder: Builder, op: Operators, node: Node, cell: Cell): void {
  const [x, w, r, b, lengths, ...initial] = node.inputs
  assert(initial.length <= cell.states, `${node.op} with peepholes is not made by Heed`)
  const [time, batch] = shapeOf(x).map(Number) as [number, number]
  const directions = Number(shapeOf(w)[0])
  const hidden = Number(shapeOf(r)[2])
  const kind = node.attributes.direction?.type === 'string' ? node.attributes.direction.value : 'forward'

  // Which items are still going on at each step: [time, batch, 1].
  const alive =
    lengths && op.Unsqueeze(op.Less(op.Unsqueeze(op.Range(time), [1]), op.Cast(lengths, 'int64')), [2])
  const stacks: Value[] = []
  const ends: Value[][] = []
  for (let d = 0; d < directions; d++) {
    const direction = prepare(op, node, cell, { x: x!, w: w!, r: r!, b }, d, hidden)
    let state: Value[] = Array.from({ length: cell.states }, (_, i) => {
      const given = initial[i]
      return given ? op.Gather(given, op.integer(d), 0) : op.Zeros(x!, [batch, hidden])
    })
    const outputs: Value[] = []
    for (let i = 0; i < time; i++) {
      const t = kind === 'reverse' || d === 1 ? time - 1 - i : i
      const given = op.Gather(direction.given, op.integer(t), 0)
      const next = cell.step(op, node, direction, given, state)
      // An item that has not begun (backwards) or has ended keeps its state.
      const going = alive && op.Gather(alive, op.integer(t), 0)
      const before = state
      state = next.map((value, k) => (going ? op.Where(going, value, before[k]!) : value))
      outputs[t] = op.Unsqueeze(next[0]!, [0])
    }
    const all = op.Concat(outputs, 0)
    stacks.push(op.Unsqueeze(alive ? op.Where(alive, all, op.Zeros(x!, [1])) : all, [1]))
    ends.push(state)
  }
  const results = [
    op.Concat(stacks, 1),
    ...Array.from({ length: cell.states }, (_, k) =>
      op.Concat(
        ends.map((state) => op.Unsqueeze(need(state[k], 'a state'), [0])),
        0,
      ),
    ),
  ]
  node.outputs.forEach((output, i) => {
    if (output)
      builder.graph.nodes.push({
        op: 'Identity',
        domain: '',
        inputs: [results[i]],
        outputs: [output],
        attributes: {},
        source: node.source,
      })
  })
}

function prepare(
  op: Operators,
  node: Node,
  cell: Cell,
  { x, w, r, b }: { x: Value; w: Value; r: Value; b: Value | undefined },
  d: number,
  hidden: number,
): Direction {
  const pick = (value: Value) => op.Gather(value, op.integer(d), 0)
  const product = op.MatMul(x, op.Transpose(pick(w), [1, 0]))
  const recurrence = op.Transpose(pick(r), [1, 0])
  if (!b) return { hidden, given: product, recurrence, bias: undefined }
  const size = cell.gates * hidden
  const [given, recurrent] = op.Split(pick(b), 0, [size, size])
  if (cell.joinsBias(node))
    return { hidden, given: op.Add(product, op.Add(given!, recurrent!)), recurrence, bias: undefined }
  return { hidden, given: op.Add(product, given!), recurrence, bias: recurrent }
}
