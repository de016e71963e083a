/**
 * The typed builder: `op.MatMul(a, b)`. Operators as ONNX spells them (opset 21); a few take sizes or plain numbers where ONNX wants
 * tensors. Axes are stored counted from the back, so that a graph stays right when a leading axis is added to it.
 */
import { assert } from '../base/assert'
import { type Builder, type DimLike, dimLike, dimOf, type ValueShape } from '../ir/builder'
import type { Attribute, Dim, DType, Value } from '../ir/graph'
import { fromFront, reduced, shapeOf, shapes } from './shapes'

const int = (value: number): Attribute => ({ type: 'int', value: BigInt(value) })
const ints = (values: readonly number[]): Attribute => ({ type: 'ints', value: values.map((v) => BigInt(v)) })
const float = (value: number): Attribute => ({ type: 'float', value })
const string = (value: string): Attribute => ({ type: 'string', value })

const dtypeNumber: Partial<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 }

export type Direction = 'forward' | 'reverse' | 'bidirectional'

export interface RecurrentInputs {
  /** `[time, batch, features]` */
  readonly x: Value
  /** `[directions, gates · hidden, features]` */
  readonly w: Value
  /** `[directions, gates · hidden, hidden]` */
  readonly r: Value
  /** `[directions, 2 · gates · hidden]` */
  readonly b?: Value | undefined
  /** int32 `[batch]` */
  readonly lengths?: Value | undefined
  /** `[directions, batch, hidden]` */
  readonly initial?: Value | undefined
  readonly initialCell?: Value | undefined
  readonly direction: Direction
  readonly hidden: number
}

type Binary = (a: Value | number, b: Value | number) => Value
type Unary = (x: Value) => Value
type Reduction = (x: Value, axes: readonly number[], keep?: boolean) => Value

export type Operators = ReturnType<typeof operators>

export function operators(builder: Builder) {
  const emit = (
    op: string,
    inputs: (Value | undefined)[],
    attributes: Readonly<Record<string, Attribute>>,
    type: ValueShape,
  ): Value => builder.emit(op, inputs, attributes, [type])[0]!

  const byTable = (
    op: keyof typeof shapes,
    inputs: (Value | undefined)[],
    attributes: Record<string, Attribute> = {},
  ): Value => emit(op, inputs, attributes, shapes[op](inputs, attributes)[0]!)

  const back = (axis: number, rank: number): number => fromFront(axis, rank) - rank

  /** A number beside a value takes the value's type. */
  const pair = (a: Value | number, b: Value | number): [Value, Value] => {
    const like = (n: number, other: Value | number): Value => {
      const dtype = typeof other === 'number' ? 'float32' : other.dtype
      return dtype === 'int64' ? builder.int(n) : builder.float(n, dtype === 'float64' ? dtype : 'float32')
    }
    return [typeof a === 'number' ? like(a, b) : a, typeof b === 'number' ? like(b, a) : b]
  }
  const binary =
    (op: keyof typeof shapes): Binary =>
    (a, b) =>
      byTable(op, pair(a, b))
  const unary =
    (op: keyof typeof shapes): Unary =>
    (x) =>
      byTable(op, [x])
  const reduction =
    (op: string): Reduction =>
    (x, axes, keep = false) => {
      const rank = shapeOf(x).length
      const fromBack = axes.map((axis) => back(axis, rank))
      return emit(
        op,
        [x, builder.ints(fromBack)],
        { keepdims: int(keep ? 1 : 0) },
        { dtype: x.dtype, shape: reduced(x, axes, keep) },
      )
    }

  const Unsqueeze = (x: Value, axes: readonly number[]): Value => {
    const rank = shapeOf(x).length + axes.length
    const at = axes.map((axis) => fromFront(axis, rank)).sort((p, q) => p - q)
    const shape: Dim[] = [...shapeOf(x)]
    for (const axis of at) shape.splice(axis, 0, 1)
    return emit('Unsqueeze', [x, builder.ints(at.map((axis) => axis - rank))], {}, { dtype: x.dtype, shape })
  }

  /** Sizes as one int64 vector. */
  const vector = (dims: readonly DimLike[]): Value => {
    if (dims.every((dim) => typeof dim === 'number')) return builder.ints(dims as number[])
    const parts: Value[] = []
    let run: number[] = []
    const flush = () => {
      if (run.length > 0) parts.push(builder.ints(run))
      run = []
    }
    for (const dim of dims) {
      if (typeof dim === 'number') run.push(dim)
      else {
        flush()
        parts.push(builder.sizeVector(dim))
      }
    }
    flush()
    return parts.length === 1 ? parts[0]! : byTable('Concat', parts, { axis: int(-1) })
  }

  const zeros = (count: number): number[] => Array<number>(count).fill(0)

  /**
   * `pads` are for every axis: onnxruntime 1.30 takes those of a few axes for those of all when it moves a Transpose over a Pad.
   */
  const pad = (x: Value, pads: Value, at: number, dim: Dim): Value =>
    emit('Pad', [x, pads], {}, { dtype: x.dtype, shape: shapeOf(x).map((d, i) => (i === at ? dim : d)) })

  const recurrent = (
    op: 'RNN' | 'GRU' | 'LSTM',
    i: RecurrentInputs,
    extra: Record<string, Attribute>,
  ): Value[] => {
    const inputs = [i.x, i.w, i.r, i.b, i.lengths, i.initial]
    if (op === 'LSTM') inputs.push(i.initialCell)
    while (inputs.at(-1) === undefined) inputs.pop()
    const attributes = { direction: string(i.direction), hidden_size: int(i.hidden), ...extra }
    return builder.emit(op, inputs, attributes, shapes[op](inputs, attributes)) as Value[]
  }

  return {
    Add: binary('Add'),
    Sub: binary('Sub'),
    Mul: binary('Mul'),
    Div: binary('Div'),
    Pow: binary('Pow'),
    Min: binary('Min'),
    Max: binary('Max'),
    And: binary('And'),
    Or: binary('Or'),
    Equal: binary('Equal'),
    Less: binary('Less'),
    LessOrEqual: binary('LessOrEqual'),
    Greater: binary('Greater'),
    MatMul: binary('MatMul'),
    Neg: unary('Neg'),
    Abs: unary('Abs'),
    Sqrt: unary('Sqrt'),
    Exp: unary('Exp'),
    Log: unary('Log'),
    Tanh: unary('Tanh'),
    Sigmoid: unary('Sigmoid'),
    Relu: unary('Relu'),
    Gelu: unary('Gelu'),
    Softplus: unary('Softplus'),
    Sin: unary('Sin'),
    Identity: unary('Identity'),
    Not: unary('Not'),
    ReduceSum: reduction('ReduceSum'),
    ReduceMean: reduction('ReduceMean'),
    ReduceMax: reduction('ReduceMax'),
    /** All elements: bool → bool scalar, true when every one is. */
    All: (x: Value): Value => {
      const numbers = emit('Cast', [x], { to: int(6) }, { dtype: 'int32', shape: shapeOf(x) })
      const least = emit('ReduceMin', [numbers], { keepdims: int(0) }, { dtype: 'int32', shape: [] })
      return emit('Cast', [least], { to: int(9) }, { dtype: 'bool', shape: [] })
    },
    Softmax: (x: Value, axis = -1): Value =>
      byTable('Softmax', [x], { axis: int(back(axis, shapeOf(x).length)) }),
    Where: (condition: Value, a: Value | number, b: Value | number): Value =>
      byTable('Where', [condition, ...pair(a, b)]),
    Cast: (x: Value, to: DType): Value => {
      const number = dtypeNumber[to]
      assert(number !== undefined, `Cast to ${to}`)
      return x.dtype === to ? x : emit('Cast', [x], { to: int(number) }, { dtype: to, shape: shapeOf(x) })
    },
    Transpose: (x: Value, perm: readonly number[]): Value =>
      byTable('Transpose', [x], { perm: ints(perm.map((axis) => fromFront(axis, perm.length))) }),
    Unsqueeze,
    Squeeze: (x: Value, axes: readonly number[]): Value => {
      const rank = shapeOf(x).length
      const fromBack = axes.map((axis) => back(axis, rank))
      return emit(
        'Squeeze',
        [x, builder.ints(fromBack)],
        {},
        { dtype: x.dtype, shape: reduced(x, axes, false) },
      )
    },
    Concat: (values: readonly Value[], axis: number): Value =>
      values.length === 1
        ? values[0]!
        : byTable('Concat', [...values], { axis: int(back(axis, shapeOf(values[0]).length)) }),
    Gather: (data: Value, indices: Value, axis = 0): Value =>
      byTable('Gather', [data, indices], { axis: int(back(axis, shapeOf(data).length)) }),
    /** `x[start:end]` along one axis; a missing `end` is the end. Negative bounds count from the end. */
    Slice: (x: Value, axis: number, start: number, end: number | undefined, size: Dim): Value => {
      const shape = shapeOf(x)
      const at = fromFront(axis, shape.length)
      const inputs = [
        x,
        builder.ints([start]),
        builder.ints([end ?? 2 ** 40]),
        builder.ints([at - shape.length]),
      ]
      return emit(
        'Slice',
        inputs,
        {},
        { dtype: x.dtype, shape: shape.map((dim, i) => (i === at ? size : dim)) },
      )
    },
    Reshape: (x: Value, dims: readonly DimLike[]): Value => {
      const from = shapeOf(x)
      const shape = dims.map(dimOf)
      // Sizes that stay where they are are copied (0), and one more may be worked out (-1): no Shape is needed for most.
      const short: DimLike[] = dims.map((dim, i) =>
        typeof dim !== 'number' && from[i] === dim.symbol ? 0 : dim,
      )
      const left = short.filter((dim) => typeof dim !== 'number').length
      const vectorDims = left === 1 ? short.map((dim) => (typeof dim === 'number' ? dim : -1)) : short
      return emit('Reshape', [x, vector(left <= 1 ? vectorDims : dims)], {}, { dtype: x.dtype, shape })
    },
    Expand: (x: Value, dims: readonly DimLike[]): Value =>
      emit('Expand', [x, vector(dims)], {}, { dtype: x.dtype, shape: dims.map(dimOf) }),
    /** A value of this shape that is the same number everywhere. */
    Full: (dims: readonly DimLike[], number: number): Value =>
      emit('Expand', [builder.float(number), vector(dims)], {}, { dtype: 'float32', shape: dims.map(dimOf) }),
    /** 0, 1, 2, … as int64 `[size]`. */
    Range: (size: DimLike): Value => {
      if (typeof size === 'number') return builder.ints(Array.from({ length: size }, (_, i) => i))
      const limit = emit('Squeeze', [builder.sizeVector(size)], {}, { dtype: 'int64', shape: [] })
      return emit(
        'Range',
        [builder.int(0), limit, builder.int(1)],
        {},
        { dtype: 'int64', shape: [dimOf(size)] },
      )
    },
    /** The size of one axis as an int64 vector of one element. */
    SizeOf: (x: Value, axis: number): Value => {
      const rank = shapeOf(x).length
      const at = back(axis, rank)
      // `end: 0` would be empty: the last axis has no end.
      const attributes: Record<string, Attribute> =
        at === -1 ? { start: int(at) } : { start: int(at), end: int(at + 1) }
      return emit('Shape', [x], attributes, { dtype: 'int64', shape: [1] })
    },
    /** Zeros behind one axis until it has `size` entries (an int64 scalar). */
    PadEnd: (x: Value, axis: number, size: Value, dim: Dim): Value => {
      const shape = shapeOf(x)
      const at = fromFront(axis, shape.length)
      const behind = shape.length - 1 - at
      const now = emit('Shape', [x], { start: int(at), end: int(at + 1) }, { dtype: 'int64', shape: [1] })
      const more = byTable('Sub', [Unsqueeze(size, [0]), now])
      const parts = [
        builder.ints(zeros(shape.length + at)),
        more,
        ...(behind > 0 ? [builder.ints(zeros(behind))] : []),
      ]
      return pad(x, byTable('Concat', parts, { axis: int(-1) }), at, dim)
    },
    /** The first `size` entries (an int64 vector of one element) of one axis. */
    CutTo: (x: Value, axis: number, size: Value, dim: Dim): Value => {
      const shape = shapeOf(x)
      const at = back(axis, shape.length)
      const inputs = [x, builder.ints([0]), size, builder.ints([at])]
      return emit(
        'Slice',
        inputs,
        {},
        { dtype: x.dtype, shape: shape.map((d, i) => (i - shape.length === at ? dim : d)) },
      )
    },
    LogSoftmax: (x: Value, axis = -1): Value =>
      byTable('LogSoftmax', [x], { axis: int(back(axis, shapeOf(x).length)) }),
    /** Parts of these sizes along one axis. */
    Split: (x: Value, axis: number, sizes: readonly number[]): Value[] => {
      const shape = shapeOf(x)
      const at = fromFront(axis, shape.length)
      const types = sizes.map((size) => ({
        dtype: x.dtype,
        shape: shape.map((d, i) => (i === at ? size : d)),
      }))
      const attributes = { axis: int(at - shape.length) }
      return builder.emit('Split', [x, builder.ints(sizes)], attributes, types) as Value[]
    },
    /** Changes nothing in a run; training puts a mask in its place. */
    Dropout: (x: Value, rate: number): Value => byTable('Dropout', [x, builder.float(rate)]),
    /** Zeros before and behind along one axis. */
    PadBy: (x: Value, axis: number, before: number, behind: number): Value => {
      const shape = shapeOf(x)
      const at = fromFront(axis, shape.length)
      const pads = zeros(2 * shape.length)
      pads[at] = before
      pads[shape.length + at] = behind
      return pad(x, builder.ints(pads), at, Number(shape[at]) + before + behind)
    },
    /** Zeros of the type of `like`. */
    Zeros: (like: Value, dims: readonly number[]): Value =>
      emit(
        'Expand',
        [builder.float(0, like.dtype === 'float64' ? 'float64' : 'float32'), vector(dims)],
        {},
        {
          dtype: like.dtype,
          shape: [...dims],
        },
      ),
    /** The number 1 of the type of `like`. */
    One: (like: Value): Value => builder.float(1, like.dtype === 'float64' ? 'float64' : 'float32'),
    Erf: unary('Erf'),
    /** Sums from each element to the last one. */
    CumSumBack: (x: Value, axis: number): Value =>
      byTable('CumSum', [x, builder.int(back(axis, shapeOf(x).length))], { reverse: int(1) }),
    /** Adds rows `[n, …]` to zeros `[size, …]` at these places, int64 `[n]`. */
    ScatterRows: (rows: Value, places: Value, size: number): Value => {
      const shape = [size, ...shapeOf(rows).slice(1)]
      const zeros = emit(
        'Expand',
        [builder.float(0, rows.dtype === 'float64' ? 'float64' : 'float32'), vector(shape.map(Number))],
        {},
        {
          dtype: rows.dtype,
          shape,
        },
      )
      const inputs = [zeros, Unsqueeze(places, [1]), rows]
      return emit('ScatterND', inputs, { reduction: string('add') }, { dtype: rows.dtype, shape })
    },
    CumSum: (x: Value, axis: number): Value =>
      byTable('CumSum', [x, builder.int(back(axis, shapeOf(x).length))]),
    ArgMax: (x: Value, axis: number): Value =>
      byTable('ArgMax', [x], { axis: int(back(axis, shapeOf(x).length)), keepdims: int(0) }),
    LayerNormalization: (x: Value, scale: Value, bias: Value, epsilon = 1e-5): Value =>
      byTable('LayerNormalization', [x, scale, bias], { axis: int(-1), epsilon: float(epsilon) }),
    /** Returns states `[time, directions, batch, hidden]` and the last state `[directions, batch, hidden]`. */
    RNN: (i: RecurrentInputs): Value[] =>
      recurrent('RNN', i, {
        activations: { type: 'strings', value: Array(i.direction === 'bidirectional' ? 2 : 1).fill('Tanh') },
      }),
    /** `linear_before_reset` as PyTorch does it: the reset gate is applied to R·h + b. */
    GRU: (i: RecurrentInputs & { linearBeforeReset: boolean }): Value[] =>
      recurrent('GRU', i, { linear_before_reset: int(i.linearBeforeReset ? 1 : 0) }),
    LSTM: (i: RecurrentInputs): Value[] => recurrent('LSTM', i, {}),
    /** Any operator, its output's type given: for operators that no kind emits. */
    Raw: emit,
    /** The second output of any operator of two outputs. */
    RawSecond: (
      op: string,
      inputs: Value[],
      attributes: Readonly<Record<string, Attribute>>,
      types: [ValueShape, ValueShape],
    ): Value => builder.emit(op, inputs, attributes, types)[1]!,
    vector,
    number: (n: number): Value => builder.float(n),
    integer: (n: number): Value => builder.int(n),
    constant: (dims: readonly number[], data: Float32Array): Value =>
      builder.constant({ dtype: 'float32', dims, data }),
    /** A size of this value's shape, for operators that take sizes. */
    dim: (x: Value, axis: number): DimLike => dimLike(shapeOf(x)[fromFront(axis, shapeOf(x).length)]!),
  }
}
