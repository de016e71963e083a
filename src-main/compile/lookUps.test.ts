/** What is said of each row of a table is computed for the table: fewer products, the same places. */
import { describe, expect, it } from 'vitest'
import { Builder } from '#shared/ir/builder'
import type { Value } from '#shared/ir/graph'
import { verify } from '#shared/ir/verify'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { lookUps } from './lookUps'
import { prune } from './prune'

const [BATCH, TIME, SIZE, WIDE] = [4, 6, 3, 5]

/** The shapes of the products' left sides that are left. */
function products(rows: number, between: (op: Operators, found: Value) => Value): (readonly unknown[])[] {
  const builder = new Builder('test')
  const op = operators(builder)
  const table = builder.input('table', 'float32', [rows, SIZE])
  const places = builder.input('places', 'int64', [BATCH, TIME])
  const weights = builder.input('weights', 'float32', [SIZE, WIDE])
  const bias = builder.input('bias', 'float32', [WIDE])
  const found = between(op, op.Gather(table, places, 0))
  builder.root.outputs.push(op.Add(op.MatMul(found, weights), bias))
  const [shape] = builder.root.outputs.map(shapeOf)
  lookUps(builder, builder.root)
  prune(builder.root, [])
  verify(builder.root)
  expect(builder.root.outputs.map(shapeOf)).toEqual([shape])
  return builder.root.nodes.filter((node) => node.op === 'MatMul').map((node) => shapeOf(node.inputs[0]))
}

describe('a product of rows that were looked up', () => {
  it('is one of the table', () => {
    expect(products(7, (_op, found) => found)).toEqual([[7, SIZE]])
  })
  it('is so behind what only puts rows elsewhere', () => {
    const moved = (op: Operators, found: Value) =>
      op.Reshape(op.Transpose(found, [1, 0, 2]), [TIME * BATCH, SIZE])
    expect(products(7, moved)).toEqual([[7, SIZE]])
  })
  it('stays where the table is larger than what is read of it', () => {
    expect(products(BATCH * TIME, (_op, found) => found)).toEqual([[BATCH, TIME, SIZE]])
  })
  it('stays where rows are mixed', () => {
    expect(products(7, (op, found) => op.CumSum(found, 1))).toEqual([[BATCH, TIME, SIZE]])
  })
})
