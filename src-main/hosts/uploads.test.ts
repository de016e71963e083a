import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Uploads } from './uploads'

const uploads = new Uploads()
afterEach(() => uploads.close())

test('pieces become files beside one another, which are gone when the upload is dropped', async () => {
  const upload = await uploads.begin([
    { name: 'model.onnx', size: 5 },
    { name: 'weights.bin', size: 2 },
  ])
  await uploads.piece(upload, 0, Uint8Array.of(1, 2, 3))
  await uploads.piece(upload, 1, Uint8Array.of(9, 9))
  expect(await uploads.piece(upload, 0, Uint8Array.of(4, 5))).toBe(5)
  const path = await uploads.modelOf(upload)
  expect([...(await readFile(path))]).toEqual([1, 2, 3, 4, 5])
  expect(existsSync(join(dirname(path), 'weights.bin'))).toBe(true)
  await uploads.drop(upload)
  expect(existsSync(dirname(path))).toBe(false)
})

test.each(['../a.onnx', 'a/b.onnx', '..', 'C:a.onnx', 'a\0.onnx'])(
  'a name that leads elsewhere (%j) is refused',
  async (name) => {
    await expect(uploads.begin([{ name, size: 1 }])).rejects.toThrow('is no file name')
  },
)

test('what does not arrive, or more than was announced, is refused', async () => {
  const upload = await uploads.begin([{ name: 'model.onnx', size: 4 }])
  await uploads.piece(upload, 0, Uint8Array.of(1))
  await expect(uploads.modelOf(upload)).rejects.toThrow('1 of 4 bytes')
  await expect(uploads.piece(upload, 0, new Uint8Array(4))).rejects.toThrow('more came')
  await expect(uploads.piece(upload, 3, new Uint8Array(1))).rejects.toThrow('has no file 3')
  await expect(uploads.piece('nothing', 0, new Uint8Array(1))).rejects.toThrow('no longer held')
})

test('there must be one model', async () => {
  const none = await uploads.begin([{ name: 'weights.bin', size: 0 }])
  await expect(uploads.modelOf(none)).rejects.toThrow('no model')
  const two = await uploads.begin([
    { name: 'a.onnx', size: 0 },
    { name: 'b.onnx', size: 0 },
  ])
  await expect(uploads.modelOf(two)).rejects.toThrow('Open one at a time')
  const pair = await uploads.begin([
    { name: 'decoder_model.onnx', size: 0 },
    { name: 'encoder_model.onnx', size: 0 },
  ])
  expect(await uploads.modelOf(pair)).toMatch(/encoder_model\.onnx$/)
})

test('more than can be stored is refused before anything is', async () => {
  await expect(uploads.begin([{ name: 'a.onnx', size: 2 ** 40 }])).rejects.toThrow('by its path')
})
