import ELK from 'elkjs/lib/elk.bundled.js'
import { expect, test } from 'vitest'
import type { ScopeWire } from '../../contract/model'
import { cardSize, cardText } from './cards'
import { columnLayout } from './columns'
import { rounded } from './corners'
import { elkGraph, type LevelLayout, readLayout } from './layout'
import type { Level, LevelNode } from './repeats'
import { sizeText, tensorBytes, wireText } from './words'

function node(id: string, type: LevelNode['type'] = 'operator'): LevelNode {
  return { id, type, title: id, operator: 'MatMul', enter: [], operators: 1, sites: [] }
}

function wire(from: string, to: string): ScopeWire {
  return { from, to, tensors: [{ name: from, dtype: 'float32', shape: ['batch', 8], constant: false }] }
}

/** A diamond: two ways from `a` to `d`. */
const diamond: Level = {
  nodes: [node('a', 'input'), node('b'), node('c'), node('d', 'output')],
  wires: [wire('a', 'b'), wire('a', 'c'), wire('b', 'd'), wire('c', 'd')],
}

function expectTidy(level: Level, { cards, wires }: LevelLayout): void {
  const all = [...cards.values()]
  expect(all).toHaveLength(level.nodes.length)
  for (const [i, one] of all.entries())
    for (const other of all.slice(i + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y
      expect(apart).toBe(true)
    }
  level.wires.forEach(({ from, to }, i) => {
    const [start, end] = [wires[i]![0]!, wires[i]!.at(-1)!]
    expect(start.x).toBeCloseTo(cards.get(from)!.x + cards.get(from)!.width)
    expect(end.x).toBeCloseTo(cards.get(to)!.x)
    expect(start.x).toBeLessThan(end.x)
  })
}

test('ELK lays a level out from left to right, cards apart, with room for what wires say', async () => {
  const laid = readLayout(diamond, await new ELK().layout(elkGraph(diamond)))
  expectTidy(diamond, laid)
  expect(laid.labels.every((label) => label !== undefined)).toBe(true)
})

test('plain columns are as tidy, and need no worker', () => {
  expectTidy(diamond, columnLayout(diamond))
})

test('ten thousand cards stand in columns; a cycle among scopes does not hang', () => {
  const nodes = Array.from({ length: 10_000 }, (_, i) => node(`n${i}`))
  const wires = nodes.slice(1).map(({ id }, i) => wire(`n${Math.max(0, i - (i % 7))}`, id))
  const { cards } = columnLayout({ nodes, wires: [...wires, wire('n9999', 'n5000')] })
  expect(cards.size).toBe(10_000)
})

test('a wire goes around its corners', () => {
  const path = rounded(
    [
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 20, y: 30 },
    ],
    5,
  )
  expect(path).toBe('M0 0L15 0Q20 0 20 5L20 30')
})

test('long names of tensors keep their end; cards are as wide as what they say, within limits', () => {
  const name = 'm.encoder.layer.6.attention.self.query.bias'
  const end = node(name, 'input')
  expect(cardText(end).title).toBe('self.query.bias')
  expect(cardSize(end).width).toBeLessThanOrEqual(216)
  expect(cardSize(node('a')).width).toBeGreaterThanOrEqual(88)
})

test('wires say the shape of one tensor, or how many there are', () => {
  const [{ tensors }] = [wire('a', 'b')]
  expect(wireText(tensors)).toBe('batch × 8')
  expect(wireText([...tensors, ...tensors])).toBe('2 tensors')
  expect(wireText([{ ...tensors[0]!, shape: undefined }])).toBe('')
})

test('weights say how large they are', () => {
  const weight = { name: 'w', dtype: 'float16', shape: [768, 768], constant: true } as const
  expect(tensorBytes(weight)).toBe(1_179_648)
  expect(tensorBytes({ ...weight, shape: ['batch', 4] })).toBeUndefined()
  expect([sizeText(812), sizeText(1_179_648), sizeText(24_000_000)]).toEqual(['812 bytes', '1.2 MB', '24 MB'])
})
