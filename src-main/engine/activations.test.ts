import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { FaultError } from '#shared/base/fault'
import type { Activation, Activations } from '#shared/contract/activations'
import type { Ask } from '#shared/contract/contract'
import type { StateFrame } from '#shared/contract/states'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { portKey, portsOf } from '#shared/document/structure'
import type { Tensor } from '#shared/ir/graph'
import { kindOf, withDefaults } from '#shared/kinds/registry'
import type { Weights } from '../compile/weights'
import { sketch } from '../templates/sketch'
import { templates } from '../templates/template'
import { activations } from './activations'
import { randomDocument } from './anyDocument/randomDocument'
import { Plans } from './plans'
import { RunControl, runDocument } from './run'

type Given = Partial<Ask<'run.activations'>>

const WORDS = ['<pad>', '<start>', '<end>', '<unknown>', 'a', 'b', 'c']

const numbers = (dims: number[], data: number[]): Tensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from(data),
})

const built = (id: string) => need(templates.get(id), id).build()

function look(document: HeedDocument, weights: Weights = {}, given: Given = {}): Promise<Activations> {
  const ask = { document, weights: 'w', inputs: {}, ...given }
  return activations(new Plans(), weights, ask, new RunControl())
}

/** What a plain run of the same says and holds. */
async function run(document: HeedDocument, given: Given = {}) {
  const control = new RunControl()
  const frames: StateFrame[] = []
  const ask = { run: 'r', document, weights: 'w', inputs: {}, states: true, ...given }
  const { outputs } = await runDocument(new Plans(), {}, ask, control, (_, event) => {
    if ('frames' in event) frames.push(...event.frames)
    if ('frames' in event || 'slice' in event) control.credit(1)
  })
  return { outputs, frames }
}

function at({ told }: Activations, output: string): Activation {
  return need(
    told.find((one) => portKey(one) === output),
    output,
  )
}

function expectClose(found: Iterable<number>, expected: Iterable<number>): void {
  const [a, b] = [[...found], [...expected]]
  expect(a).toHaveLength(b.length)
  for (const [i, value] of b.entries()) expect(a[i], String(i)).toBeCloseTo(value, 5)
}

describe('what the nodes of a network gave', () => {
  const s = sketch('Dense', { vocabularies: { kinds: ['left', 'right'] }, example: { row: '2 -1 0.5' } })
  s.add('row', 'table', [0, 0], { names: 'a, b, c' })
  s.add('dense', 'dense', [0, 0], { size: 2, activation: 'none' })
  s.add('aside', 'activation', [0, 0], { activation: 'tanh' })
  s.add('kind', 'decide-class', [0, 0], { vocabulary: 'kinds' })
  s.wire('row.features', 'dense.features')
  s.wire('dense.features', 'aside.features')
  s.wire('dense.features', 'kind.features')
  const weights = { 'dense.W': numbers([3, 2], [1, 2, 3, 4, 5, 6]), 'dense.b': numbers([2], [0.25, -1]) }

  it('is W x + b of a Dense, with what it comes to', async () => {
    const dense = at(await look(s.document, weights), 'dense.features')
    expect([...dense.cells]).toEqual([1.75, 2])
    expect(dense).toMatchObject({ rows: 1, columns: 2, covers: [1, 1], count: 2, notFinite: 0 })
    expect(dense).toMatchObject({ least: 1.75, greatest: 2, mean: 1.875, deviation: 0.125 })
    expect(dense.axes).toEqual([{ size: 2 }])
  })

  it('is told of what nobody reads, and of inputs under their names', async () => {
    const found = await look(s.document, weights)
    expectClose(at(found, 'aside.features').cells, [Math.tanh(1.75), Math.tanh(2)])
    expect(at(found, 'row.features').columnLabels).toEqual(['a', 'b', 'c'])
    expect([...at(found, 'row.features').cells]).toEqual([2, -1, 0.5])
  })

  it('is what was chosen, in words, and how probable each choice is', async () => {
    const found = await look(s.document, weights)
    const { cells, columnLabels } = at(found, 'kind.probabilities')
    expect(columnLabels).toEqual(['left', 'right'])
    expect(cells[0]! + cells[1]!).toBeCloseTo(1, 6)
    expect(at(found, 'kind.choice').words).toEqual([cells[0]! >= cells[1]! ? 'left' : 'right'])
    expect(at(found, 'kind.choice').axes).toEqual([])
  })

  it('counts what are no numbers, and goes on without them', async () => {
    const found = await look(s.document, { ...weights, 'dense.b': numbers([2], [Number.NaN, -1]) })
    expect(at(found, 'dense.features')).toMatchObject({ count: 2, notFinite: 1, least: 2, greatest: 2 })
  })
})

describe('in a loop', () => {
  it.each([undefined, 'cent deux'])('a decoder gives a row for each word (%s)', async (forceWords) => {
    const document = built('translation-attention')
    const given = forceWords === undefined ? {} : { forceWords }
    const { outputs, frames } = await run(document, given)
    const found = await look(document, {}, given)
    const { cells, rowLabels } = at(found, 'decide.probabilities')
    const [steps] = outputs[0]!.dims
    expectClose(cells, outputs[0]!.values)
    expect(at(found, 'decoder.states').rowLabels).toEqual(rowLabels)
    expect(at(found, 'decoder.states').axes[0]).toEqual({ size: steps, name: 'words' })
    if (forceWords === undefined) expect(at(found, 'decide.word').words).toEqual(rowLabels)
    else expect(rowLabels).toEqual(['cent', 'deux', '<end>'])
    const held = frames.filter(({ state }) => state === 'decoder.states').flatMap(({ values }) => [...values])
    expect(held.length).toBeGreaterThan(0)
    expectClose(at(found, 'decoder.states').cells, held)
    // What is remembered is what was held one step before.
    expectClose(at(found, 'state.value').cells.slice(32), held.slice(0, -32))
    expect(at(found, 'speak.previous').words).toEqual(['<start>', ...rowLabels.slice(0, -1)])
    const weights = at(found, 'attention.weights')
    expect(weights.columnLabels).toEqual(['three', 'hundred', 'and', 'ninety', 'seven'])
    const mass = weights.cells.reduce((all, weight) => all + weight, 0)
    expect(mass).toBeCloseTo(weights.rows, 4)
  })

  it('a layer over a sequence is as it is streamed', async () => {
    const document = built('translation-attention')
    const { frames } = await run(document)
    const encoder = need(
      frames.find(({ state }) => state === 'encoder.states'),
      'states of the encoder',
    )
    expectClose(at(await look(document), 'encoder.states').cells, encoder.values)
  })

  it('a History is what it held at last, and attention over it grows', async () => {
    const document = built('transformer')
    const found = await look(document, {}, { forceWords: 'cent deux' })
    const past = at(found, 'past.all')
    expect(past.rowLabels).toEqual(['<start>', 'cent', 'deux'])
    expectClose(past.cells, at(found, 'turn.features').cells)
    const { axes, there, rows, columns } = at(found, 'recall.weights')
    expect(axes.map(({ size }) => size)).toEqual([3, 4, 3])
    expect([rows, columns]).toEqual([12, 3])
    // The first step sees itself alone.
    expect([...there!.slice(0, 3)]).toEqual([1, 0, 0])
    expect([...there!.slice(-3)]).toEqual([1, 1, 1])
  })

  it('in a loop gives both steps, and nothing where only padding is', async () => {
    const s = sketch('Nested', { vocabularies: { v: WORDS }, example: { story: 'a b c\nb' } })
    s.add('story', 'sentences', [0, 0], { field: 'story', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: 2 })
    s.wire('story.words', 'embed.words')
    s.loop('outer', 'loop-each', [0, 0, 1, 1], {}, () => {
      s.loop('inner', 'loop-each', [0, 0, 1, 1], {}, () => {
        s.add('twice', 'add', [0, 0])
        s.wire('inner.element', 'twice.terms')
        s.wire('inner.element', 'twice.terms')
        s.wire('twice.sum', 'inner.result')
      })
      s.wire('outer.element', 'inner.sequence')
      s.wire('inner.last', 'outer.result')
    })
    s.wire('embed.vectors', 'outer.sequence')
    s.add('out', 'decide-number', [0, 0], { count: 1 })
    s.wire('outer.last', 'out.features')
    const table = Array.from({ length: 2 * WORDS.length }, (_, i) => i)
    const found = await look(s.document, { 'embed.E': numbers([WORDS.length, 2], table) })
    expect(at(found, 'story.words').words).toEqual(['a', 'b', 'c', 'b'])
    const twice = at(found, 'twice.sum')
    expect(twice.axes.map(({ size }) => size)).toEqual([2, 3, 2])
    expect([...twice.cells.slice(0, 8)]).toEqual([16, 18, 20, 22, 24, 26, 20, 22])
    expect([...twice.there!]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0])
    expect(twice.rowLabels.slice(0, 4)).toEqual(['a b c · a', 'a b c · b', 'a b c · c', 'b · b'])
    expect(twice.count).toBe(8)
  })
})

it('a loop that does not depend on the one around it gives the same in each of its steps', async () => {
  const s = sketch('Apart', { example: { row: '2 -1' } })
  s.add('row', 'table', [0, 0], { names: 'a, b' })
  s.loop('outer', 'loop-times', [0, 0, 1, 1], { count: 3 }, () => {
    s.loop('inner', 'loop-times', [0, 0, 1, 1], { count: 2 }, () => {
      s.add('sum', 'add', [0, 0])
      s.add('before', 'previous', [0, 0])
      s.wire('row.features', 'sum.terms')
      s.wire('before.value', 'sum.terms')
      s.wire('sum.sum', 'before.next')
      s.wire('sum.sum', 'inner.result')
    })
    s.wire('inner.last', 'outer.result')
  })
  s.add('out', 'decide-number', [0, 0], { count: 1 })
  s.wire('outer.last', 'out.features')
  const found = at(await look(s.document), 'sum.sum')
  expect(found.axes.map(({ size }) => size)).toEqual([3, 2, 2])
  expect([...found.cells]).toEqual([2, -1, 4, -2, 2, -1, 4, -2, 2, -1, 4, -2])
})

describe.each([...templates.keys()])('every output of %s', (id) => {
  it('is told, in the shape that is inferred', async () => {
    expectShapes(built(id), await look(built(id)))
  })
})

describe.each(Array.from({ length: 8 }, (_, i) => i + 1))('any document (%i)', (seed) => {
  const { document } = randomDocument(seed, 12)
  document.example = examples(document)

  it('gives in each node what a run of it gives in its decisions', async () => {
    const { outputs } = await run(document)
    const found = await look(document)
    expectShapes(document, found)
    for (const { name, values } of outputs) {
      const own = need(kindOf(document.nodes[name]!.kind).decision, name)
      const { cells, covers, there } = at(found, `${name}.${own.output}`)
      if (covers[0] * covers[1] === 1 && !there) expectClose(cells, values)
    }
  })
})

/** Of each output either a picture or a reason; open sizes are whatever they were. */
function expectShapes(document: HeedDocument, found: Activations): void {
  const types = infer(document).outputs
  for (const node of Object.values(document.nodes))
    for (const port of Object.keys(portsOf(node).outputs)) {
      const key = portKey({ node: node.id, port })
      const type = types.get(key)
      if (!type) {
        expect(found.untold.find((one) => portKey(one) === key)?.reason).toMatch(/wired/)
        continue
      }
      const { axes, cells, rows, columns } = at(found, key)
      expect(cells).toHaveLength(rows * columns)
      const own = axes.slice(axes.length - type.axes.length)
      for (const [i, axis] of type.axes.entries())
        if (axis.size !== undefined) expect(own[i]!.size, `${key} ${i}`).toBe(axis.size)
    }
}

/** Something that each field reads. */
function examples(document: HeedDocument): Record<string, string> {
  const texts = [
    'a b c',
    'a b\nc',
    ...Array.from({ length: 1100 }, (_, i) =>
      Array(i + 1)
        .fill('0')
        .join(' '),
    ),
  ]
  return Object.fromEntries(
    Object.values(document.nodes).flatMap((node) => {
      const kind = kindOf(node.kind)
      const params = withDefaults(kind, node.params)
      const words = document.vocabularies[String(params.vocabulary ?? '')]
      const text = texts.find((each) => kind.input?.parse(each, params, words).ok)
      return kind.input ? [[String(params.field), need(text, `text for ${node.kind}`)]] : []
    }),
  )
}

describe('a look', () => {
  it('ends when it is asked to', async () => {
    const control = new RunControl()
    control.cancel()
    const ask = { document: built('recurrent'), weights: 'w', inputs: {} }
    await expect(activations(new Plans(), {}, ask, control)).rejects.toMatchObject({
      constructor: FaultError,
      fault: { code: 'cancelled' },
    })
  })

  it('leaves out an output of too many numbers, and says so', async () => {
    const s = sketch('Large', { vocabularies: { v: WORDS }, example: { text: 'a '.repeat(80) } })
    s.add('text', 'words', [0, 0], { field: 'text', vocabulary: 'v' })
    s.add('embed', 'embedding', [0, 0], { size: 2 })
    s.wire('text.words', 'embed.words')
    s.loop('many', 'loop-times', [0, 0, 1, 1], { count: 64 }, () => {
      s.add('wide', 'dense', [0, 0], { size: 1024 })
      s.wire('embed.vectors', 'wide.features')
      s.wire('wide.features', 'many.result')
    })
    s.add('out', 'decide-number', [0, 0], { count: 1 })
    s.wire('many.last', 'out.features')
    const { told, untold } = await look(s.document)
    expect(untold.find(({ node }) => node === 'wide')?.reason).toMatch(/more than 4,194,304 numbers/)
    expect(told.some(({ node }) => node === 'embed')).toBe(true)
  })
})
