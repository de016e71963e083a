import { expect, test } from 'vitest'
import { columnLayout } from '#shared/pictures/level/columns'
import type { LevelNode } from '#shared/pictures/level/repeats'
import { neighbour } from './neighbours'

function node(id: string): LevelNode {
  return { id, type: 'operator', title: id, operator: 'MatMul', enter: [], operators: 1, sites: [] }
}

/** Two ways from `a` to `d`. */
const diamond = {
  nodes: ['a', 'b', 'c', 'd'].map(node),
  wires: ['ab', 'ac', 'bd', 'cd'].map(([from, to]) => ({ from: from!, to: to!, tensors: [] })),
}

test('arrow keys go to the nearest card that way', () => {
  const layout = columnLayout(diamond)
  expect(neighbour(layout, undefined, 'ArrowRight')).toBe('a')
  expect(neighbour(layout, 'a', 'ArrowRight')).toBe('b')
  expect(neighbour(layout, 'b', 'ArrowDown')).toBe('c')
  expect(neighbour(layout, 'c', 'ArrowUp')).toBe('b')
  expect(neighbour(layout, 'd', 'ArrowRight')).toBeUndefined()
})
