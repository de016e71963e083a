/**
 * Any document that can be wired compiles, and means the same in every pass: nodes of all kinds at random, in loops and in loops of loops.
 * `FIRST=1000 SEEDS=500` looks at more of them.
 */
import { describe, expect, it } from 'vitest'
import { infer } from '#shared/document/infer'
import { refusal } from '#shared/document/refusal'
import { sketch } from '../templates/sketch'
import { activations } from './activations'
import { judge } from './anyDocument/judge'
import { randomDocument } from './anyDocument/randomDocument'
import { Plans } from './plans'
import { RunControl } from './run'

const first = Number(process.env.FIRST ?? 1)
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 25) }, (_, i) => first + i)

describe.each(seeds)('the document of seed %i', (seed) => {
  const { document, wrong } = randomDocument(seed, 6 + (seed % 12))

  it('has no wire that was allowed and is wrong', () => {
    expect(wrong).toEqual([])
  })

  it('is the same in every pass', async () => {
    expect(await judge(document, seed)).toEqual([])
  })
})

const messages = (document: Parameters<typeof infer>[0]) =>
  infer(document).problems.map(({ message }) => message)

const WORDS = ['<pad>', '<start>', '<end>', '<unknown>', 'a', 'b', 'c']

/** A table of three features, and a loop that runs twice. */
function twice(share: boolean, build: (s: ReturnType<typeof sketch>) => void) {
  const s = sketch('Twice')
  s.add('row', 'table', [0, 0], { field: 'row', names: 'a, b, c' })
  s.loop('loop', 'loop-times', [0, 0, 1, 1], { count: 2, share }, () => build(s))
  s.add('out', 'decide-number', [0, 0], { count: 2 })
  s.wire('loop.last', 'out.features')
  return s.document
}

describe('what random documents have found', () => {
  it('own weights of repetitions whose layers read nothing of the step before', async () => {
    const document = twice(false, (s) => {
      s.add('norm', 'layer-norm', [0, 0])
      s.wire('row.features', 'norm.features')
      s.wire('norm.features', 'loop.result')
    })
    expect(await judge(document, 1)).toEqual([])
  })

  it('one Previous that remembers another, whatever their order', async () => {
    const document = twice(true, (s) => {
      s.add('older', 'previous', [0, 0])
      s.add('newer', 'previous', [0, 0])
      s.add('curve', 'activation', [0, 0])
      s.wire('row.features', 'curve.features')
      s.wire('newer.value', 'older.next')
      s.wire('curve.features', 'newer.next')
      s.wire('older.value', 'loop.result')
    })
    expect(await judge(document, 1)).toEqual([])
  })

  it('a History of a History, which has another size in each step', async () => {
    const document = twice(true, (s) => {
      s.add('older', 'history', [0, 0])
      s.add('newer', 'history', [0, 0])
      s.wire('row.features', 'newer.value')
      s.wire('row.features', 'loop.result')
    })
    const [from, to] = [
      { node: 'newer', port: 'all' },
      { node: 'older', port: 'value' },
    ]
    expect(refusal(document, from, to)).toContain('grows from step to step')
  })

  it('a History, in an inner loop, of a History of the loop around it', async () => {
    const document = twice(true, (s) => {
      s.loop('inner', 'loop-times', [0, 0, 1, 1], { count: 3 }, () => {
        s.add('older', 'history', [0, 0])
        s.add('words', 'pool', [0, 0])
        s.add('all', 'pool', [0, 0])
        s.wire('older.all', 'words.sequence')
        s.wire('words.vector', 'all.sequence')
        s.wire('all.vector', 'inner.result')
      })
      s.add('newer', 'history', [0, 0])
      s.add('before', 'previous', [0, 0])
      s.add('sum', 'add', [0, 0])
      s.wire('row.features', 'sum.terms')
      s.wire('before.value', 'sum.terms')
      s.wire('sum.sum', 'before.next')
      s.wire('sum.sum', 'newer.value')
      s.wire('newer.all', 'older.value')
      s.wire('inner.last', 'loop.result')
    })
    expect(messages(document)).toEqual([])
    expect(await judge(document, 1)).toEqual([])
    document.example = { row: '1 -2 3' }
    const ask = { document, weights: '', inputs: {} }
    const { told } = await activations(new Plans(), {}, ask, new RunControl())
    expect(told.find(({ node }) => node === 'older')?.axes.map(({ size }) => size)).toEqual([2, 3, 2, 3])
  })

  it('words of all sentences, of one and of the last, each with the padding they have', async () => {
    const s = sketch('Sentences', { vocabularies: { v: WORDS } })
    s.add('story', 'sentences', [0, 0], { field: 'story', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: 2 })
    s.wire('story.words', 'embed.words')
    s.loop('each', 'loop-each', [0, 0, 1, 1], { results: 3 }, () => {
      s.add('whole', 'memory-store', [0, 0], { temporal: true })
      s.add('mean', 'pool', [0, 0], { how: 'mean' })
      s.add('one', 'memory-store', [0, 0])
      s.add('curve', 'activation', [0, 0])
      s.wire('embed.vectors', 'whole.words')
      s.wire('whole.slots', 'mean.sequence')
      s.wire('each.element', 'one.words')
      s.wire('each.element', 'curve.features')
      s.wire('mean.vector', 'each.result')
      s.wire('one.slots', 'each.result2')
      s.wire('curve.features', 'each.result3')
    })
    s.wire('embed.vectors', 'each.sequence')
    s.add('again', 'memory-store', [0, 0])
    s.wire('each.all3', 'again.words')
    s.add('last', 'memory-store', [0, 0])
    s.wire('each.last3', 'last.words')
    s.add('pooled', 'pool', [0, 0], { how: 'mean' })
    s.wire('again.slots', 'pooled.sequence')
    s.add('sum', 'concatenate', [0, 0])
    for (const part of ['each.last', 'each.last2', 'pooled.vector', 'last.slots']) s.wire(part, 'sum.parts')
    s.add('out', 'decide-number', [0, 0], { count: 2 })
    s.wire('sum.features', 'out.features')
    expect(messages(s.document)).toEqual([])
    for (let seed = 1; seed <= 6; seed++) expect(await judge(s.document, seed)).toEqual([])
  })

  it('a History of sentences of different lengths, each with its own padding', async () => {
    const s = sketch('Sentences so far', {
      vocabularies: { v: WORDS },
      example: { story: 'a b c a\nb\na c' },
    })
    s.add('story', 'sentences', [0, 0], { field: 'story', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: 2 })
    s.wire('story.words', 'embed.words')
    s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => {
      s.add('past', 'history', [0, 0])
      s.wire('each.element', 'past.value')
      s.add('stored', 'memory-store', [0, 0])
      s.wire('past.all', 'stored.words')
      s.add('one', 'memory-store', [0, 0])
      s.wire('each.element', 'one.words')
      s.add('kept', 'history', [0, 0])
      s.wire('one.slots', 'kept.value')
      s.add('mean', 'pool', [0, 0], { how: 'mean' })
      s.wire('stored.slots', 'mean.sequence')
      s.wire('mean.vector', 'each.result')
    })
    s.wire('embed.vectors', 'each.sequence')
    s.add('out', 'decide-number', [0, 0], { count: 2 })
    s.wire('each.last', 'out.features')
    for (let seed = 1; seed <= 4; seed++) expect(await judge(s.document, seed)).toEqual([])
    const ask = { document: s.document, weights: '', inputs: {} }
    const { told } = await activations(new Plans(), {}, ask, new RunControl())
    const last = (name: string) =>
      [...told.find(({ node }) => node === name)!.cells.slice(-6)].map((n) => n.toFixed(4))
    expect(last('stored')).toEqual(last('kept'))
  })

  it('a result that is read and not given', () => {
    expect(messages(twice(true, () => undefined))).toEqual([
      'A number of times ▸ result: nothing is wired to it, but last is read outside of the loop.',
    ])
  })

  it('a Previous that remembers nothing but itself', () => {
    const document = twice(true, (s) => {
      s.add('state', 'previous', [0, 0])
      s.add('curve', 'activation', [0, 0])
      s.wire('state.value', 'curve.features')
      s.wire('curve.features', 'state.next')
      s.wire('state.value', 'loop.result')
    })
    expect(messages(document)).toEqual([
      'Previous ▸ initial: nothing is wired to it, and what it remembers is made of nothing but itself: its shape is not known.',
    ])
  })

  it('a Previous that would grow with each step', () => {
    const document = twice(true, (s) => {
      s.add('state', 'previous', [0, 0])
      s.add('both', 'concatenate', [0, 0])
      s.wire('row.features', 'both.parts')
      s.wire('state.value', 'both.parts')
      s.wire('both.features', 'loop.result')
    })
    const [from, to] = [
      { node: 'both', port: 'features' },
      { node: 'state', port: 'next' },
    ]
    expect(refusal(document, from, to)).toContain('which the step before had')
  })

  it('an initial value from the inside of the same loop', () => {
    const document = twice(true, (s) => {
      s.add('state', 'previous', [0, 0])
      s.wire('row.features', 'state.next')
      s.wire('state.value', 'loop.result')
    })
    const [from, to] = [
      { node: 'loop', port: 'step' },
      { node: 'state', port: 'initial' },
    ]
    expect(refusal(document, from, to)).toContain('expected a value from outside of the loop')
  })
})
