import { describe, expect, it } from 'vitest'
import { kinds } from '../kinds/registry'
import { apply } from './diff'
import { emptyDocument, type HeedDocument, type PortRef } from './document'
import { addNode, connect, setParam } from './edits'
import { infer } from './infer'
import { applyMend, mendsAt, mendsOf } from './mends'
import { refusal } from './refusal'

const EMPTY: HeedDocument = {
  ...emptyDocument(),
  vocabularies: { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one'] },
}

function end(text: string): PortRef {
  const [node = '', port = ''] = text.split('.')
  return { node, port }
}

/** `params` by node: numbers of features and such. */
function built(
  nodes: readonly string[],
  wires: readonly string[],
  params: Readonly<Record<string, Record<string, number | string>>> = {},
): HeedDocument {
  let document = EMPTY
  for (const kind of nodes)
    document = apply(document, addNode(document, kinds.get(kind)!, { x: 0, y: 0 }).diff)
  for (const [node, values] of Object.entries(params))
    for (const [name, value] of Object.entries(values))
      document = apply(document, setParam(document, node, name, value))
  for (const wire of wires) {
    const [from, to] = wire.split(' ').map(end)
    document = apply(document, connect(document, from!, to!))
  }
  return document
}

const words = ['words.words embedding.words']

/** What messages promise: the wire that is refused, and the button that mends it. */
const promises: Readonly<Record<string, readonly [HeedDocument, string, string]>> = {
  'an Embedding for indices': [
    built(['words', 'gru'], []),
    'words.words gru.sequence',
    'Insert Embedding of 64',
  ],
  'an Embedding of the size that a sum wants': [
    built(
      ['words', 'table', 'dense', 'words', 'embedding', 'add'],
      ['words-2.words embedding.words', 'embedding.vectors add.terms'],
      { embedding: { size: 24 } },
    ),
    'words-2.words add.terms',
    'Insert Embedding of 24',
  ],
  'a Dense for a sum of two sizes': [
    built(
      ['words', 'embedding', 'embedding', 'add'],
      [...words, 'words.words embedding-2.words', 'embedding.vectors add.terms'],
      { embedding: { size: 48 } },
    ),
    'embedding-2.vectors add.terms',
    'Insert Dense of 48',
  ],
  'a Dense for the first state of a GRU': [
    built(['table', 'words', 'embedding', 'gru'], [...words, 'embedding.vectors gru.sequence'], {
      gru: { size: 40 },
    }),
    'table.features gru.initial',
    'Insert Dense of 40',
  ],
  'a Pool for a decision about a sequence': [
    built(['words', 'embedding', 'decide-class'], words),
    'embedding.vectors decide-class.features',
    'Insert Pool over time',
  ],
  'a Dense for a query of another size': [
    built(
      ['words', 'embedding', 'table', 'dense', 'attention-dot'],
      [...words, 'embedding.vectors attention-dot.keys', 'table.features dense.features'],
      { dense: { size: 10 } },
    ),
    'dense.features attention-dot.query',
    'Insert Dense of 64',
  ],
}

describe('mends', () => {
  it.each(Object.entries(promises))('offer %s', (_, [document, wire, label]) => {
    const [from, to] = wire.split(' ').map(end) as [PortRef, PortRef]
    expect(refusal(document, from, to)).toBeDefined()
    const mend = mendsOf(document, from, to).find((found) => found.label === label)
    expect(mend, JSON.stringify(mendsOf(document, from, to).map(({ label: one }) => one))).toBeDefined()
    const { diff, id } = applyMend(document, mend!, { x: 0, y: 0 })
    const after = apply(document, diff)
    const mended = Object.values(after.wires).filter((one) => one.from.node === id || one.to.node === id)
    expect(mended).toHaveLength(2)
    expect(
      infer(after)
        .problems.filter(({ node }) => node === id || node === to.node)
        .map(({ port }) => port),
    ).not.toContain(to.port)
  })

  it('offer a Previous where a wire would close a cycle in a loop', () => {
    const loop = apply(EMPTY, addNode(EMPTY, kinds.get('loop-times')!, { x: 0, y: 0 }).diff)
    const one = apply(loop, addNode(loop, kinds.get('dense')!, { x: 0, y: 0 }, 'loop-times').diff)
    const two = apply(one, addNode(one, kinds.get('dense')!, { x: 0, y: 0 }, 'loop-times').diff)
    const wired = apply(two, connect(two, end('dense.features'), end('dense-2.features')))
    expect(
      mendsOf(wired, end('dense-2.features'), end('dense.features')).map(({ label }) => label),
    ).toContain('Insert Previous')
  })

  /** The first state of a decoder of 64 units, from an encoder that gives 128: the wires, and the one that is refused. */
  const firstStates: Readonly<Record<string, readonly [readonly string[], string, string]>> = {
    'when the first state comes last': [
      ['previous.value gru-2.initial', 'gru-2.states previous.next'],
      'gru.last previous.initial',
      'Insert Dense of 64',
    ],
    'when nothing is remembered yet': [
      ['previous.value gru-2.initial'],
      'gru.last previous.initial',
      'Insert Dense of 64',
    ],
    'when it is read last': [
      ['gru.last previous.initial'],
      'previous.value gru-2.initial',
      'Insert Dense of 64 before Previous ▸ initial',
    ],
    'when it is remembered last': [
      ['gru.last previous.initial'],
      'gru-2.states previous.next',
      'Insert Dense of 64 before Previous ▸ initial',
    ],
  }

  it.each(Object.entries(firstStates))('offer the Dense of a first state %s', (_, [drawn, wire, label]) => {
    let document = built(
      ['words', 'embedding', 'gru', 'loop-each'],
      [...words, 'embedding.vectors gru.sequence'],
      {
        gru: { direction: 'bidirectional' },
      },
    )
    for (const kind of ['previous', 'gru', 'embedding'])
      document = apply(document, addNode(document, kinds.get(kind)!, { x: 0, y: 0 }, 'loop-each').diff)
    for (const each of [
      'loop-each.element embedding-2.words',
      'embedding-2.vectors gru-2.sequence',
      'words.words loop-each.sequence',
      ...drawn,
    ]) {
      const [from, to] = each.split(' ').map(end)
      document = apply(document, connect(document, from!, to!))
    }
    const [from, to] = wire.split(' ').map(end) as [PortRef, PortRef]
    expect(refusal(document, from, to)).toMatch(/64/)
    const [mend] = mendsOf(document, from, to)
    expect(mend?.label).toBe(label)
    const after = apply(document, applyMend(document, mend!, { x: 0, y: 0 }).diff)
    expect(infer(after).problems.filter(({ message }) => /found/.test(message))).toEqual([])
    expect(
      Object.values(after.wires).some(
        (one) => one.from.node === 'dense' && one.to.port === 'initial' && one.to.node === 'previous',
      ),
    ).toBe(true)
    expect(after.nodes.dense?.parent).toBeUndefined()
  })

  it('mend a wire that is drawn already, in its place', () => {
    const document = built(
      ['words', 'embedding', 'decide-class'],
      [...words, 'embedding.vectors decide-class.features'],
    )
    const [mend] = mendsAt(document, 'decide-class', 'features')
    expect(mend?.label).toBe('Insert Pool over time')
    const after = apply(document, applyMend(document, mend!, { x: 0, y: 0 }).diff)
    expect(Object.values(after.wires).map(({ to }) => to.node)).toEqual(['embedding', 'pool', 'decide-class'])
  })

  it('offer nothing where nothing was found to fit', () => {
    const document = built(['words', 'words', 'embedding'], [])
    expect(mendsOf(document, end('words.words'), end('words-2.words'))).toEqual([])
  })
})
