import { expect, test } from 'vitest'
import type { ModelScope, ScopeNode } from '../../contract/model'
import { foldRepeats, shownAs, stackId } from './repeats'

function node(id: string, part: Partial<ScopeNode> = {}): ScopeNode {
  return { id, type: 'operator', title: id, operator: 'Add', enter: [], operators: 1, sites: [], ...part }
}

function block(i: number): ScopeNode {
  const enter = [{ scope: `layer.${i}`, title: `layer.${i}` }]
  return node(`layer.${i}`, {
    type: 'scope',
    operators: 46,
    pattern: 'block',
    enter,
    sites: [`attention.${i}`],
  })
}

function level(nodes: readonly ScopeNode[], wires: readonly (readonly [string, string])[]): ModelScope {
  return {
    scope: '',
    path: [{ scope: '', title: 'model' }],
    nodes,
    wires: wires.map(([from, to]) => ({
      from,
      to,
      tensors: [{ name: `${from} to ${to}`, dtype: 'float32', shape: [1, 4], constant: false }],
    })),
  }
}

const input = node('ids', { type: 'input' })
const blocks = [0, 1, 2, 3].map(block)
const chain = level(
  [input, ...blocks, node('pooler')],
  [
    ['ids', 'layer.0'],
    ['layer.0', 'layer.1'],
    ['layer.1', 'layer.2'],
    ['layer.2', 'layer.3'],
    ['ids', 'layer.3'],
    ['layer.3', 'pooler'],
  ],
)

test('blocks that repeat stand as one stack, wired as they were', () => {
  const folded = foldRepeats(chain, new Set())
  expect(folded.nodes.map(({ id }) => id)).toEqual(['ids', stackId('block'), 'pooler'])
  const stack = folded.nodes[1]!
  expect(stack.members).toHaveLength(4)
  expect(stack.operators).toBe(184)
  expect(stack.sites).toHaveLength(4)
  expect(folded.wires.map(({ from, to, tensors }) => [from, to, tensors.length])).toEqual([
    ['ids', stackId('block'), 2],
    [stackId('block'), 'pooler', 1],
  ])
})

test('an unfolded stack is its blocks again', () => {
  expect(foldRepeats(chain, new Set(['block']))).toEqual({ nodes: chain.nodes, wires: chain.wires })
})

test('blocks with something between them are not folded: it would stand on both sides of one card', () => {
  const between = level(
    [...blocks.slice(0, 3), node('sum')],
    [
      ['layer.0', 'sum'],
      ['sum', 'layer.1'],
      ['layer.1', 'layer.2'],
    ],
  )
  expect(foldRepeats(between, new Set()).nodes).toHaveLength(4)
})

test('operators of what lies in the file stand as one', () => {
  const weights = [0, 1, 2].map((i) => node(`copy ${i}`, { operator: 'Identity' }))
  const folded = foldRepeats(
    level(
      [input, ...weights, node('sum')],
      [['ids', 'sum'], ...weights.map(({ id }) => [id, 'sum'] as const)],
    ),
    new Set(),
  )
  expect(folded.nodes.map(({ title }) => title)).toEqual(['ids', 'Identity', 'sum'])
})

test('what lies in a stack is shown by the stack', () => {
  const folded = foldRepeats(chain, new Set())
  expect(shownAs(folded, 'layer.2')).toBe(stackId('block'))
  expect(shownAs(folded, 'pooler')).toBe('pooler')
  expect(shownAs(folded, 'elsewhere')).toBeUndefined()
})
