/**
 * Builds graphs. The one place that makes names unique, stores constants and knows which graph is being written to; what an
 * operator means for types stands in `ops/`.
 */
import { assert, need } from '../base/assert'
import {
  type Attribute,
  type Dim,
  type DType,
  emptyGraph,
  type Graph,
  type Loop,
  type Node,
  type Tensor,
  type Value,
} from './graph'

/** A size known only when the graph runs; the builder can give it as a value. */
export interface SymbolicDim {
  readonly symbol: string
}

export type DimLike = number | SymbolicDim

export interface ValueShape {
  readonly dtype: DType
  readonly shape: readonly Dim[]
}

export function dimOf(dim: DimLike): Dim {
  return typeof dim === 'number' ? dim : dim.symbol
}

export function dimLike(dim: Dim): DimLike {
  return typeof dim === 'number' ? dim : { symbol: dim }
}

interface Scope {
  readonly graph: Graph
  /** Sizes that have been computed in this graph: int64 vectors of one element. */
  readonly sizes: Map<string, Value>
}

export class Builder {
  readonly root: Graph
  /** Canvas node that operators are being made for. */
  source: string | undefined
  private readonly names = new Set<string>()
  private readonly values = new Map<string, Value>()
  private readonly scopes: Scope[]
  private readonly sizeSources = new Map<string, () => Value>()
  private readonly shared = new Map<string, Value>()

  constructor(name: string) {
    this.root = emptyGraph(name)
    this.scopes = [{ graph: this.root, sizes: new Map() }]
  }

  get graph(): Graph {
    return this.scopes.at(-1)!.graph
  }

  /** A value of a fresh name; `exact` insists on the name as given. */
  value(name: string, dtype: DType, shape: readonly Dim[] | undefined, exact = false): Value {
    const value: Value = { name: this.name(name, exact), dtype, shape }
    this.values.set(value.name, value)
    return value
  }

  /** A value of the type of another that has exactly this name; whatever had the name before gets another. */
  rename(name: string, like: Value): Value {
    const clean = name.replace(/[^A-Za-z0-9_.-]/g, '_')
    const other = this.values.get(clean)
    if (other) other.name = this.name(`${clean}.inner`, false)
    this.names.add(clean)
    return { name: clean, dtype: like.dtype, shape: like.shape }
  }

  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    const value = this.value(name, dtype, shape, true)
    this.root.inputs.push(value)
    return value
  }

  /** Constants lie in the root graph, where every body sees them. */
  constant(tensor: Tensor, name = 'constant'): Value {
    const value = this.value(name, tensor.dtype, tensor.dims)
    this.root.constants.set(value, tensor)
    return value
  }

  /** A float32 scalar (or float64, where graphs are checked); equal numbers share one constant. */
  float(number: number, dtype: 'float32' | 'float64' = 'float32'): Value {
    const data = dtype === 'float32' ? Float32Array.of(number) : Float64Array.of(number)
    return this.once(`${dtype}${number}`, () => this.constant({ dtype, dims: [], data }, 'number'))
  }

  /** An int64 scalar. */
  int(number: number): Value {
    return this.once(`i${number}`, () =>
      this.constant({ dtype: 'int64', dims: [], data: BigInt64Array.of(BigInt(number)) }, 'integer'),
    )
  }

  /** An int64 vector. */
  ints(numbers: readonly number[]): Value {
    return this.once(`v${numbers.join(',')}`, () =>
      this.constant(
        { dtype: 'int64', dims: [numbers.length], data: BigInt64Array.from(numbers, (n) => BigInt(n)) },
        'integers',
      ),
    )
  }

  /** A scalar of this type that is 0, or false. */
  zero(dtype: DType): Value {
    if (dtype === 'bool') return this.constant({ dtype, dims: [], data: Uint8Array.of(0) }, 'no')
    return dtype === 'int64' ? this.int(0) : this.float(0)
  }

  emit(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly (ValueShape | undefined)[],
    extra: { domain?: string; loop?: Loop; name?: string } = {},
  ): (Value | undefined)[] {
    const made = outputs.map((output) =>
      output
        ? this.value(
            extra.name ?? `${this.source ?? ''}${this.source ? '.' : ''}${op}`,
            output.dtype,
            output.shape,
          )
        : undefined,
    )
    const node: Node = {
      op,
      domain: extra.domain ?? '',
      inputs: [...inputs],
      outputs: made,
      attributes,
      source: this.source,
      loop: extra.loop,
    }
    this.graph.nodes.push(node)
    return made
  }

  /**
   * Runs `write` with `graph` as the graph that is written to: a loop's body, opened in the present graph, or a graph that is open
   * around it.
   */
  within<T>(graph: Graph, write: () => T): T {
    const open = this.scopes.findIndex((scope) => scope.graph === graph)
    // What bodies know, the graphs around them do not.
    const inner = open < 0 ? [] : this.scopes.splice(open + 1)
    if (open < 0) this.scopes.push({ graph, sizes: new Map() })
    try {
      return write()
    } finally {
      if (open < 0) this.scopes.pop()
      else this.scopes.push(...inner)
    }
  }

  /** The graph around `body`, while `body` is open. */
  around(body: Graph): Graph {
    const at = this.scopes.findIndex((scope) => scope.graph === body)
    return need(this.scopes[at - 1], `a graph around ${body.name}`).graph
  }

  /** Sizes are found anew from now on: for passes, after operators may have been taken out. */
  forgetSizes(): void {
    for (const scope of this.scopes) scope.sizes.clear()
  }

  /** Says how a symbolic size is found: called at most once in each graph that needs it and does not lie inside one that has it. */
  defineSize(symbol: string, find: () => Value): void {
    this.sizeSources.set(symbol, find)
  }

  /** The size as an int64 vector of one element. */
  sizeVector(dim: DimLike): Value {
    if (typeof dim === 'number') return this.ints([dim])
    for (const scope of this.scopes) {
      const known = scope.sizes.get(dim.symbol)
      if (known) return known
    }
    const find = need(this.sizeSources.get(dim.symbol), `size ${dim.symbol}`)
    const value = find()
    assert(value.dtype === 'int64', 'a size must be int64', dim)
    this.scopes.at(-1)!.sizes.set(dim.symbol, value)
    return value
  }

  private once(key: string, make: () => Value): Value {
    const known = this.shared.get(key)
    // Tidying may have taken out a constant that nobody read then.
    if (known && this.root.constants.has(known)) return known
    const value = make()
    this.shared.set(key, value)
    return value
  }

  private name(wanted: string, exact: boolean): string {
    const clean = wanted.replace(/[^A-Za-z0-9_.-]/g, '_') || 'value'
    assert(!exact || !this.names.has(clean), `the name ${clean} is taken`)
    let name = clean
    for (let i = 1; this.names.has(name); i++) name = `${clean}_${i}`
    this.names.add(name)
    return name
  }
}
