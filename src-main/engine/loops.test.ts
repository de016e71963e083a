/** Loops in loops, state, histories, shared and own weights: against plain arithmetic, alone and in padded batches, in every pass. */
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import type { Tensor } from '#shared/ir/graph'
import { indexTensor } from '#shared/kinds/inputText'
import { compileModel, compileStages, compileUnrolled } from '../compile/compile'
import type { Lowered } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { encodeModel } from '../onnx/encode'
import { sketch } from '../templates/sketch'
import { drive, type Environment, readyStages } from './drive'
import { createSession } from './session'

const D = 3
const WORDS = ['<pad>', '<start>', '<end>', '<unknown>', 'a', 'b', 'c']

const matrix = (dims: readonly number[], at: (i: number) => number): Tensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => at(i)),
})
/** Reads features out unchanged. */
const identity: Weights = {
  'out.W': matrix([D, D], (i) => (i % (D + 1) === 0 ? 1 : 0)),
  'out.b': matrix([D], () => 0),
}
const table = matrix([WORDS.length, D], (i) => Math.sin(i * 1.7) * 0.8)
const embedded = (word: number): number[] =>
  Array.from(table.data as Float32Array).slice(word * D, word * D + D)
const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + b[i]!)
const zeros = [0, 0, 0]

type Feeds = Readonly<Record<string, Tensor>>

async function whole(lowered: Lowered, feeds: Feeds, name: string): Promise<Tensor> {
  const session = await createSession(encodeModel(lowered.graph))
  const found = await session.run(
    Object.fromEntries(session.inputs.map((input) => [input, need(feeds[input], input)])),
    [name],
  )
  await session.release()
  return found[name]!
}

/** The decision `out` of every pass. */
async function everyPass(
  document: HeedDocument,
  weights: Weights,
  feeds: Feeds,
): Promise<Record<string, Tensor>> {
  expect(infer(document).problems).toEqual([])
  const options = { weights: { ...identity, 'embed.E': table, ...weights } }
  const looped = compileModel(document, options)
  const sizes: Record<string, number> = {}
  for (const input of looped.graph.inputs)
    input.shape!.forEach((dim, i) => {
      if (typeof dim === 'string') sizes[dim] = feeds[input.name]!.dims[i]!
    })
  const { lowered, stages } = compileStages(document, options)
  const environment: Environment = new Map(lowered.graph.constants)
  for (const input of lowered.graph.inputs) environment.set(input, feeds[input.name]!)
  await drive(await readyStages(stages), environment, { computed: () => undefined })
  return {
    looped: await whole(looped, feeds, 'out'),
    unrolled: await whole(compileUnrolled(document, { ...options, sizes }), feeds, 'out'),
    stepped: environment.get(lowered.decisions[0]!.collected)!,
  }
}

function expectNumbers(
  found: Record<string, Tensor>,
  dims: readonly number[],
  expected: readonly number[],
): void {
  for (const [pass, tensor] of Object.entries(found)) {
    expect(tensor.dims, pass).toEqual(dims)
    const data = tensor.data as Float32Array
    for (const [i, value] of expected.entries()) expect(data[i], `${pass} ${i}`).toBeCloseTo(value, 5)
  }
}

/** Adds up what the loop gives it, from zero. */
function summing(s: ReturnType<typeof sketch>, loop: string, value: string): void {
  s.add(`${loop}-sum`, 'previous', [0, 0])
  s.add(`${loop}-add`, 'add', [0, 0])
  s.wire(`${loop}-sum.value`, `${loop}-add.terms`)
  s.wire(value, `${loop}-add.terms`)
  s.wire(`${loop}-add.sum`, `${loop}-sum.next`)
  s.wire(`${loop}-add.sum`, `${loop}.result`)
}

function wordsDocument(build: (s: ReturnType<typeof sketch>) => void): HeedDocument {
  const s = sketch('Test', { vocabularies: { v: WORDS } })
  s.add('text', 'words', [0, 0], { field: 'text', vocabulary: 'v' })
  s.add('embed', 'embedding', [0, 0], { size: D })
  s.wire('text.words', 'embed.words')
  s.add('out', 'decide-number', [0, 0], { count: D })
  build(s)
  return s.document
}

const texts: Feeds = {
  text: indexTensor([2, 4], [4, 5, 6, 4, 5, 6, 0, 0]),
  'text.length': indexTensor([2], [4, 2]),
}
const sums = [[4, 5, 6, 4].map(embedded).reduce(plus), [5, 6].map(embedded).reduce(plus)]

describe('for each element', () => {
  const document = wordsDocument((s) => {
    s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => summing(s, 'each', 'each.element'))
    s.wire('embed.vectors', 'each.sequence')
    s.wire('each.last', 'out.features')
  })

  it('keeps the state of an item whose sequence has ended', async () => {
    expectNumbers(await everyPass(document, {}, texts), [2, D], sums.flat())
  })

  it('collects every step along the sequence’s own axis', async () => {
    const all = wordsDocument((s) => {
      s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => summing(s, 'each', 'each.element'))
      s.wire('embed.vectors', 'each.sequence')
      s.add('pool', 'pool', [0, 0], { how: 'last' })
      s.wire('each.all', 'pool.sequence')
      s.wire('pool.vector', 'out.features')
    })
    expectNumbers(await everyPass(all, {}, texts), [2, D], sums.flat())
  })
})

describe('a loop in a loop', () => {
  it('walks over the words of each sentence, and skips what is padding', async () => {
    const s = sketch('Nested', { vocabularies: { v: WORDS } })
    s.add('story', 'sentences', [0, 0], { field: 'story', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: D })
    s.wire('story.words', 'embed.words')
    s.loop('outer', 'loop-each', [0, 0, 1, 1], {}, () => {
      s.loop('inner', 'loop-each', [0, 0, 1, 1], {}, () => summing(s, 'inner', 'inner.element'))
      s.wire('outer.element', 'inner.sequence')
      summing(s, 'outer', 'inner.last')
    })
    s.wire('embed.vectors', 'outer.sequence')
    s.add('out', 'decide-number', [0, 0], { count: D })
    s.wire('outer.last', 'out.features')
    const feeds: Feeds = {
      // Two stories: "a b c / b" and "c c" with one sentence only.
      story: indexTensor([2, 2, 3], [4, 5, 6, 5, 0, 0, 6, 6, 0, 0, 0, 0]),
      'story.length': indexTensor([2], [2, 1]),
      'story.lengths': indexTensor([2, 2], [3, 1, 2, 0]),
    }
    const expected = [[4, 5, 6, 5].map(embedded).reduce(plus), [6, 6].map(embedded).reduce(plus)]
    expectNumbers(await everyPass(s.document, {}, feeds), [2, D], expected.flat())
  })

  it('repeats inside of each element, with the outer element in sight', async () => {
    const document = wordsDocument((s) => {
      s.loop('outer', 'loop-each', [0, 0, 1, 1], {}, () => {
        s.loop('inner', 'loop-times', [0, 0, 1, 1], { count: 3 }, () => summing(s, 'inner', 'outer.element'))
        summing(s, 'outer', 'inner.last')
      })
      s.wire('embed.vectors', 'outer.sequence')
      s.wire('outer.last', 'out.features')
    })
    expectNumbers(
      await everyPass(document, {}, texts),
      [2, D],
      sums.flat().map((x) => 3 * x),
    )
  })
})

describe('a number of times', () => {
  const repeated = (share: boolean) =>
    wordsDocument((s) => {
      s.add('pool', 'pool', [0, 0], { how: 'last' })
      s.wire('embed.vectors', 'pool.sequence')
      s.loop('times', 'loop-times', [0, 0, 1, 1], { count: 2, share }, () => {
        s.add('state', 'previous', [0, 0])
        s.add('scale', 'dense', [0, 0], { size: D, activation: 'none' })
        s.wire('state.value', 'scale.features')
        s.wire('scale.features', 'state.next')
        s.wire('scale.features', 'times.result')
      })
      s.wire('pool.vector', 'state.initial')
      s.wire('times.last', 'out.features')
    })
  const times = (factor: number) => matrix([D, D], (i) => (i % (D + 1) === 0 ? factor : 0))
  const bias = (value: number) => matrix([D], () => value)
  const ends = [embedded(4), embedded(6)]

  it('shares its weights', async () => {
    const weights = { 'scale.W': times(2), 'scale.b': bias(1) }
    const expected = ends.flat().map((x) => 2 * (2 * x + 1) + 1)
    expectNumbers(await everyPass(repeated(true), weights, texts), [2, D], expected)
  })

  it('gives each repetition its own weights, named with its number', async () => {
    const weights = {
      'scale.W[0]': times(2),
      'scale.b[0]': bias(1),
      'scale.W[1]': times(-1),
      'scale.b[1]': bias(5),
    }
    const expected = ends.flat().map((x) => -(2 * x + 1) + 5)
    expectNumbers(await everyPass(repeated(false), weights, texts), [2, D], expected)
  })
})

describe('Previous', () => {
  it('begins with zeros where nothing else is wired, and gives back the value of the step before', async () => {
    const document = wordsDocument((s) => {
      s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => {
        s.add('before', 'previous', [0, 0])
        s.wire('each.element', 'before.next')
        s.wire('before.value', 'each.result')
      })
      s.wire('embed.vectors', 'each.sequence')
      s.wire('each.last', 'out.features')
    })
    expectNumbers(await everyPass(document, {}, texts), [2, D], [...embedded(6), ...embedded(5)])
    const one: Feeds = { text: indexTensor([1, 1], [4]), 'text.length': indexTensor([1], [1]) }
    expectNumbers(await everyPass(document, {}, one), [1, D], zeros)
  })
})

describe('History', () => {
  it('holds all steps so far: its mean is the running mean, of what depends on the step before too', async () => {
    const running = (stateful: boolean) =>
      wordsDocument((s) => {
        s.loop('each', 'loop-each', [0, 0, 1, 1], {}, () => {
          s.add('past', 'history', [0, 0])
          s.add('mean', 'pool', [0, 0], { how: 'mean' })
          if (stateful) {
            s.add('state', 'previous', [0, 0])
            s.add('sum', 'add', [0, 0])
            s.wire('state.value', 'sum.terms')
            s.wire('each.element', 'sum.terms')
            s.wire('mean.vector', 'state.next')
            s.wire('sum.sum', 'past.value')
          } else s.wire('each.element', 'past.value')
          s.wire('past.all', 'mean.sequence')
          s.wire('mean.vector', 'each.result')
        })
        s.wire('embed.vectors', 'each.sequence')
        s.wire('each.last', 'out.features')
      })
    const mean = (rows: readonly (readonly number[])[]) =>
      zeros.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length)
    const plain = [
      [4, 5, 6, 4],
      [5, 6],
    ].map((words) => mean(words.map(embedded)))
    expectNumbers(await everyPass(running(false), {}, texts), [2, D], plain.flat())

    const fed = [
      [4, 5, 6, 4],
      [5, 6],
    ].map((words) => {
      const past: number[][] = []
      let state = zeros
      for (const word of words) {
        past.push(plus(embedded(word), state))
        state = mean(past)
      }
      return state
    })
    expectNumbers(await everyPass(running(true), {}, texts), [2, D], fed.flat())
  })
})

describe('tied weights', () => {
  it('are another node’s, turned where that is said', async () => {
    const s = sketch('Tied', { vocabularies: { v: WORDS } })
    s.add('text', 'words', [0, 0], { field: 'text', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: D })
    s.add('pool', 'pool', [0, 0], { how: 'last' })
    s.add(
      'out',
      'decide-number',
      [0, 0],
      { count: WORDS.length },
      { tieTo: { W: { node: 'embed', param: 'E', transpose: true } } },
    )
    s.wire('text.words', 'embed.words')
    s.wire('embed.vectors', 'pool.sequence')
    s.wire('pool.vector', 'out.features')
    const lowered = compileModel(s.document)
    expect([...lowered.parameters.keys()].sort()).toEqual(['embed.E', 'out.b'])
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
    const scores = (word: number) => WORDS.map((_, other) => dot(embedded(word), embedded(other)))
    const found = await everyPass(s.document, { 'out.b': matrix([WORDS.length], () => 0) }, texts)
    expectNumbers(found, [2, WORDS.length], [...scores(4), ...scores(6)])
  })

  it('are refused in a sentence where they cannot be', () => {
    const tied = (tie: { node: string; param: string; transpose?: boolean }, param = 'W') => {
      const s = sketch('Tied', {})
      s.add('row', 'table', [0, 0], { field: 'row', names: 'a, b, c' })
      s.add(
        'first',
        'dense',
        [0, 0],
        { size: 4 },
        { title: 'First', ...(param === 'W' ? { tieTo: { W: { node: 'out', param: 'W' } } } : {}) },
      )
      s.add('out', 'decide-number', [0, 0], { count: 2 }, { title: 'Out', tieTo: { [param]: tie } })
      s.wire('row.features', 'first.features')
      s.wire('first.features', 'out.features')
      return () => compileModel(s.document)
    }
    expect(tied({ node: 'ghost', param: 'W' })).toThrow('which is tied itself')
    expect(tied({ node: 'first', param: 'b' }, 'b')).toThrow('is shared by nodes that need it in two shapes')
    expect(tied({ node: 'ghost', param: 'b' }, 'b')).toThrow('“ghost”, which is not there')
    expect(tied({ node: 'first', param: 'b', transpose: true }, 'b')).toThrow(
      'only a matrix can be tied transposed',
    )
  })
})

describe('padding', () => {
  it('has no weight beside a position that counts, however low that one scores', async () => {
    const s = sketch('Low scores', { vocabularies: { v: WORDS } })
    s.add('text', 'words', [0, 0], { field: 'text', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: D })
    s.add('row', 'table', [0, 0], { field: 'row', names: 'a, b, c' })
    s.add('look', 'attention-dot', [0, 0], { score: 'dot' })
    s.add('out', 'decide-number', [0, 0], { count: D })
    s.wire('text.words', 'embed.words')
    s.wire('row.features', 'look.query')
    s.wire('embed.vectors', 'look.keys')
    s.wire('look.context', 'out.features')
    const low = matrix([WORDS.length, D], (i) => (i < D ? 0 : -1e20))
    const lowered = compileModel(s.document, { weights: { ...identity, 'embed.E': low } })
    const feeds: Feeds = { ...texts, row: matrix([2, D], () => 1) }
    const weights = await whole(lowered, feeds, 'attention.look')
    expect(Array.from(weights.data as Float32Array)).toEqual([0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0])
  })
})
