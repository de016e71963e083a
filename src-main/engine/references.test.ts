/**
 * Whole templates against PyTorch (`bench/reference/templates.py`): every decision and every attention weight that a streaming run gives on
 * forced words; and a padded batch through the exported model against the same sentences alone.
 */
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { assembleAttention } from '#shared/contract/assemble'
import type { Slice } from '#shared/contract/slice'
import type { HeedDocument } from '#shared/document/document'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { compileModel } from '../compile/compile'
import { lower } from '../compile/lower'
import type { Weights } from '../compile/weights'
import { encodeModel } from '../onnx/encode'
import { templates } from '../templates/template'
import { createEngine } from './engine'
import { fillFields } from './fields'
import { ruledWeights, templateCases } from './fixtures/templateCases'
import { createSession } from './session'
import { toNumbers } from './tensors'

const TOLERANCE = 1e-5
const cases = templateCases()

function weightsFor(document: HeedDocument): Weights {
  return ruledWeights(lower(document).parameters.values())
}

function worst(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length)
  let most = 0
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(found[i]! - expected[i]!)
    most = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(most, off)
  }
  return most
}

it('has a case for every template', () => {
  expect(cases.map(({ template }) => template)).toEqual([...templates.keys()].sort())
})

describe.each(cases.map((one) => [one.template, one] as const))('%s', (id, one) => {
  it('says and looks as PyTorch does', async () => {
    const document = need(templates.get(id), id).build()
    const slices: Slice[] = []
    const engine = createEngine((name, event) => {
      if (name !== 'run.slice' || !('slice' in event)) return
      slices.push(event.slice)
      void engine.handle('run.credit', { run: 'reference', slices: 1 })
    })
    await engine.handle('weights.put', { key: 'ruled', weights: weightsFor(document) })
    const { outputs, sites } = await engine.handle('run.start', {
      run: 'reference',
      document,
      weights: 'ruled',
      inputs: one.inputs,
      ...(one.forceWords !== undefined && { forceWords: one.forceWords }),
    })

    expect(outputs.map(({ name }) => name)).toEqual(Object.keys(one.decisions))
    for (const { name, dims, values } of outputs) {
      const expected = need(one.decisions[name], name)
      expect(dims, name).toEqual(expected.dims)
      expect(worst(values, expected.values), name).toBeLessThan(TOLERANCE)
    }

    const seen = assembleAttention(sites, slices)
    expect(seen).toHaveLength(one.attention.length)
    for (const { site, coordinates, weights } of one.attention) {
      const at = `${site} at [${coordinates}]`
      const found = need(
        seen.find((place) => place.site === site && `${place.coordinates ?? []}` === `${coordinates}`),
        at,
      )
      expect(sizesOf(found.weights), at).toEqual(sizesOf(weights))
      expect(worst(found.weights.flat(2), weights.flat(2)), at).toBeLessThan(TOLERANCE)
      expect([found.rows.length, found.columns.length], at).toEqual(sizesOf(weights).slice(1))
    }
  })
})

function sizesOf(weights: readonly (readonly (readonly number[])[])[]): number[] {
  return [weights.length, weights[0]!.length, weights[0]![0]!.length]
}

/** Three items of different lengths for each template that reads something of an open length. */
const BATCHES: Readonly<Record<string, readonly { inputs: Record<string, string>; forceWords?: string }[]>> =
  {
    'translation-attention': sentences(),
    'translation-plain': sentences(),
    transformer: sentences(),
    'memory-write': ['c a f e', 'b', 'h g a b b c'].map((source) => ({
      inputs: { source },
      forceWords: source,
    })),
    'attention-states': ['a *b c d', 'f', 'e d *a b c c d'].map((sequence) => ({ inputs: { sequence } })),
    recurrent: ['0.1 -0.5 0.9 0.3', '1', '-0.2 0.4 0.8 0.1 0.6 -0.7'].map((series) => ({
      inputs: { series },
    })),
    'memory-network': [
      { story: 'lena walked to the cellar.\nlena took the lamp.', question: 'where is the lamp?' },
      { story: 'omar went to the porch.', question: 'where is omar' },
      {
        story: 'hugo moved to the attic.\nnora picked up the drum.\nhugo left.\nnora went to the kitchen.',
        question: 'where is the drum?',
      },
    ].map((inputs) => ({ inputs })),
  }

function sentences() {
  return [
    { inputs: { source: 'three hundred and ninety seven' }, forceWords: 'trois cent quatre' },
    { inputs: { source: 'two' }, forceWords: 'deux' },
    {
      inputs: { source: 'eight thousand one hundred and twenty-six' },
      forceWords: 'huit mille cent vingt-six',
    },
  ]
}

/** What padding is filled with: an index and a number that would show if they counted. */
const PADDING = { int64: 5, float32: 7 } as const

/** `[1, …]` each → `[items, …]`, shorter ones filled up along every axis. */
function padded(name: string, tensors: readonly Tensor[]): Tensor {
  const dtype = need(tensors[0], name).dtype
  const inner = tensors[0]!.dims.slice(1).map((_, axis) => Math.max(...tensors.map((t) => t.dims[axis + 1]!)))
  const fill = name.includes('.length') ? 0 : dtype === 'int64' ? PADDING.int64 : PADDING.float32
  const numbers = tensors.flatMap((tensor) => {
    const block = Array.from({ length: sizeOf(inner) }, () => fill as number)
    toNumbers(tensor).forEach((number, i) => {
      block[placeOf(i, tensor.dims.slice(1), inner)] = number
    })
    return block
  })
  const dims = [tensors.length, ...inner]
  return dtype === 'int64'
    ? { dtype, dims, data: BigInt64Array.from(numbers, BigInt) }
    : { dtype, dims, data: Float32Array.from(numbers) }
}

/** The place of element `i` of a block with these dims in a block with longer ones. */
function placeOf(i: number, dims: readonly number[], longer: readonly number[]): number {
  let [left, place, stride] = [i, 0, 1]
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    place += (left % dims[axis]!) * stride
    left = Math.floor(left / dims[axis]!)
    stride *= longer[axis]!
  }
  return place
}

type Tensors = Record<string, Tensor>

/** The exported model, run on each item alone and on all of them as one batch. */
async function runPadded(document: HeedDocument, items: readonly (typeof BATCHES)[string][number][]) {
  const forced = items[0]!.forceWords !== undefined
  const lowered = compileModel(document, { forced, weights: weightsFor(document) })
  const feeds = items.map(
    ({ inputs, forceWords }) => fillFields(document, lowered, inputs, forceWords).feeds as Tensors,
  )
  const names = lowered.graph.inputs.map(({ name }) => name)
  const session = await createSession(encodeModel(lowered.graph))
  const run = (given: Tensors) =>
    session.run(Object.fromEntries(names.map((name) => [name, given[name]!])), session.outputs)
  const alone: Tensors[] = []
  for (const feed of feeds) alone.push(await run(feed))
  const together = await run(
    Object.fromEntries(
      names.map((name) => [
        name,
        padded(
          name,
          feeds.map((feed) => feed[name]!),
        ),
      ]),
    ),
  )
  await session.release()
  return { alone, together }
}

const modes = Object.entries(BATCHES).flatMap(([id, items]) => {
  const free = items.map(({ inputs }) => ({ inputs }))
  return items[0]!.forceWords === undefined
    ? [{ id, mode: 'as it is', items }]
    : [
        { id, mode: 'forced words', items },
        { id, mode: 'free', items: free },
      ]
})

it('has a batch for every template that reads something of an open length', () => {
  const open = [...templates].filter(([, { build }]) =>
    compileModel(build()).graph.inputs.some(({ shape }) =>
      shape?.slice(1).some((dim) => typeof dim === 'string'),
    ),
  )
  expect(Object.keys(BATCHES).sort()).toEqual(open.map(([id]) => id).sort())
})

it.each(modes)('$id, $mode: each item of a padded batch is as it is alone', async ({ id, items }) => {
  const { alone, together } = await runPadded(need(templates.get(id), id).build(), items)
  for (const [name, whole] of Object.entries(together)) {
    const size = sizeOf(whole.dims.slice(1))
    const numbers = toNumbers(whole)
    for (const [item, outputs] of alone.entries()) {
      const single = need(outputs[name], name)
      const block = numbers.slice(item * size, (item + 1) * size)
      const inside = new Set<number>()
      const valid = toNumbers(single).map((_, i) => {
        const place = placeOf(i, single.dims.slice(1), whole.dims.slice(1))
        inside.add(place)
        return block[place]!
      })
      expect(worst(valid, toNumbers(single)), `${name} of item ${item}`).toBeLessThan(TOLERANCE)
      if (!name.startsWith('attention.')) continue
      const columns = single.dims.at(-1)!
      const width = whole.dims.at(-1)!
      block.forEach((weight, place) => {
        if (place % width >= columns && weight !== 0)
          expect.fail(`${name} of item ${item} gives ${weight} to padding, column ${place % width}`)
      })
      for (let row = 0; row < block.length / width; row++) {
        if (!inside.has(row * width)) continue
        const sum = block.slice(row * width, (row + 1) * width).reduce((total, weight) => total + weight, 0)
        expect(Math.abs(sum - 1), `row ${row} of ${name} of item ${item}`).toBeLessThan(TOLERANCE)
      }
    }
  }
})
