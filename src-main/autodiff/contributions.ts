/**
 * What flows back into one value, from all who read it. Sums are put off until all of it is known, so that pieces become one `Concat` and the
 * products of many steps become one product.
 */
import { assert } from '#shared/base/assert'
import type { Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'
import { fromFront, shapeOf } from '#shared/ops/shapes'

/** The gradient of `[start, end)` along one axis. */
interface Piece {
  readonly axis: number
  readonly start: number
  readonly end: number
  readonly gradient: Value
}

/** `leftᵀ · right`, rows `[n, k]` and `[n, m]`. */
interface Product {
  readonly left: Value
  readonly right: Value
}

export class Contributions {
  readonly #value: Value
  readonly #whole: Value[] = []
  readonly #negative: Value[] = []
  readonly #rows: Value[] = []
  readonly #pieces: Piece[] = []
  readonly #products: Product[] = []

  constructor(value: Value) {
    this.#value = value
  }

  whole(gradient: Value): void {
    this.#whole.push(gradient)
  }

  /** The gradient is the other way. */
  negative(gradient: Value): void {
    this.#negative.push(gradient)
  }

  /** The value was repeated along leading axes, `[…, …value]`: the gradient is the sum over them. */
  rows(gradient: Value): void {
    this.#rows.push(gradient)
  }

  piece(axis: number, start: number, gradient: Value): void {
    const at = fromFront(axis, shapeOf(this.#value).length)
    this.#pieces.push({ axis: at, start, end: start + Number(shapeOf(gradient)[at]), gradient })
  }

  product(left: Value, right: Value): void {
    this.#products.push({ left, right })
  }

  /** All of it as one value of the value's shape. */
  sum(op: Operators): Value {
    const parts = [...this.#whole, ...this.#joined(op)]
    if (this.#rows.length > 0) parts.push(this.#rowSum(op))
    if (this.#products.length > 0) parts.push(this.#product(op))
    const [first, ...rest] = parts
    const total = first && rest.reduce((sum, part) => op.Add(sum, part), first)
    return this.#less(op, total)
  }

  #less(op: Operators, total: Value | undefined): Value {
    if (total) return this.#negative.reduce((sum, part) => op.Sub(sum, part), total)
    const [first, ...rest] = this.#negative
    assert(first, 'a gradient', this.#value.name)
    return op.Neg(rest.reduce((sum, part) => op.Add(sum, part), first))
  }

  /** One sum over the rows of all of them. */
  #rowSum(op: Operators): Value {
    const shape = shapeOf(this.#value).map(Number)
    const extra = (value: Value) => shapeOf(value).length - shape.length
    const [first, ...rest] = this.#rows
    assert(first, 'rows', this.#value.name)
    if (rest.length === 0)
      return op.ReduceSum(
        first,
        Array.from({ length: extra(first) }, (_, i) => i),
      )
    const flat = this.#rows.toReversed().map((value) => {
      const count = shapeOf(value)
        .slice(0, extra(value))
        .reduce<number>((product, dim) => product * Number(dim), 1)
      return extra(value) === 1 ? value : op.Reshape(value, [count, ...shape])
    })
    return op.ReduceSum(op.Concat(flat, 0), [0])
  }

  /** In the order of the way there: then other sums over the same steps read the same rows. */
  #product(op: Operators): Value {
    const products = this.#products.toReversed()
    const left = op.Concat(
      products.map((one) => one.left),
      0,
    )
    const right = op.Concat(
      products.map((one) => one.right),
      0,
    )
    return op.MatMul(op.Transpose(left, [1, 0]), right)
  }

  /** Pieces side by side; those that overlap go into another row of pieces. */
  #joined(op: Operators): Value[] {
    const rows: Piece[][] = []
    const sorted = [...this.#pieces].sort((a, b) => a.axis - b.axis || a.start - b.start)
    for (const piece of sorted) {
      const row = rows.find((one) => one.at(-1)!.axis === piece.axis && one.at(-1)!.end <= piece.start)
      if (row) row.push(piece)
      else rows.push([piece])
    }
    return rows.map((row) => this.#row(op, row))
  }

  #row(op: Operators, row: readonly Piece[]): Value {
    const shape = shapeOf(this.#value).map(Number)
    const { axis } = row[0]!
    const size = shape[axis]!
    if (row.length === 1) {
      const [{ gradient, start, end }] = row as [Piece]
      return start === 0 && end === size ? gradient : op.PadBy(gradient, axis, start, size - end)
    }
    const parts: Value[] = []
    let at = 0
    const fill = (to: number) => {
      if (to > at)
        parts.push(
          op.Zeros(
            row[0]!.gradient,
            shape.map((dim, i) => (i === axis ? to - at : dim)),
          ),
        )
    }
    for (const { start, end, gradient } of row) {
      fill(start)
      parts.push(gradient)
      at = end
    }
    fill(size)
    return op.Concat(parts, axis)
  }
}
