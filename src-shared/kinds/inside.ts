/** What a composite kind is made of: a wiring of simpler kinds that computes the same numbers, and how its weights become theirs. */
import type { Result } from '../base/result'
import { sizeOf, type Tensor } from '../ir/graph'
import type { Bindings, Params } from './kind'

export interface InsideNode {
  readonly kind: string
  readonly params?: Params
  readonly title?: string
  /** Relative to the composite node, or to the node's own loop. */
  readonly at: readonly [x: number, y: number]
  /** A loop among the nodes. */
  readonly parent?: string
  readonly size?: { readonly width: number; readonly height: number }
}

/** Weights by `node.param`, of the nodes inside; or by the composite's own names. */
export type NamedWeights = Readonly<Record<string, Tensor>>

export interface Inside {
  readonly nodes: Readonly<Record<string, InsideNode>>
  /** `node.port` to `node.port`, in the order of the ports that take many. */
  readonly wires: readonly (readonly [from: string, to: string])[]
  /** Where each input of the composite goes. */
  readonly inputs: Readonly<Record<string, readonly string[]>>
  /** Where each output of the composite comes from; one that is missing cannot be had inside. */
  readonly outputs: Readonly<Record<string, string>>
  /** Absent where the composite has no weights but those of the nodes inside, under their names. */
  readonly weights?: {
    open(own: NamedWeights): NamedWeights
    close(inner: NamedWeights): NamedWeights
  }
}

/** Gives the wiring of one node; or the sentence that says why this one has none. */
export type InsideOf = (params: Params, bound: Bindings) => Result<Inside, string>

export function isWired(bound: Bindings, port: string): boolean {
  return (bound.inputs[port]?.length ?? 0) > 0
}

function numbers({ data }: Tensor): Float32Array {
  return data as Float32Array
}

function tensor(dims: readonly number[], data: Float32Array): Tensor {
  return { dtype: 'float32', dims, data }
}

/** Rows `from` to `to` of the first axis. */
export function rows(of: Tensor, from: number, to: number): Tensor {
  const width = sizeOf(of.dims.slice(1))
  return tensor([to - from, ...of.dims.slice(1)], numbers(of).slice(from * width, to * width))
}

/** One entry of the first axis, without it. */
export function entry(of: Tensor, at: number): Tensor {
  const { dims, data } = rows(of, at, at + 1)
  return tensor(dims.slice(1), data as Float32Array)
}

/** Tensors of one shape behind a new first axis. */
export function stacked(parts: readonly Tensor[]): Tensor {
  return tensor([parts.length, ...parts[0]!.dims], numbers(above(parts)))
}

/** Tensors above one another. */
export function above(parts: readonly Tensor[]): Tensor {
  const total = parts.reduce((sum, part) => sum + (part.dims[0] ?? 1), 0)
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0))
  let at = 0
  for (const part of parts) {
    data.set(numbers(part), at)
    at += part.data.length
  }
  return tensor([total, ...parts[0]!.dims.slice(1)], data)
}

export function transposed({ dims, data }: Tensor): Tensor {
  const [height, width] = dims as [number, number]
  const turned = new Float32Array(data.length)
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) turned[j * height + i] = Number(data[i * width + j])
  return tensor([width, height], turned)
}

export function sum(a: Tensor, b: Tensor): Tensor {
  const [x, y] = [numbers(a), numbers(b)]
  return tensor(
    a.dims,
    x.map((value, i) => value + y[i]!),
  )
}

export function zeros(dims: readonly number[]): Tensor {
  return tensor(dims, new Float32Array(sizeOf(dims)))
}
