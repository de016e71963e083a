import { describe, expect, it } from 'vitest'
import { decodeModel } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import { FaultError } from '#shared/base/fault'
import { emptyGraph, type Tensor, type Value } from '#shared/ir/graph'
import { fitFeeds } from './feeds'

const ids: Value = { name: 'ids', dtype: 'int64', shape: ['batch', 'words'] }
const mask: Value = { name: 'mask', dtype: 'bool', shape: ['batch', 3] }
const x: Value = { name: 'x', dtype: 'float32', shape: undefined }
const model = decodeModel(encodeModel({ ...emptyGraph('g'), inputs: [ids, mask, x] }))

const good: Record<string, Tensor> = {
  ids: { dtype: 'int64', dims: [2, 3], data: new BigInt64Array(6) },
  mask: { dtype: 'bool', dims: [2, 3], data: new Uint8Array(6).fill(1) },
  x: { dtype: 'float32', dims: [1], data: new Float32Array([0.5]) },
}

function messageOf(change: Record<string, Tensor>): string {
  try {
    fitFeeds(model, { ...good, ...change })
    return 'fits'
  } catch (error) {
    if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
    throw error
  }
}

describe('what is fed to a model', () => {
  it('is passed on where it fits', () => {
    expect(fitFeeds(model, good)).toEqual(good)
  })

  it('is converted where the numbers stay the same', () => {
    const fitted = fitFeeds(model, {
      ids: { dtype: 'int32', dims: [1, 2], data: new Int32Array([-1, 7]) },
      mask: { dtype: 'int64', dims: [1, 3], data: new BigInt64Array([1n, 0n, 1n]) },
      x: { dtype: 'float64', dims: [1], data: new Float64Array([0.5]) },
    })
    expect(fitted.ids?.data).toEqual(new BigInt64Array([-1n, 7n]))
    expect(fitted.mask?.data).toEqual(new Uint8Array([1, 0, 1]))
    expect(fitted.x).toEqual({ dtype: 'float32', dims: [1], data: new Float32Array([0.5]) })
  })

  it.each([
    [
      { ids: { dtype: 'int64', dims: [6], data: new BigInt64Array(6) } },
      '"ids" should have the shape [batch, words], but has [6].',
    ],
    [
      { mask: { dtype: 'bool', dims: [2, 4], data: new Uint8Array(8) } },
      '"mask" should have the shape [batch, 3], but has [2, 4].',
    ],
    [{ mask: { dtype: 'bool', dims: [1, 3], data: new Uint8Array(3) } }, '"batch" is 2 in "ids" and 1 here.'],
    [
      { ids: { dtype: 'float32', dims: [2, 3], data: new Float32Array(6) } },
      '"ids" should hold int64, but holds float32.',
    ],
    [
      { mask: { dtype: 'int64', dims: [2, 3], data: new BigInt64Array(6).fill(2n) } },
      '"mask" should hold bool, but holds int64.',
    ],
    [
      { y: { dtype: 'float32', dims: [], data: new Float32Array(1) } },
      'The model has no input "y"; its inputs are ids, mask, x.',
    ],
  ] satisfies [Record<string, Tensor>, string][])('is refused where it does not fit', (change, message) => {
    expect(messageOf(change)).toContain(message)
  })

  it('lacks nothing', () => {
    expect(() => fitFeeds(model, { x: good.x! })).toThrow(
      'The model needs "ids" (int64 [batch, words]), "mask" (bool [batch, 3]); given were "x".',
    )
  })
})
