import { describe, expect, it } from 'vitest'
import { kinds } from '../kinds/registry'
import { apply, invert } from './diff'
import { emptyDocument, type HeedDocument } from './document'
import { addNode, connect, setParam } from './edits'
import { insertInto, removeAndHeal, wayThrough } from './editsWires'
import { infer } from './infer'

const EMPTY: HeedDocument = {
  ...emptyDocument(),
  vocabularies: { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one'] },
}

function built(nodes: readonly string[], wires: readonly string[]): HeedDocument {
  let document = EMPTY
  for (const kind of nodes)
    document = apply(document, addNode(document, kinds.get(kind)!, { x: 0, y: 0 }).diff)
  for (const wire of wires) {
    const [from, to] = wire.split(' ').map((end) => {
      const [node = '', port = ''] = end.split('.')
      return { node, port }
    })
    document = apply(document, connect(document, from!, to!))
  }
  return document
}

function drawn(document: HeedDocument): string[] {
  return Object.values(document.wires)
    .map(({ from, to }) => `${from.node}.${from.port} ${to.node}.${to.port}`)
    .sort()
}

describe('a node put into a wire', () => {
  const document = built(
    ['words', 'embedding', 'pool', 'gru', 'dense', 'words'],
    ['words.words embedding.words', 'embedding.vectors pool.sequence'],
  )
  const wire = document.wires['embedding.vectors-pool.sequence']!

  it('stands in it where exactly one pair of its ports fits', () => {
    const way = wayThrough(document, wire, 'dense')!
    const after = apply(document, insertInto(document, wire, 'dense', way))
    expect(drawn(after)).toEqual([
      'dense.features pool.sequence',
      'embedding.vectors dense.features',
      'words.words embedding.words',
    ])
    expect(infer(after).problems.filter(({ node }) => node === 'dense')).toEqual([])
  })

  it('gives its states where a sequence is wanted', () => {
    expect(wayThrough(document, wire, 'gru')).toEqual({ input: 'sequence', output: 'states' })
  })

  it('does not stand where none fits, nor in its own wires', () => {
    expect(wayThrough(document, wire, 'words-2')).toBeUndefined()
    expect(wayThrough(document, document.wires['words.words-embedding.words']!, 'dense')).toBeUndefined()
    expect(wayThrough(document, wire, 'pool')).toBeUndefined()
  })

  it('does not stand where sizes would be refused behind it', () => {
    const sum = built(
      ['words', 'embedding', 'embedding', 'add', 'dense'],
      [
        'words.words embedding.words',
        'words.words embedding-2.words',
        'embedding.vectors add.terms',
        'embedding-2.vectors add.terms',
      ],
    )
    const last = sum.wires['embedding-2.vectors-add.terms']!
    expect(wayThrough(sum, last, 'dense')).toEqual({ input: 'features', output: 'features' })
    const narrow = apply(sum, setParam(sum, 'dense', 'size', 32))
    expect(wayThrough(narrow, last, 'dense')).toBeUndefined()
  })

  it('keeps the place in order that the wire had', () => {
    const sum = built(
      ['series', 'dense', 'dense', 'add', 'activation'],
      ['series.values dense.features', 'series.values dense-2.features'],
    )
    const one = apply(sum, connect(sum, { node: 'dense', port: 'features' }, { node: 'add', port: 'terms' }))
    const two = apply(
      one,
      connect(one, { node: 'dense-2', port: 'features' }, { node: 'add', port: 'terms' }),
    )
    const first = Object.values(two.wires).find(({ from, to }) => from.node === 'dense' && to.node === 'add')!
    const way = wayThrough(two, first, 'activation')!
    const after = apply(two, insertInto(two, first, 'activation', way))
    const arriving = Object.values(after.wires).filter(({ to }) => to.node === 'add')
    expect(arriving.sort((a, b) => a.order! - b.order!).map(({ from }) => from.node)).toEqual([
      'activation',
      'dense-2',
    ])
  })
})

describe('delete and heal', () => {
  const document = built(
    ['words', 'embedding', 'dense', 'activation', 'pool'],
    [
      'words.words embedding.words',
      'embedding.vectors dense.features',
      'dense.features activation.features',
      'activation.features pool.sequence',
    ],
  )

  it('wires the neighbours to each other, and is taken back exactly', () => {
    const diff = removeAndHeal(document, ['dense', 'activation'])
    const after = apply(document, diff)
    expect(drawn(after)).toEqual(['embedding.vectors pool.sequence', 'words.words embedding.words'])
    expect(apply(after, invert(diff))).toEqual(document)
  })

  it('wires nothing that would be refused', () => {
    const after = apply(document, removeAndHeal(document, ['embedding']))
    expect(drawn(after)).toEqual(['activation.features pool.sequence', 'dense.features activation.features'])
  })

  it('wires nothing where several would fit', () => {
    const sum = built(
      ['series', 'dense', 'dense', 'add', 'activation'],
      [
        'series.values dense.features',
        'series.values dense-2.features',
        'dense.features add.terms',
        'dense-2.features add.terms',
        'add.sum activation.features',
      ],
    )
    const after = apply(sum, removeAndHeal(sum, ['add']))
    expect(drawn(after).some((wire) => wire.endsWith('activation.features'))).toBe(false)
  })
})
