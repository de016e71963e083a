import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { decodeNpy } from '#main/files/npy'
import { fixtureFolder } from '#main/inspect/manifest'
import type { Tensor } from '#shared/ir/graph'
import { createEngine } from '../engine'
import { summaryOf } from './joined'
import { tensorView } from './tensorView'
import { thumbnailsOf } from './thumbnails'

const BERT = fileURLToPath(new URL('../../inputs/fixtures/bert/model.onnx', import.meta.url))

const tensor: Tensor = {
  dtype: 'float32',
  dims: [2, 2, 3],
  data: new Float32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Number.NaN, 11]),
}

test('a matrix of a tensor, and the statistics of all of it', () => {
  const view = tensorView('t', tensor, [1])
  expect([...view.values]).toEqual([6, 7, 8, 9, Number.NaN, 11])
  expect(view).toMatchObject({
    rows: 2,
    columns: 3,
    at: [1],
    least: 0,
    greatest: 11,
    zeros: 1,
    notNumbers: 1,
  })
  expect(view.mean).toBeCloseTo(56 / 11)
  expect(view.histogram.reduce((a, b) => a + b, 0)).toBe(11)
  expect(() => tensorView('t', tensor, [2])).toThrow('there is no matrix at [2]')
})

test('rows are cut before columns', () => {
  const data = new Float32Array(300 * 400)
  const view = tensorView('t', { dtype: 'float32', dims: [300, 400], data })
  expect([view.rows, view.columns]).toEqual([163, 400])
})

test.each([
  [[], 1, 1],
  [[3], 1, 3],
  [[0, 3], 0, 0],
])('the shape %j is one matrix', (dims, rows, columns) => {
  const count = dims.reduce((a, b) => a * b, 1)
  const view = tensorView('t', { dtype: 'float32', dims, data: new Float32Array(count) })
  expect([view.rows, view.columns]).toEqual([rows, columns])
})

async function opened(path: string) {
  const engine = createEngine(() => undefined)
  const model = await engine.handle('model.open', { model: 'm', name: 'm.onnx', path })
  return { engine, model }
}

test('any tensor of a model: a weight, an input, what is computed', async () => {
  const { engine, model } = await opened(BERT)
  const view = (name: string) => engine.handle('model.tensor', { model: 'm', tensor: name, inputs: {} })
  const weight = await view('model.bert.embeddings.word_embeddings.weight')
  expect(weight.dims).toEqual([110, 16])
  expect((await view('attention_mask')).least).toBe(1)
  expect((await view(model.outputs[0]!.name)).dims).toHaveLength(3)
  await expect(view('nothing')).rejects.toThrow('no tensor “nothing”')
  const { bytes, name } = await engine.handle('model.tensorFile', {
    model: 'm',
    tensor: 'model.bert.embeddings.word_embeddings.weight',
    inputs: {},
  })
  expect(name).toBe('model.bert.embeddings.word_embeddings.weight.npy')
  expect(decodeNpy(bytes).dims).toEqual([110, 16])
})

test('weights in a file beside the model are read from there', async () => {
  const { engine } = await opened(`${fixtureFolder}/external-17.onnx`)
  const { deviation } = await engine.handle('model.tensor', {
    model: 'm',
    tensor: 'encoder.q.bias',
    inputs: {},
  })
  expect(deviation).toBeGreaterThan(0)
})

test('a thumbnail’s pixels are the strongest of their blocks', () => {
  const data = new Float32Array(128 * 128)
  data[127 * 128 + 1] = 0.5
  data[2] = 0.25
  const [thumbnail] = thumbnailsOf('s', { dims: [1, 1, 128, 128], data })
  expect(thumbnail).toMatchObject({ rows: 64, columns: 64, strongest: 0.5 })
  expect([...thumbnail!.pixels].flatMap((pixel, i) => (pixel > 0 ? [[i, pixel]] : []))).toEqual([
    [1, 128],
    [63 * 64, 255],
  ])
})

test('sites that do not look at themselves have no summary', () => {
  expect(summaryOf({ dims: [1, 2, 3, 4], data: new Float32Array(24) })).toBeUndefined()
})
