/** Against transformers: bench/reference/make_spoken.py wrote its attention, and what it generated. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { decodeNpz } from '#main/files/npz'
import { siteTensors } from '#main/hosts/cli/siteTensors'
import { decodePicture } from '#main/inputs/pictures/decode'
import { need } from '#shared/base/assert'
import type { Answer, Ask, Events, OpenedModel } from '#shared/contract/contract'
import type { ModelForm, Thumbnail } from '#shared/contract/model'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'
import { createEngine, type Engine } from '../engine'

const FIXTURES = fileURLToPath(new URL('../../inputs/fixtures/', import.meta.url))
const TEXT = "The cat sees a bird, and the bird doesn't see the cats."
const TOLERANCE = 1e-4

interface Heard {
  readonly sites: SiteInfo[]
  readonly slices: Slice[]
  readonly thumbnails: Thumbnail[]
  readonly tokens: Map<string, Events['run.tokens']['tokens']>
  readonly told: string[]
}

interface Opened {
  readonly engine: Engine
  readonly heard: Heard
  readonly opened: OpenedModel
  readonly form: ModelForm
  run(ask: Partial<Ask<'model.run'>>): Promise<Answer<'model.run'>>
}

async function open(file: string): Promise<Opened> {
  const heard: Heard = { sites: [], slices: [], thumbnails: [], tokens: new Map(), told: [] }
  const engine = createEngine((name, event) => {
    heard.told.push(name)
    if ('sites' in event && !('step' in event)) heard.sites.push(...event.sites)
    if ('thumbnail' in event) heard.thumbnails.push(event.thumbnail)
    if ('tokens' in event) heard.tokens.set(event.field, event.tokens)
    if (!('slice' in event)) return
    heard.slices.push(event.slice)
    void engine.handle('run.credit', { run: 'r', slices: 1 })
  })
  const opened = await engine.handle('model.open', {
    model: 'm',
    name: file.split('/').at(-1)!,
    path: join(FIXTURES, file),
  })
  const form = await engine.handle('model.form', { model: 'm' })
  return {
    engine,
    heard,
    opened,
    form,
    run: (ask) => {
      heard.sites.length = 0
      heard.slices.length = 0
      heard.thumbnails.length = 0
      return engine.handle('model.run', {
        run: 'r',
        model: 'm',
        inputs: { texts: { input_ids: TEXT } },
        sites: [],
        ...ask,
      })
    },
  }
}

function expected(folder: string): Readonly<Record<string, Tensor>> {
  return decodeNpz(new Uint8Array(readFileSync(join(FIXTURES, folder, 'expected.npz'))))
}

function numbers(tensor: Tensor | undefined): number[] {
  return Array.from(need(tensor, 'a tensor').data as ArrayLike<number | bigint>, Number)
}

function difference(a: Tensor | undefined, b: Tensor | undefined): number {
  expect(a?.dims).toEqual(b?.dims)
  const [left, right] = [numbers(a), numbers(b)]
  return left.reduce((most, value, i) => Math.max(most, Math.abs(value - right[i]!)), 0)
}

const shown = ({ opened }: Opened) => opened.sites.filter((site) => site.shown).map(({ id }) => id)

test('BERT: the form is a text, and every head is transformers’ own', async () => {
  const bert = await open('bert/model.onnx')
  expect(bert.form).toMatchObject({
    fields: [
      {
        type: 'text',
        inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
        tokenizer: 'tokenizer.json',
        sample: false,
        longest: 48,
      },
    ],
    generates: false,
    notes: [],
  })
  const sites = shown(bert)
  await bert.run({ sites })
  const truth = expected('bert')
  const found = siteTensors(bert.heard.slices)
  expect(sites).toHaveLength(2)
  for (const [i, site] of sites.entries())
    expect(difference(found[site], truth[`attention.${i}`])).toBeLessThan(TOLERANCE)
  expect(bert.heard.slices[0]!.rowLabels.slice(0, 3)).toEqual(['[CLS]', 'the', 'cat'])
  expect(bert.heard.sites[0]).toMatchObject({ rowField: 'input_ids', columnField: 'input_ids', heads: 2 })
  expect(bert.heard.tokens.get('input_ids')?.at(-1)).toMatchObject({ text: '[SEP]', special: true })
})

test('behind an overview, another site of the same inputs has its own weights', async () => {
  const bert = await open('bert/model.onnx')
  const [first, second] = shown(bert)
  await bert.run({ sites: [first!], overview: true })
  expect(bert.heard.thumbnails).toHaveLength(4)
  await bert.run({ sites: [second!] })
  expect(bert.heard.thumbnails).toEqual([])
  const truth = expected('bert')
  expect(difference(siteTensors(bert.heard.slices)[second!], truth['attention.1'])).toBeLessThan(TOLERANCE)
})

test('rollout is the product of the layers’ means with what they pass on', async () => {
  const bert = await open('bert/model.onnx')
  await bert.run({ joined: ['rollout', 'mean', 'maximum'] })
  const truth = expected('bert')
  const layers = [0, 1].map((i) => numbers(truth[`attention.${i}`]))
  const n = need(truth['attention.0'], 'attention').dims[2]!
  const at = (layer: number, head: number, i: number) => layers[layer]![head * n * n + i]!
  const through = [0, 1].map((layer) =>
    Array.from(
      { length: n * n },
      (_, i) => 0.25 * (at(layer, 0, i) + at(layer, 1, i)) + (i % (n + 1) === 0 ? 0.5 : 0),
    ),
  )
  const found = siteTensors(bert.heard.slices)
  expect(bert.heard.sites.map(({ id }) => id)).toEqual(['joined.rollout', 'joined.mean', 'joined.maximum'])
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++) {
      let rollout = 0
      for (let k = 0; k < n; k++) rollout += through[1]![row * n + k]! * through[0]![k * n + column]!
      const i = row * n + column
      const all = [0, 1].flatMap((layer) => [at(layer, 0, i), at(layer, 1, i)])
      expect(numbers(found['joined.rollout'])[i]).toBeCloseTo(rollout, 4)
      expect(numbers(found['joined.mean'])[i]).toBeCloseTo(all.reduce((a, b) => a + b) / 4, 4)
      expect(numbers(found['joined.maximum'])[i]).toBeCloseTo(Math.max(...all), 4)
    }
})

describe.each([
  ['GPT-2 with a cache', 'gpt2/model.onnx', 'gpt2'],
  ['GPT-2 without a cache', 'gpt2/plain.onnx', 'gpt2'],
  ['Llama with a cache and grouped queries', 'llama/model.onnx', 'llama'],
])('%s', (_, file, folder) => {
  test('generates transformers’ words, and streams its attention row by row', async () => {
    const model = await open(file)
    expect(model.form.generates).toBe(true)
    const sites = shown(model)
    const truth = expected(folder)
    const answer = await model.run({ inputs: { texts: { input_ids: TEXT }, generate: 8 }, sites })
    const began = need(truth.ids, 'ids').dims[1]!
    expect(Array.from(answer.outputs[0]!.values)).toEqual(numbers(truth.said).slice(began))
    const found = siteTensors(model.heard.slices)
    for (const [i, site] of sites.entries())
      expect(difference(found[site], truth[`attention.${i}`])).toBeLessThan(TOLERANCE)
    const mine = model.heard.slices.filter(({ site }) => site === sites[0])
    expect(mine.map(({ firstRow }) => firstRow)).toEqual([
      0,
      ...Array.from({ length: 7 }, (__, i) => began + i),
    ])
    expect(mine.at(-1)).toMatchObject({ rows: 1, columns: began + 7 })
    expect(model.heard.tokens.get('input_ids')).toHaveLength(began + 8)
  })

  test('another site of what was said comes in one pass', async () => {
    const model = await open(file)
    const inputs = { texts: { input_ids: TEXT }, generate: 8 }
    const [first, second] = shown(model)
    const once = await model.run({ inputs, sites: [first!] })
    const again = await model.run({ inputs, sites: [second!], overview: true })
    expect(again.outputs).toEqual(once.outputs)
    expect(model.heard.slices).toHaveLength(1)
    expect(
      difference(siteTensors(model.heard.slices)[second!], expected(folder)['attention.1']),
    ).toBeLessThan(TOLERANCE)
    expect(model.heard.thumbnails).toHaveLength(4)
  })
})

test('a merged decoder shows a place of both its branches as one', async () => {
  const model = await open('gpt2/merged.onnx')
  const sites = shown(model)
  expect(sites).toHaveLength(4)
  const inputs = { texts: { input_ids: TEXT }, generate: 8 }
  const answer = await model.run({ inputs, sites })
  const truth = expected('gpt2')
  expect(Array.from(answer.outputs[0]!.values)).toEqual(numbers(truth.said).slice(truth.ids!.dims[1]!))
  const streamed = siteTensors(model.heard.slices)
  for (const [i, site] of sites.entries())
    expect(difference(streamed[site], truth[`attention.${i % 2}`])).toBeLessThan(TOLERANCE)
  await model.run({ inputs, sites: [sites[3]!] })
  const again = siteTensors(model.heard.slices)
  expect(difference(again[sites[3]!], truth['attention.1'])).toBeLessThan(TOLERANCE)
})

test('a run that is stopped says so, between two words', async () => {
  const model = await open('gpt2/model.onnx')
  const run = model.run({ inputs: { texts: { input_ids: TEXT }, generate: 20 }, sites: [] })
  const stopped = expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } })
  await model.engine.handle('run.cancel', { run: 'r' })
  await stopped
})

describe.each(['encoder', 'decoder'])('T5, opened by its %s', (half) => {
  test('finds its other half, and generates transformers’ words with all three attentions', async () => {
    const model = await open(`t5/${half}_model.onnx`)
    const other = half === 'encoder' ? 'decoder' : 'encoder'
    expect(model.form).toMatchObject({ generates: true, pair: { half: other, name: `${other}_model.onnx` } })
    const sites = [...shown(model), ...need(model.form.pair, 'a pair').sites.map(({ id }) => id)]
    const answer = await model.run({
      inputs: { texts: { input_ids: TEXT }, generate: 8 },
      sites,
      overview: true,
    })
    const truth = expected('t5')
    expect(Array.from(answer.outputs[0]!.values)).toEqual(numbers(truth.said).slice(1))
    const found = siteTensors(model.heard.slices)
    const order = ['encoder.0', 'encoder.1', 'decoder.0', 'cross.0', 'decoder.1', 'cross.1']
    const ids = half === 'encoder' ? sites : [...sites.slice(4), ...sites.slice(0, 4)]
    for (const [i, id] of ids.entries())
      expect(difference(found[id], truth[order[i]!]), id).toBeLessThan(TOLERANCE)
    const cross = model.heard.sites.find(({ id }) => id === ids[3])
    expect(cross).toMatchObject({ rowField: 'decoder.input_ids', columnField: 'input_ids' })
    expect(model.heard.thumbnails).toHaveLength(12)
  })
})

test('ViT: a picture is prepared as transformers does, and its patches lie in a grid', async () => {
  const vit = await open('vit/model.onnx')
  expect(vit.form.fields).toMatchObject([
    { type: 'picture', width: 24, height: 24, mean: [0.5, 0.4, 0.3], from: 'preprocessor_config.json' },
  ])
  const picture = decodePicture(new Uint8Array(readFileSync(join(FIXTURES, 'vit/picture.png'))))
  const sites = shown(vit)
  const { outputs } = await vit.run({ inputs: { pictures: { pixel_values: picture } }, sites })
  const truth = expected('vit')
  const found = siteTensors(vit.heard.slices)
  for (const [i, site] of sites.entries())
    expect(difference(found[site], truth[`attention.${i}`])).toBeLessThan(TOLERANCE)
  expect(vit.heard.sites[0]).toMatchObject({
    columnGrid: [3, 3],
    rowGrid: [3, 3],
    leading: 1,
    columnField: 'pixel_values',
  })
  expect(outputs[0]!.labels).toEqual(['cat', 'bird', 'house'])
})
