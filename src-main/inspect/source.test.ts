import { expect, test } from 'vitest'
import { emptyGraph, type Graph, type Node, type Value } from '#shared/ir/graph'
import { linksOf } from './links'
import { fromOneTensor } from './source'

const value = (name: string): Value => ({ name, dtype: 'float32', shape: [1, 4, 8] })

/** Queries and keys of `x`; queries are what a gate lets through of a projection. */
function gated(own: boolean) {
  const [x, weight, projected, before, gate, query, key] = [
    ...['x', 'weight', 'projected', 'before', 'gate', 'query', 'key'].map(value),
  ] as [Value, Value, Value, Value, Value, Value, Value]
  const node = (op: string, inputs: Value[], output: Value): Node => ({
    op,
    domain: '',
    inputs,
    outputs: [output],
    attributes: {},
  })
  const graph: Graph = {
    ...emptyGraph('g'),
    inputs: [x],
    outputs: [query, key],
    constants: new Map([[weight, { dtype: 'float32', dims: [8, 8], data: new Float32Array(64) }]]),
    nodes: [
      node('MatMul', [x, weight], projected),
      node('MatMul', [x, weight], before),
      node('Sigmoid', [own ? projected : before], gate),
      node('Mul', [gate, projected], query),
      node('MatMul', [x, weight], key),
    ],
  }
  return fromOneTensor(linksOf(graph, 17, new Map()), query, key)
}

test('a state that a gate lets through is a tensor of its own: it looks at others', () => {
  expect(gated(false)).toBe(false)
})

test('an activation that gates itself is a projection still', () => {
  expect(gated(true)).toBe(true)
})
