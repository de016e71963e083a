/** Against Pillow: bench/reference/make_spoken.py wrote what it makes of a picture. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeNpz } from '#main/files/npz'
import { need } from '#shared/base/assert'
import type { Picture } from '#shared/contract/model'
import type { Value } from '#shared/ir/graph'
import { decodePicture } from './decode'
import { preparePicture } from './prepare'
import { resize } from './resize'
import { type Filter, pictureRule } from './rule'
import { samplePicture } from './sample'

const VIT = new URL('../fixtures/vit/', import.meta.url)
const read = (name: string) => new Uint8Array(readFileSync(new URL(name, VIT)))
const truth = decodeNpz(read('expected.npz'))
const picture = decodePicture(read('picture.png'))
const input = (shape: Value['shape']): Value => ({ name: 'pixel_values', dtype: 'float32', shape })

function colours({ rgba }: Picture): number[] {
  return Array.from(rgba).filter((_, i) => i % 4 !== 3)
}

describe.each(['bilinear', 'bicubic', 'lanczos', 'nearest'] satisfies Filter[])('%s', (filter) => {
  test.each([
    [24, 24],
    [120, 33],
  ])('makes %i × %i pixels as Pillow does', (width, height) => {
    const expected = Array.from(need(truth[`${filter}.${width}.${height}`], 'pixels').data as Uint8Array)
    const found = colours(resize(picture, width, height, filter))
    expect(found).toEqual(expected)
  })
})

test('the processor’s file says size, scale and normalisation', () => {
  const rule = pictureRule(input(['batch', 3, 'height', 'width']), read('preprocessor_config.json'))
  expect(rule).toMatchObject({ width: 24, height: 24, filter: 'bilinear', from: 'preprocessor_config.json' })
  const expected = need(truth.pixels, 'pixels').data as Float32Array
  const { tensor } = preparePicture(picture, rule)
  expect(tensor.dims).toEqual([1, 3, 24, 24])
  const worst = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - Number(tensor.data[i]))),
    0,
  )
  expect(worst).toBeLessThan(1e-5)
})

test('without a file a picture is stretched to what the model takes, and the rule says so', () => {
  expect(pictureRule(input([1, 3, 32, 48]), undefined)).toMatchObject({
    width: 48,
    height: 32,
    channels: 3,
    layout: 'channels first',
    mean: [0.485, 0.456, 0.406],
  })
  expect(pictureRule(input([1, 'height', 'width', 1]), undefined)).toMatchObject({
    width: 224,
    height: 224,
    channels: 1,
    layout: 'channels last',
  })
})

test('the middle is cut out where the file says so', () => {
  const file = new TextEncoder().encode(
    '{"do_resize":true,"size":{"shortest_edge":40},"do_center_crop":true,"crop_size":{"height":32,"width":32}}',
  )
  const rule = pictureRule(input([1, 3, 'h', 'w']), file)
  const { seen } = preparePicture(picture, rule)
  const whole = resize(picture, 40, 56, 'bilinear')
  expect([seen.width, seen.height]).toEqual([32, 32])
  const at = (from: Picture, x: number, y: number) => [
    ...from.rgba.subarray((y * from.width + x) * 4, (y * from.width + x) * 4 + 3),
  ]
  expect(at(seen, 0, 0)).toEqual(at(whole, 4, 12))
  expect(at(seen, 31, 31)).toEqual(at(whole, 35, 43))
})

test('a file that is no JSON is refused', () => {
  expect(() => pictureRule(input([1, 3, 8, 8]), new Uint8Array([1, 2]))).toThrow('it is not JSON')
})

test('the sample picture has colours', () => {
  const sample = samplePicture()
  expect(sample.rgba).toHaveLength(sample.width * sample.height * 4)
  expect(new Set(colours(sample)).size).toBeGreaterThan(20)
})
