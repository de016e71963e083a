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
  readonly #pieces: Piece[] = []
  readonly #products: Product[] = []

  constructor(value: Value) {
    this.#value = value
  }

  whole(gradient: Value): void {
    this.#whole.push(gradient)
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
    if (this.#products.length > 0) parts.push(this.#product(op))
    const [first, ...rest] = parts
    assert(first, 'a gradient', this.#value.name)
    return rest.reduce((total, part) => op.Add(total, part), first)
  }

  #product(op: Operators): Value {
    const left = op.Concat(
      this.#products.map((one) => one.left),
      0,
    )
    const right = op.Concat(
      this.#products.map((one) => one.right),
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
