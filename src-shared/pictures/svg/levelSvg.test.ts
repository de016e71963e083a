import { expect, test } from 'vitest'
import type { ScopeNode } from '../../contract/model'
import { columnLayout } from '../level/columns'
import { foldRepeats } from '../level/repeats'
import { around, levelSvg } from './levelSvg'

function node(id: string, part: Partial<ScopeNode> = {}): ScopeNode {
  return { id, type: 'operator', title: id, operator: id, enter: [], operators: 1, sites: [], ...part }
}

const tensors = [{ name: 't', dtype: 'float32', shape: ['batch', 8], constant: false }] as const
const block = (id: string) => node(id, { type: 'scope', operator: undefined, pattern: 'block', operators: 9 })
const scope = {
  scope: '',
  path: [{ scope: '', title: 'Model' }],
  nodes: [
    node('words', { type: 'input', operator: undefined }),
    ...['a', 'b', 'c'].map(block),
    node('Softmax', { sites: ['attention.0'] }),
    node('out & in', { type: 'output', operator: undefined }),
  ],
  wires: [
    { from: 'words', to: 'a', tensors },
    { from: 'a', to: 'b', tensors },
    { from: 'b', to: 'c', tensors },
    { from: 'c', to: 'Softmax', tensors },
    { from: 'Softmax', to: 'out & in', tensors },
  ],
}

test.each(['light', 'dark'] as const)(
  'a level has its cards as text, stacks counted, attention marked (%s)',
  (theme) => {
    const level = foldRepeats(scope, new Set())
    const { width, height, body } = levelSvg(level, columnLayout(level), theme)
    for (const text of ['>words<', '>a … c<', '>×3<', '>Softmax<', '>out &amp; in<'])
      expect(body).toContain(text)
    expect(body.match(/data-part="wires"/g)).toHaveLength(1)
    expect(body.match(/stroke="#[0-9a-f]{6}"/g)!.length).toBeGreaterThan(6)
    expect(Math.min(width, height)).toBeGreaterThan(40)
    expect(body).not.toMatch(/NaN|undefined/)
  },
)

test('a level without cards is no picture, and no mistake', () => {
  expect(levelSvg({ nodes: [], wires: [] }, columnLayout({ nodes: [], wires: [] }), 'light').body).toBe('')
})

test('a wire leaves room for what it says', () => {
  const wire = [
    { x: 0, y: 10 },
    { x: 100, y: 10 },
    { x: 100, y: 50 },
  ]
  expect(around(wire, { x: 50, y: 10 }, 20)).toEqual([
    [
      { x: 0, y: 10 },
      { x: 40, y: 10 },
    ],
    [
      { x: 60, y: 10 },
      { x: 100, y: 10 },
      { x: 100, y: 50 },
    ],
  ])
  expect(around(wire, { x: 100, y: 30 }, 20)).toEqual([wire])
})
