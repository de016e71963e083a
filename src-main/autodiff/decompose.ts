/**
 * Fused recurrent operators → operators that have gradients, for training. What does not depend on the state is one product for all steps; gate
 * order and biases are ONNX's (https://onnx.ai/onnx/operators/onnx__GRU.html, …__LSTM.html, …__RNN.html).
 *
 * A step holds no mask: behind its end an item goes on with numbers that nobody reads, and the state at its end is looked up. Backwards, each
 * item's own steps are turned round first, so that it too begins at the first step.
 */
import { assert, need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Graph, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { type Cell, cells } from './cells'

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

/** What a recurrent operator reads, its sizes known. */
interface Layer {
  readonly op: Operators
  readonly node: Node
  readonly cell: Cell
  readonly time: number
  readonly batch: number
  readonly hidden: number
  /** `[time · batch, features]` */
  readonly rows: Value
  readonly ends: Ends | undefined
}

/** Where items end, for a batch of several lengths. */
interface Ends {
  /** Rows of `[(time + 1) · batch]`, the state before the first step in front: int64 `[batch]`. */
  readonly last: Value
  /** Rows of `[time · batch]` with each item's steps turned round: int64 `[time · batch]`. */
  readonly turned: Value
  /** 1 where an item still goes on, else 0: `[time · batch, 1]`. */
  readonly going: Value
}

function write(builder: Builder, op: Operators, node: Node, cell: Cell): void {
  const [x, w, r, , lengths, ...initial] = node.inputs
  assert(initial.length <= cell.states, `${node.op} with peepholes is not made by Heed`)
  const [time, batch, features] = shapeOf(x).map(Number) as [number, number, number]
  const layer: Layer = {
    op,
    node,
    cell,
    time,
    batch,
    hidden: Number(shapeOf(r)[2]),
    rows: op.Reshape(x!, [time * batch, features]),
    ends: lengths && endsOf(op, lengths, time, batch),
  }
  const directions = Array.from({ length: Number(shapeOf(w)[0]) }, (_, d) => walk(layer, d))
  const results = [
    op.Concat(
      directions.map(({ all }) => op.Reshape(all, [time, 1, batch, layer.hidden])),
      1,
    ),
    ...Array.from({ length: cell.states }, (_, k) =>
      op.Concat(
        directions.map(({ last }) => op.Unsqueeze(need(last[k], 'a state'), [0])),
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

function endsOf(op: Operators, lengths: Value, time: number, batch: number): Ends {
  const wide = op.Cast(lengths, 'int64')
  const item = op.Range(batch)
  const step = op.Unsqueeze(op.Range(time), [1])
  const going = op.Less(step, wide)
  const turned = op.Where(going, op.Sub(op.Sub(wide, 1), step), step)
  return {
    last: op.Add(op.Mul(wide, batch), item),
    turned: op.Reshape(op.Add(op.Mul(turned, batch), item), [time * batch]),
    going: op.Reshape(op.Cast(going, 'float32'), [time * batch, 1]),
  }
}

/** All steps of one direction: `[time · batch, hidden]`, and the states at the end, `[batch, hidden]`. */
function walk(layer: Layer, d: number): { readonly all: Value; readonly last: readonly Value[] } {
  const { op, node, cell, time, batch, hidden, ends } = layer
  const kind = node.attributes.direction?.type === 'string' ? node.attributes.direction.value : 'forward'
  const backwards = kind === 'reverse' || d === 1
  const turn = (value: Value) => (backwards && ends ? op.Gather(value, ends.turned, 0) : value)
  const weights = prepare(layer, d, turn(layer.rows))

  const first = Array.from({ length: cell.states }, (_, k) => {
    const given = node.inputs[5 + k]
    return given ? op.Gather(given, op.integer(d), 0) : op.Zeros(layer.rows, [batch, hidden])
  })
  let state: readonly Value[] = first
  const steps: (readonly Value[])[] = []
  for (let i = 0; i < time; i++) {
    const t = backwards && !ends ? time - 1 - i : i
    const next = cell.step(
      op,
      node,
      weights,
      weights.given.map((all) => all[t]!),
      state,
    )
    steps[t] = next
    state = next
  }
  const each = (k: number) => steps.map((one) => need(one[k], 'a state'))
  const all = turn(op.Concat(each(0), 0))
  if (!ends) return { all, last: state }
  return {
    all: op.Mul(all, ends.going),
    last: first.map((before, k) => op.Gather(op.Concat([before, ...each(k)], 0), ends.last, 0)),
  }
}

function prepare({ op, node, cell, time, batch, hidden }: Layer, d: number, rows: Value) {
  const [, w, r, b] = node.inputs as [Value, Value, Value, Value | undefined]
  const pick = (value: Value) => {
    const [count, ...rest] = shapeOf(value).map(Number)
    return count === 1 ? op.Reshape(value, rest) : op.Gather(value, op.integer(d), 0)
  }
  const sizes = cell.groups.map((gates) => gates * hidden)
  const apart = (value: Value, axis: number) => (sizes.length === 1 ? [value] : op.Split(value, axis, sizes))
  const recurrence = apart(pick(r), 0).map((part) => op.Transpose(part, [1, 0]))
  const inputs = apart(pick(w), 0).map((part) => op.Transpose(part, [1, 0]))
  let biases: (Value | undefined)[] = []
  let bias: Value | undefined
  if (b) {
    const size = sizes.reduce((sum, one) => sum + one, 0)
    const [given, recurrent] = op.Split(pick(b), 0, [size, size]) as [Value, Value]
    if (cell.joinsBias(node)) biases = apart(op.Add(given, recurrent), 0)
    else {
      const [mine, hers] = [apart(given, 0), apart(recurrent, 0)]
      // Only the last group needs the recurrence's own.
      biases = mine.map((one, i) => (i < sizes.length - 1 ? op.Add(one, hers[i]!) : one))
      bias = hers.at(-1)
    }
  }
  const given = inputs.map((weight, i) => {
    const product = op.MatMul(rows, weight)
    const all = biases[i] ? op.Add(product, biases[i]) : product
    return time === 1 ? [all] : op.Split(all, 0, Array<number>(time).fill(batch))
  })
  return { given, recurrence, bias }
}
