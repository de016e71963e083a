import { describe, expect, it } from 'vitest'
import { move } from '#shared/document/edits'
import { change } from '../stores/document'
import { inferenceOf } from '../stores/inference'
import { TestPage } from '../testing/TestPage'
import { strengthOf } from './pulse'
import { reasonsFor } from './reach'
import { toEdges, toNodes } from './toFlow'

const NOTHING: ReadonlySet<string> = new Set()

describe('what React Flow is given', () => {
  it('keeps the identity of what did not change', () => {
    const test = new TestPage()
    test.add('dense')
    test.add('gru')
    test.wire('gru.last', 'dense.features')
    const nodes = toNodes([], test.document, NOTHING)
    const edges = toEdges([], test.document, NOTHING)
    change(test.page.documents, 'move', move(test.document, { gru: { x: 900, y: 5 } }))
    const after = toNodes(nodes, test.document, new Set(['dense']))
    expect(after.map(({ id }) => id)).toEqual(['dense', 'gru'])
    expect(after[1]?.position).toEqual({ x: 900, y: 5 })
    expect(after[0]?.selected).toBe(true)
    const again = toNodes(after, test.document, new Set(['dense']))
    expect(again[0]).toBe(after[0])
    expect(again[1]).toBe(after[1])
    expect(toEdges(edges, test.document, NOTHING)[0]).toBe(edges[0])
  })

  it('puts loops before what lies in them', () => {
    const test = new TestPage()
    const outer = test.add('loop-times')
    const inner = test.add('loop-each', outer)
    const dense = test.add('dense', inner)
    const { nodes } = test.document
    const turned = {
      ...test.document,
      nodes: { [dense]: nodes[dense]!, [inner]: nodes[inner]!, [outer]: nodes[outer]! },
    }
    expect(toNodes([], turned, NOTHING).map(({ id }) => id)).toEqual([outer, inner, dense])
  })
})

describe('a document whose loops lie in each other', () => {
  it('is drawn as if they did not', () => {
    const test = new TestPage()
    const [one, two] = [test.add('loop-times'), test.add('loop-times')]
    const { nodes } = test.document
    const around = (id: string, parent: string) => ({ ...nodes[id]!, parent })
    const turned = {
      ...test.document,
      nodes: {
        [one]: around(one, two),
        [two]: around(two, one),
        dense: { ...around(one, 'dense'), id: 'dense' },
      },
    }
    for (const { parentId } of toNodes([], turned, NOTHING)) expect(parentId).toBeUndefined()
  })
})

describe('inference', () => {
  it('is not done again for what only moved', () => {
    const test = new TestPage()
    test.add('dense')
    const before = inferenceOf(test.document)
    change(test.page.documents, 'move', move(test.document, { dense: { x: 7, y: 7 } }))
    expect(inferenceOf(test.document)).toBe(before)
    test.add('gru')
    expect(inferenceOf(test.document)).not.toBe(before)
  })
})

describe('where a wire may go', () => {
  it('is known for every port, with reasons', () => {
    const test = new TestPage()
    test.add('series')
    test.add('gru')
    test.add('embedding')
    const reasons = reasonsFor(test.document, { side: 'output', node: 'series', port: 'values' })
    expect(reasons.get('input gru.sequence')).toBeUndefined()
    expect(reasons.get('input embedding.words')).toMatch(/expected indices/)
    expect(reasons.get('output gru.last')).toMatch(/to an input/)
  })
})

describe('the pulse', () => {
  it('is as strong as the largest weight of the newest row', () => {
    const slice = {
      site: 's',
      order: 0,
      coordinates: [],
      firstRow: 0,
      heads: 2,
      rows: 2,
      columns: 2,
      weights: Float32Array.of(0.9, 0.1, 0.5, 0.5, 0.8, 0.2, 0.25, 0.75),
      rowLabels: [],
      columnLabels: [],
    }
    expect(strengthOf(slice)).toBe(0.75)
  })
})
