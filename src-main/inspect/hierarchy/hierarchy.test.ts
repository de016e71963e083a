import { describe, expect, it } from 'vitest'
import { decodeModel } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import { FaultError } from '#shared/base/fault'
import type { ModelScope } from '#shared/contract/model'
import { emptyGraph, type Graph, type Node, type Value } from '#shared/ir/graph'
import { detect } from '../detect'
import { manifest, readFixture } from '../manifest'
import { type Hierarchy, hierarchyOf } from './hierarchy'
import { WIDEST } from './tree'

function hierarchyOfBytes(bytes: Uint8Array, title = 'model.onnx'): Hierarchy {
  const model = decodeModel(bytes)
  return hierarchyOf(model, detect(model).sites, title)
}

const made = new Map<string, Value>()
function value(name: string): Value {
  const known = made.get(name) ?? { name, dtype: 'float32' as const, shape: undefined }
  made.set(name, known)
  return known
}

/** A chain of operators by name; each reads the one before. */
function chain(nodes: readonly (readonly [op: string, name: string])[]): Graph {
  made.clear()
  const graph: Graph = { ...emptyGraph('g'), inputs: [value('x')] }
  nodes.forEach(([op, name], i) => {
    const before = i === 0 ? value('x') : value(`v${i - 1}`)
    const node: Node = {
      op,
      domain: '',
      inputs: [before],
      outputs: [value(`v${i}`)],
      attributes: {},
      source: name,
    }
    graph.nodes.push(node)
  })
  graph.outputs.push(value(`v${nodes.length - 1}`))
  return graph
}

function titles({ nodes }: ModelScope): string[] {
  return nodes.map(({ title }) => title)
}

/** Every level that can be reached, the whole model first. */
function* levelsOf(hierarchy: Hierarchy): Generator<ModelScope> {
  const open = ['']
  const seen = new Set(open)
  for (let scope = open.pop(); scope !== undefined; scope = open.pop()) {
    const level = hierarchy.scope(scope)
    yield level
    for (const { enter } of level.nodes)
      for (const next of enter)
        if (!seen.has(next.scope)) {
          seen.add(next.scope)
          open.push(next.scope)
        }
  }
}

function wiresAgree({ nodes, wires }: ModelScope): void {
  const ids = new Set(nodes.map(({ id }) => id))
  expect(ids.size).toBe(nodes.length)
  for (const { from, to, tensors } of wires) {
    expect(ids.has(from) && ids.has(to)).toBe(true)
    expect(from).not.toBe(to)
    expect(tensors.length).toBeGreaterThan(0)
  }
}

describe('a model whose names are paths', () => {
  const hierarchy = hierarchyOfBytes(
    encodeModel(
      chain([
        ['Gather', '/embed/Gather'],
        ['MatMul', '/layers.0/attention/MatMul'],
        ['Softmax', '/layers.0/attention/Softmax'],
        ['Add', '/layers.0/Add'],
        ['MatMul', '/layers.1/attention/MatMul'],
        ['Softmax', '/layers.1/attention/Softmax'],
        ['Add', '/layers.1/Add'],
        ['Relu', '/Relu'],
      ]),
    ),
  )

  it('shows its scopes collapsed, with what goes from one to another', () => {
    const level = hierarchy.scope('')
    expect(titles(level)).toEqual(['x', 'embed', 'layers.0', 'layers.1', 'Relu', 'v7'])
    expect(level.wires.map(({ tensors }) => tensors.map(({ name }) => name))).toEqual([
      ['x'],
      ['v0'],
      ['v3'],
      ['v6'],
      ['v7'],
    ])
    expect(level.path).toEqual([{ scope: '', title: 'model.onnx' }])
    wiresAgree(level)
  })

  it('sees that a block is repeated', () => {
    const [, embed, first, second] = hierarchy.scope('').nodes
    expect(first?.pattern).toBe(second?.pattern)
    expect(first?.pattern).not.toBe(embed?.pattern)
    expect(first?.operators).toBe(3)
  })

  it('shows what is in a scope, with an end for what comes from outside and one for what goes there', () => {
    const layer = hierarchy.scope('/layers.0')
    expect(titles(layer)).toEqual(['v0', 'attention', 'Add', 'v3'])
    expect(layer.path.map(({ title }) => title)).toEqual(['model.onnx', 'layers.0'])
    expect(layer.wires).toHaveLength(3)
  })

  it('finds nodes by name, operator and tensor, and says which level shows them', () => {
    const { matches, total } = hierarchy.find('softmax', 1)
    expect(total).toBe(2)
    expect(matches).toMatchObject([{ scope: '/layers.0/attention', what: 'operator', title: 'Softmax' }])
    expect(hierarchy.find('embed', 5).matches).toMatchObject([{ what: 'name' }])
    expect(hierarchy.find('v7', 5).matches).toMatchObject([{ what: 'tensor', tensor: 'v7', scope: '' }])
    for (const { node, scope } of hierarchy.find('m', 100).matches)
      expect(hierarchy.node(node).scope).toBe(scope)
  })

  it('knows no level and no node that is not there', () => {
    expect(() => hierarchy.scope('/layers.7')).toThrow(FaultError)
    expect(() => hierarchy.node('#99')).toThrow(FaultError)
    expect(() => hierarchy.node('nothing')).toThrow(FaultError)
  })
})

describe('a model without names', () => {
  it('is cut where its operators repeat', () => {
    const block = ['MatMul', 'Add', 'Softmax', 'MatMul', 'Relu', 'Add'].map((op) => [op, ''] as const)
    const graph = chain([['Gather', ''], ...Array.from({ length: 12 }, () => block).flat(), ['Tanh', '']])
    const level = hierarchyOfBytes(encodeModel(graph)).scope('')
    const blocks = level.nodes.filter(({ type }) => type === 'scope')
    expect(blocks).toHaveLength(12)
    expect(new Set(blocks.map(({ pattern }) => pattern)).size).toBe(1)
    wiresAgree(level)
  })

  it('that is large has no level with more cards than a page can show', () => {
    const ops = ['Add', 'Mul', 'Relu', 'Tanh', 'Sqrt', 'Neg', 'Exp']
    let seed = 1
    const nodes = Array.from({ length: 40_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return [ops[seed % ops.length]!, ''] as const
    })
    const hierarchy = hierarchyOfBytes(encodeModel(chain(nodes)))
    let operators = 0
    for (const level of levelsOf(hierarchy)) {
      expect(level.nodes.length).toBeLessThan(WIDEST + 60)
      operators += level.nodes.filter(({ type }) => type === 'operator').length
    }
    expect(operators).toBe(40_000)
  })
})

describe('every model of the manifest', () => {
  it.each(manifest.map(({ file }) => file))('%s can be walked through to each of its nodes', (file) => {
    const model = readFixture(file)
    const { sites } = detect({ ...model, external: new Map() })
    const hierarchy = hierarchyOf(model, sites, file)
    const seen = new Set<string>()
    const found = new Set<string>()
    for (const level of levelsOf(hierarchy)) {
      wiresAgree(level)
      for (const node of level.nodes) {
        if (node.type !== 'operator') continue
        expect(seen.has(node.id)).toBe(false)
        seen.add(node.id)
        expect(hierarchy.node(node.id).scope).toBe(level.scope)
        for (const site of node.sites) found.add(site)
      }
    }
    const constants = model.graph.nodes.filter(({ op }) => op === 'Constant').length
    expect(seen.size).toBeGreaterThanOrEqual(model.graph.nodes.length - constants)
    expect([...found].sort()).toEqual(sites.map(({ id }) => id).sort())
  })
})
