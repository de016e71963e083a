/**
 * Adds a leading steps axis to operators: what does not depend on the step before is computed for all steps at once. One row for each
 * operator; axes are stored counted from the back, so most rows change nothing but the shapes.
 */
import { assert, need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Attribute, Dim, Node, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { intsOf, shapeOf } from '#shared/ops/shapes'

/** The values that have a steps axis so far: `[…]` in the body is `[steps, …]` here. */
export class Lift {
  readonly builder: Builder
  readonly op: Operators
  readonly steps: number
  readonly #lifted = new Map<Value, Value>()
  /** Values that are the same in each step, under another identity outside of the body. */
  readonly #same = new Map<Value, Value>()
  /** Sizes that mean something else once lifted: a history's. */
  readonly #sizes = new Map<Dim, Dim>()

  constructor(builder: Builder, steps: number) {
    this.builder = builder
    this.op = operators(builder)
    this.steps = steps
  }

  has(value: Value): boolean {
    return this.#lifted.has(value)
  }

  set(value: Value, lifted: Value): void {
    this.#lifted.set(value, lifted)
  }

  setSame(value: Value, outer: Value): void {
    this.#same.set(value, outer)
  }

  setSize(size: Dim, lifted: Dim): void {
    this.#sizes.set(size, lifted)
  }

  /** The value without a steps axis. */
  plain(value: Value): Value {
    return this.#same.get(value) ?? value
  }

  get(value: Value): Value | undefined {
    return this.#lifted.get(value)
  }

  shape(value: Value): Dim[] {
    return shapeOf(value).map((dim) => this.#sizes.get(dim) ?? dim)
  }

  /** `[steps, …]`, repeated where it is the same in each step. */
  spread(value: Value): Value {
    const known = this.#lifted.get(value)
    if (known) return known
    const plain = this.plain(value)
    const dims = this.shape(value).map((dim) => (typeof dim === 'number' ? dim : { symbol: dim }))
    return this.op.Expand(plain, [this.steps, ...dims])
  }

  /** Lifted values with axes put in behind the steps axis until they have `rank` axes of their own. */
  aligned(value: Value, rank: number): Value {
    const known = this.#lifted.get(value)
    if (!known) return this.plain(value)
    const missing = rank - shapeOf(value).length
    return missing > 0
      ? this.op.Unsqueeze(
          known,
          Array.from({ length: missing }, (_, i) => i + 1),
        )
      : known
  }

  /** Writes the node for all steps at once. */
  node(node: Node): void {
    if (!node.inputs.some((input) => input && this.has(input))) {
      this.#copy(node)
      return
    }
    const rule = need(
      rules[node.op],
      `a rule that lifts ${node.op}${node.source ? ` of ${node.source}` : ''}`,
    )
    this.builder.source = node.source
    rule(this, node)
  }

  /** Writes `op` with these inputs; the outputs are the node's, with a steps axis. */
  emit(
    node: Node,
    inputs: readonly (Value | undefined)[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): void {
    const types = node.outputs.map(
      (output) => output && { dtype: output.dtype, shape: [this.steps, ...this.shape(output)] },
    )
    const made = this.builder.emit(node.op, inputs, attributes ?? node.attributes, types, {
      domain: node.domain,
    })
    node.outputs.forEach((output, i) => {
      if (output) this.#lifted.set(output, made[i]!)
    })
  }

  /** A node that is the same in each step, written once. */
  #copy(node: Node): void {
    const outputs = node.outputs.map((output) => {
      if (!output) return undefined
      const made = this.builder.value(output.name, output.dtype, this.shape(output))
      this.#same.set(output, made)
      return made
    })
    this.builder.graph.nodes.push({
      ...node,
      inputs: node.inputs.map((input) => input && this.plain(input)),
      outputs,
    })
  }
}

type Rule = (lift: Lift, node: Node) => void

/** One copy for each step: what an operator cannot take all steps of at once, as weights that each repetition has of its own. */
const eachStep: Rule = (lift, node) => {
  const { builder, op } = lift
  const made = Array.from({ length: lift.steps }, (_, step) => {
    const inputs = node.inputs.map((input) => {
      const known = input && lift.get(input)
      return known ? op.Gather(known, builder.int(step), 0) : input && lift.plain(input)
    })
    const types = node.outputs.map((output) => output && { dtype: output.dtype, shape: lift.shape(output) })
    return builder.emit(node.op, inputs, node.attributes, types, { domain: node.domain })
  })
  node.outputs.forEach((output, i) => {
    if (output)
      lift.set(
        output,
        op.Concat(
          made.map((outputs) => op.Unsqueeze(outputs[i]!, [0])),
          0,
        ),
      )
  })
}

/** Operators that broadcast: inputs with fewer axes are aligned behind the steps axis. */
const broadcasting: Rule = (lift, node) => {
  const rank = Math.max(...node.inputs.map((input) => (input ? shapeOf(input).length : 0)))
  lift.emit(
    node,
    node.inputs.map((input) => input && lift.aligned(input, rank)),
  )
}

/** Operators of one value whose axes count from the back; what else they read is the same in each step. */
const onFirst: Rule = (lift, node) => {
  const [first, ...rest] = node.inputs
  if (rest.some((input) => input && lift.has(input))) {
    eachStep(lift, node)
    return
  }
  lift.emit(node, [lift.spread(first!), ...rest.map((input) => input && lift.plain(input))])
}

const transpose: Rule = (lift, node) => {
  const perm = [0, ...intsOf(node.attributes, 'perm').map((axis) => axis + 1)]
  lift.emit(node, [lift.get(node.inputs[0]!)], {
    perm: { type: 'ints', value: perm.map((axis) => BigInt(axis)) },
  })
}

const concat: Rule = (lift, node) => {
  lift.emit(
    node,
    node.inputs.map((input) => input && lift.spread(input)),
  )
}

/** Reshape and Expand: the sizes get the steps in front. */
const withSizes: Rule = (lift, node) => {
  const [x, sizes] = node.inputs
  const more = lift.op.Concat([lift.builder.ints([lift.steps]), lift.plain(sizes!)], 0)
  const rank = shapeOf(node.outputs[0]!).length
  lift.emit(node, [node.op === 'Expand' ? lift.aligned(x!, rank) : lift.get(x!), more])
}

/** The sizes of a value do not change with the step: asked of axes counted from the back. */
const shape: Rule = (lift, node) => {
  const [output] = node.outputs
  const types = [{ dtype: output!.dtype, shape: shapeOf(output!) }]
  const [made] = lift.builder.emit('Shape', [lift.get(node.inputs[0]!)], node.attributes, types)
  lift.setSame(output!, made!)
}

const gather: Rule = (lift, node) => {
  const [data, indices] = node.inputs
  const first =
    node.attributes.axis?.type === 'int' && Number(node.attributes.axis.value) === -shapeOf(data!).length
  if (lift.has(indices!) && (lift.has(data!) || !first)) {
    eachStep(lift, node)
    return
  }
  lift.emit(node, [lift.get(data!) ?? lift.plain(data!), lift.get(indices!) ?? lift.plain(indices!)])
}

/**
 * A product with something that is the same in each step becomes one product: steps join the rows. `[steps, …, m, k] · […, k, n]`.
 */
const matMul: Rule = (lift, node) => {
  const { op } = lift
  const [a, b] = node.inputs as [Value, Value]
  const left = lift.get(a)
  const rank = shapeOf(a).length
  const sizes = lift.shape(a)
  const joins =
    left &&
    !lift.has(b) &&
    shapeOf(b).length === rank &&
    rank > 2 &&
    sizes.every((dim) => typeof dim === 'number')
  if (!joins) {
    broadcasting(lift, node)
    return
  }
  const [m, k] = [Number(sizes.at(-2)), Number(sizes.at(-1))]
  const outer = sizes.slice(0, -2).map(Number)
  const axes = outer.map((_, i) => i + 1)
  const rows = op.Reshape(op.Transpose(left, [...axes, 0, rank - 1, rank]), [...outer, lift.steps * m, k])
  const product = op.MatMul(rows, lift.plain(b))
  const n = Number(lift.shape(node.outputs[0]!).at(-1))
  const back = op.Reshape(product, [...outer, lift.steps, m, n])
  const [output] = node.outputs
  lift.set(output!, op.Transpose(back, [rank - 2, ...outer.map((_, i) => i), rank - 1, rank]))
}

/** Steps join the batch: `x [steps, time, batch, features]`, lengths `[steps, batch]`, states `[steps, directions, batch, hidden]`. */
const recurrent: Rule = (lift, node) => {
  const { op, steps } = lift
  const [x, w, r, b, lengths, ...states] = node.inputs
  if ([w, r, b].some((weight) => weight && lift.has(weight))) {
    eachStep(lift, node)
    return
  }
  const [time, batch, features] = lift.shape(x!).map(Number) as [number, number, number]
  const [directions, , hidden] = lift.shape(node.outputs[1] ?? node.outputs[0]!).map(Number) as [
    number,
    number,
    number,
  ]
  const joined = steps * batch
  const state = (value: Value | undefined) =>
    value && op.Reshape(op.Transpose(lift.spread(value), [1, 0, 2, 3]), [directions, joined, hidden])
  const inputs = [
    op.Reshape(op.Transpose(lift.spread(x!), [1, 0, 2, 3]), [time, joined, features]),
    lift.plain(w!),
    lift.plain(r!),
    b && lift.plain(b),
    lengths && op.Reshape(lift.spread(lengths), [joined]),
    ...states.map(state),
  ]
  const shapes = node.outputs.map(
    (output, i) =>
      output && {
        dtype: output.dtype,
        shape: i === 0 ? [time, directions, joined, hidden] : [directions, joined, hidden],
      },
  )
  const made = lift.builder.emit(node.op, inputs, node.attributes, shapes)
  node.outputs.forEach((output, i) => {
    if (!output) return
    const value = made[i]!
    lift.set(
      output,
      i === 0
        ? op.Transpose(op.Reshape(value, [time, directions, steps, batch, hidden]), [2, 0, 1, 3, 4])
        : op.Transpose(op.Reshape(value, [directions, steps, batch, hidden]), [1, 0, 2, 3]),
    )
  })
}

/** The steps axis is not padded: a zero in front of the beginnings, and one in front of the ends. */
const pad: Rule = (lift, node) => {
  const [x, pads] = node.inputs
  const rank = shapeOf(x!).length
  const known = lift.builder.root.constants.get(lift.plain(pads!))
  assert(known, 'Pad by sizes that are not known', node.source)
  const each = Array.from(known.data as BigInt64Array, Number)
  const more = lift.builder.ints([0, ...each.slice(0, rank), 0, ...each.slice(rank)])
  lift.emit(node, [lift.spread(x!), more])
}

/** A row for each operator that the typed builder emits. */
export const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [
      'Add',
      'Sub',
      'Mul',
      'Div',
      'Pow',
      'Min',
      'Max',
      'And',
      'Or',
      'Equal',
      'Less',
      'LessOrEqual',
      'Greater',
      'Where',
    ].map((name) => [name, broadcasting]),
  ),
  ...Object.fromEntries(
    [
      ...[
        'Neg',
        'Abs',
        'Sqrt',
        'Exp',
        'Log',
        'Tanh',
        'Sigmoid',
        'Relu',
        'Sin',
        'Gelu',
        'Erf',
        'Softplus',
        'Identity',
        'Not',
        'Cast',
      ],
      ...[
        'Softmax',
        'LogSoftmax',
        'LayerNormalization',
        'ReduceSum',
        'ReduceMean',
        'ReduceMax',
        'ArgMax',
        'CumSum',
      ],
      ...['Unsqueeze', 'Squeeze', 'Slice'],
    ].map((name) => [name, onFirst]),
  ),
  Split: onFirst,
  Pad: pad,
  Dropout: onFirst,
  Transpose: transpose,
  Concat: concat,
  Reshape: withSizes,
  Expand: withSizes,
  Shape: shape,
  Gather: gather,
  MatMul: matMul,
  GRU: recurrent,
  LSTM: recurrent,
  RNN: recurrent,
}
