import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeModel } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import type { Node, Tensor, Value } from '#shared/ir/graph'
import { signatureOf } from './signature'
import { tablesOf } from './tables'

function read(path: string) {
  return decodeModel(new Uint8Array(readFileSync(new URL(`fixtures/${path}`, import.meta.url))))
}

test.each([
  ['bert/model.onnx', 110, 48, undefined],
  ['gpt2/model.onnx', 340, 48, undefined],
  ['gpt2/merged.onnx', 340, 48, undefined],
  // Llama turns its queries and keys, T5 adds a bias by distance: neither has places that end.
  ['llama/model.onnx', 380, undefined, undefined],
  ['t5/encoder_model.onnx', undefined, undefined, 'encoder'],
  ['t5/decoder_model.onnx', undefined, undefined, 'decoder'],
])('%s: words, places, and which half it is', (path, words, longest, half) => {
  const signature = signatureOf(read(path))
  if (words !== undefined) expect(signature.vocabulary).toBe(words)
  else expect(signature.vocabulary).toBeGreaterThan(90)
  expect([signature.longest, signature.half]).toEqual([longest, half])
})

test.each([0n, -2n])('a table is chosen from along axis %s', (axis) => {
  const ids: Value = { name: 'source', dtype: 'int64', shape: ['batch', 'words'] }
  const table: Value = { name: 'table', dtype: 'float32', shape: [7, 2] }
  const rows: Value = { name: 'rows', dtype: 'float32', shape: undefined }
  const numbers: Tensor = { dtype: 'float32', dims: [7, 2], data: new Float32Array(14) }
  const node: Node = {
    op: 'Gather',
    domain: '',
    inputs: [table, ids],
    outputs: [rows],
    attributes: { axis: { type: 'int', value: axis } },
    source: undefined,
  }
  const graph = {
    name: 'm',
    inputs: [ids],
    outputs: [ids],
    constants: new Map([[table, numbers]]),
    nodes: [node],
  }
  const model = decodeModel(encodeModel(graph))
  expect([...tablesOf(model).rows.values()]).toEqual([7])
  expect(signatureOf(model).inputs[0]).toMatchObject({ role: 'ids', below: 7 })
})
