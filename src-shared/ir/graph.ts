/**
 * The graph every stage reads and writes: ONNX's meaning without its bytes. It knows no protobuf and no runtime.
 * Values have object identity; their names are made unique by the builder and matter only when encoded.
 */

/** ONNX element types by their own names (TensorProto.DataType, lower case). */
export type DType =
  | 'undefined'
  | 'float32'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'string'
  | 'bool'
  | 'float16'
  | 'float64'
  | 'uint32'
  | 'uint64'
  | 'bfloat16'

/** A size, or the name of a size that is known only when the graph runs. */
export type Dim = number | string

export interface Value {
  name: string
  readonly dtype: DType
  /** Absent when even the rank is unknown (graphs that Heed did not build). */
  readonly shape: readonly Dim[] | undefined
}

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[]

/** Row-major. `bool` is a Uint8Array of 0 and 1; `float16` and `bfloat16` are Uint16Array bit patterns. */
export interface Tensor {
  readonly dtype: DType
  readonly dims: readonly number[]
  readonly data: TensorData
}

export type Attribute =
  | { readonly type: 'int'; readonly value: bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly bigint[] }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'tensor'; readonly value: Tensor }
  | { readonly type: 'graph'; readonly value: Graph }

export interface Node {
  readonly op: string
  /** `''` is ai.onnx; `'heed'` holds the structured loop, which never reaches a file. */
  readonly domain: string
  readonly inputs: (Value | undefined)[]
  readonly outputs: (Value | undefined)[]
  readonly attributes: Readonly<Record<string, Attribute>>
  /** The canvas node this came from, or the node's name in a graph that Heed did not build. */
  readonly source?: string | undefined
  /** Present exactly on the structured loop (`domain: 'heed'`, `op: 'Loop'`). */
  readonly loop?: Loop | undefined
}

export interface Graph {
  name: string
  readonly inputs: Value[]
  readonly outputs: Value[]
  /** Constants and weights that lie in the graph. */
  readonly constants: Map<Value, Tensor>
  readonly nodes: Node[]
}

/**
 * The structured loop: what a canvas loop lowers to, and what the three loop passes (`unroll`, `step`, `toLoop`) read. Its
 * body may use any value of the graphs around it. Batch is axis 0 of every value; steps become axis 1 of what is collected.
 */
export interface Loop {
  /** The canvas loop's id. */
  readonly id: string
  readonly body: Graph
  /** Number of steps at the most: an int64 scalar of the outer graph, and its size as the shape knows it. */
  readonly count: Value
  readonly steps: Dim
  /** In the body: the number of the step, an int64 scalar from 0. */
  readonly index: Value
  /** `sequence` [batch, steps, …] outside is `element` [batch, …] inside. */
  readonly elements: { readonly sequence: Value; readonly element: Value }[]
  /** `value` is `initial` in the first step and `next` of the step before in every other; `final` is the last `next`. */
  readonly carries: {
    readonly initial: Value
    readonly value: Value
    next: Value
    readonly final?: Value | undefined
  }[]
  /** `value` [batch, h, …] holds `item` [batch, …] of all steps so far, this one included; `mask` [1, h] is true where one is. */
  readonly histories: { item: Value; readonly value: Value; readonly mask: Value; readonly axis: string }[]
  /** `all` [batch, steps, …] outside collects `item` [batch, …] of each step. */
  readonly collected: { readonly item: Value; readonly all: Value }[]
  /** Names of axes in the body that are as long as the steps so far. */
  readonly growing: readonly string[]
  /** In the body: a bool scalar; when false no further step follows. */
  continue?: Value | undefined
}

export function emptyGraph(name: string): Graph {
  return { name, inputs: [], outputs: [], constants: new Map(), nodes: [] }
}

/** Number of elements of a fully known shape. */
export function sizeOf(dims: readonly number[]): number {
  let size = 1
  for (const dim of dims) size *= dim
  return size
}
