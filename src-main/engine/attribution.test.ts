import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { Ask } from '#shared/contract/contract'
import type { Attribution } from '#shared/contract/states'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import type { Weights } from '../compile/weights'
import { decodeHeedFile } from '../files/heedFile'
import { sketch } from '../templates/sketch'
import { templates } from '../templates/template'
import { Attributions, attribute } from './attribution'
import { Plans } from './plans'

type Given = Partial<Ask<'run.attribution'>>

const numbers = (dims: number[], data: number[]): Tensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from(data),
})

function explain(document: HeedDocument, weights: Weights, given: Given = {}): Promise<Attribution> {
  const ask = { document, weights: JSON.stringify(given.inputs ?? {}), inputs: {}, ...given }
  return attribute(new Plans(), new Attributions(), weights, ask)
}

const sum = (values: Iterable<number>) => [...values].reduce((all, value) => all + value, 0)

/** Table of three features → numbers or classes. */
function dense(hidden: readonly (readonly [size: number, activation: string])[]) {
  const s = sketch('Dense', { vocabularies: { kinds: ['left', 'right'] }, example: { row: '2 -1 0.5' } })
  s.add('row', 'table', [0, 0], { names: 'a, b, c' })
  let from = 'row.features'
  hidden.forEach(([size, activation], i) => {
    s.add(`dense${i}`, 'dense', [0, 0], { size, activation })
    s.wire(from, `dense${i}.features`)
    from = `dense${i}.features`
  })
  return { s, from }
}

describe('a network of dense layers', () => {
  it('that is linear: parts are weight × input, and with the bias they are the number itself', async () => {
    const { s, from } = dense([])
    s.add('number', 'decide-number', [0, 0], { count: 2 })
    s.wire(from, 'number.features')
    const weights = { 'number.W': numbers([3, 2], [1, 2, 3, 4, 5, 6]), 'number.b': numbers([2], [0.25, -1]) }
    const found = await explain(s.document, weights, { choice: 1 })
    expect(found).toMatchObject({ decision: 'number', row: 0, rows: [], choice: 1, choices: ['1', '2'] })
    expect(found.chosen).toBeUndefined()
    expect(found.fields).toHaveLength(1)
    const [field] = found.fields
    expect(field!.labels).toEqual(['a', 'b', 'c'])
    expect([...field!.given!]).toEqual([2, -1, 0.5])
    expect([...field!.values]).toEqual([4, -4, 3])
    expect(found.value).toBe(sum(field!.values) - 1)
  })

  it('with a layer of tanh: what the chain rule says by hand', async () => {
    const { s, from } = dense([[2, 'tanh']])
    s.add('kind', 'decide-class', [0, 0], { vocabulary: 'kinds' })
    s.wire(from, 'kind.features')
    const W = [0.2, -0.4, 0.1, 0.3, -0.5, 0.6]
    const b = [0.1, -0.2]
    const V = [1.5, -0.5, 0.25, 2]
    const weights = {
      'dense0.W': numbers([3, 2], W),
      'dense0.b': numbers([2], b),
      'kind.W': numbers([2, 2], V),
      'kind.b': numbers([2], [0, 0.1]),
    }
    const x = [2, -1, 0.5]
    const h = [0, 1].map((k) => Math.tanh(b[k]! + sum(x.map((each, i) => each * W[i * 2 + k]!))))
    const scores = [0, 1].map((c) => sum(h.map((each, k) => each * V[k * 2 + c]!)) + (c === 1 ? 0.1 : 0))
    const best = scores[0]! > scores[1]! ? 0 : 1
    const found = await explain(s.document, weights)
    expect(found.choices).toEqual(['left', 'right'])
    expect(found.chosen).toBe(best)
    for (const choice of [0, 1]) {
      const { fields, value } = await explain(s.document, weights, { choice })
      expect(value).toBeCloseTo(scores[choice]!, 5)
      x.forEach((each, i) => {
        const slope = sum([0, 1].map((k) => V[k * 2 + choice]! * (1 - h[k]! ** 2) * W[i * 2 + k]!))
        expect(fields[0]!.values[i]).toBeCloseTo(slope * each, 5)
      })
    }
  })

  it('with dropout: as it answers, not as it learns', async () => {
    const { s, from } = dense([])
    s.add('drop', 'dropout', [0, 0], { rate: 0.5 })
    s.add('number', 'decide-number', [0, 0], { count: 1 })
    s.wire(from, 'drop.features')
    s.wire('drop.features', 'number.features')
    const weights = { 'number.W': numbers([3, 1], [1, 2, 3]) }
    const found = await explain(s.document, weights)
    expect([...found.fields[0]!.values]).toEqual([2, -2, 1.5])
  })

  it('names the layer that it finds no way back through', async () => {
    const s = sketch('Growing', { example: { series: '1 2 3' } })
    s.add('series', 'series', [0, 0], { field: 'series' })
    s.loop('steps', 'loop-each', [0, 0, 400, 300], {}, () => {
      s.add('all', 'history', [0, 0])
      s.add('reader', 'gru', [0, 0], { size: 2 }, { title: 'Reader' })
    })
    s.add('number', 'decide-number', [0, 0], { count: 1 })
    s.wire('series.values', 'steps.sequence')
    s.wire('steps.element', 'all.value')
    s.wire('all.all', 'reader.sequence')
    s.wire('reader.last', 'steps.result')
    s.wire('steps.last', 'number.features')
    await expect(explain(s.document, {})).rejects.toThrow(
      'there is no gradient for GRU over a History at Reader',
    )
  })

  it('refuses a decision, a row and a choice that are not there', async () => {
    const { s, from } = dense([])
    s.add('number', 'decide-number', [0, 0], { count: 2 })
    s.wire(from, 'number.features')
    await expect(explain(s.document, {}, { decision: 'x' })).rejects.toThrow('expected one of number')
    await expect(explain(s.document, {}, { choice: 2 })).rejects.toThrow('expected a choice below 2')
    await expect(explain(s.document, {}, { row: 1 })).rejects.toThrow('expected a row below 1')
  })
})

/** Templates as they ship, with what they learned. */
function shipped(id: string): { document: HeedDocument; weights: Weights } {
  const file = new URL(`../../resources/templates/${id}.heed`, import.meta.url)
  return decodeHeedFile(new Uint8Array(readFileSync(file)))
}

const STEP = 4e-3

/** The slope of the score when all numbers of the fields grow in proportion: what the parts should sum to. */
async function slopeOfNumbers(document: HeedDocument, weights: Weights, field: string, given: Given) {
  const text = need(document.example[field], field).split(/[\s,;]+/)
  const at = async (factor: number) => {
    const inputs = { [field]: text.map((each) => String(Number(each) * factor)).join(' ') }
    return (await explain(document, weights, { ...given, inputs })).value
  }
  return ((await at(1 + STEP)) - (await at(1 - STEP))) / (2 * STEP)
}

/** The slope of the score when a word's vectors grow in proportion, in every table of this vocabulary. */
async function slopeOfWord(
  document: HeedDocument,
  weights: Weights,
  tables: readonly string[],
  index: number,
  given: Given,
) {
  const at = async (factor: number) => {
    const changed = Object.fromEntries(
      tables.map((name): [string, Tensor] => {
        const { dims, data } = need(weights[name], name)
        const grown = Float32Array.from(data as Float32Array)
        const size = dims[1]!
        for (let i = 0; i < size; i++) grown[index * size + i]! *= factor
        return [name, { dtype: 'float32', dims, data: grown }]
      }),
    )
    return (await explain(document, { ...weights, ...changed }, given)).value
  }
  return ((await at(1 + STEP)) - (await at(1 - STEP))) / (2 * STEP)
}

function close(found: number, expected: number, parts: Iterable<number>) {
  const scale = Math.max(1e-3, sum([...parts].map(Math.abs)))
  expect(Math.abs(found - expected) / scale).toBeLessThan(0.01)
}

describe('against central differences, a trained template:', () => {
  it.each([
    ['feed-forward', 'flower', {}],
    ['recurrent', 'series', { choice: 3 }],
  ] as const)('%s', async (id, field, given) => {
    const { document, weights } = shipped(id)
    const found = await explain(document, weights, given)
    const { values } = need(
      found.fields.find((each) => each.field === field),
      field,
    )
    const { row, choice } = found
    const slope = await slopeOfNumbers(document, weights, field, { ...given, row, choice })
    close(sum(values), slope, values)
  })

  it.each([
    ['attention-states', 'sequence', {}],
    ['translation-attention', 'source', {}],
    ['translation-plain', 'source', { row: 1 }],
    ['memory-network', 'story', {}],
    ['memory-network', 'question', {}],
  ] as const)('%s, by the words of %s', async (id, field, given) => {
    const { document, weights } = shipped(id)
    const found = await explain(document, weights, given)
    const own = need(
      found.fields.find((each) => each.field === field),
      field,
    )
    const node = document.nodes[own.node]!
    const vocabulary = need(document.vocabularies[String(node.params.vocabulary)], 'vocabulary')
    const forceWords = found.rows
      .filter((word) => word !== '<end>')
      .join(' ')
      .replaceAll(' - ', '-')
    const asked = {
      ...given,
      row: found.row,
      choice: found.choice,
      ...(found.rows.length > 0 && { forceWords }),
    }
    const strongest = own.values.reduce(
      (best, value, i) => (Math.abs(value) > Math.abs(own.values[best]!) ? i : best),
      0,
    )
    const word = own.labels[strongest]!
    // All fields that are read by the same tables.
    const parts = found.fields
      .filter((each) => document.nodes[each.node]!.params.vocabulary === node.params.vocabulary)
      .flatMap(({ labels, values }) => [...values].filter((_, i) => labels[i] === word))
    const tables = Object.keys(weights).filter(
      (name) => name.endsWith('.E') && weights[name]!.dims[0] === vocabulary.length,
    )
    const slope = await slopeOfWord(document, weights, tables, vocabulary.indexOf(word), asked)
    expect(slope).not.toBe(0)
    close(sum(parts), slope, parts)
  })
})

describe('of every template', () => {
  it.each([...templates.keys()].sort())('%s can be told, and says something', async (id) => {
    const { document, weights } = shipped(id)
    const found = await explain(document, weights)
    expect(found.fields.length).toBeGreaterThan(0)
    for (const { labels, grid, values } of found.fields)
      expect(values).toHaveLength(grid ? grid[0] * grid[1] : labels.length)
    const all = found.fields.flatMap(({ values }) => [...values])
    expect(all.every(Number.isFinite)).toBe(true)
    expect(all.some((value) => value !== 0)).toBe(true)
  })
})

describe('a decoder', () => {
  it('explains the words that it says itself, by source words and by those said before', async () => {
    const { document, weights } = shipped('translation-attention')
    const inputs = { source: 'twenty two' }
    const first = await explain(document, weights, { inputs })
    expect(first.rows).toEqual(['vingt', '-', 'deux', '<end>'])
    expect(first.row).toBe(0)
    expect(first.fields.map(({ field }) => field)).toEqual(['source'])
    expect(first.choices[first.choice]).toBe('vingt')
    const third = await explain(document, weights, { inputs, row: 2 })
    expect(third.choices[third.choice]).toBe('deux')
    expect(third.fields.map(({ labels }) => labels)).toEqual([
      ['twenty', 'two'],
      ['vingt', '-'],
    ])
    expect(third.fields[1]!.title).toBe('Said before')
    const forced = await explain(document, weights, { inputs, row: 2, forceWords: 'vingt-deux' })
    expect(forced.fields).toEqual(third.fields)
  })
})
