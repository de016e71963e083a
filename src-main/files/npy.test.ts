import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { decodeNpy, encodeNpy } from './npy'
import { decodeNpz, decodeTensors, encodeNpz } from './npz'

const TENSORS: readonly Tensor[] = [
  { dtype: 'float16', dims: [1], data: new Uint16Array([0x3c00]) },
  { dtype: 'float32', dims: [2, 1, 2], data: new Float32Array([1, -2, 3.5, Number.NaN]) },
  { dtype: 'float64', dims: [], data: new Float64Array([Math.PI]) },
  { dtype: 'int8', dims: [2], data: new Int8Array([-128, 127]) },
  { dtype: 'int16', dims: [2], data: new Int16Array([-32768, 32767]) },
  { dtype: 'int32', dims: [0, 3], data: new Int32Array() },
  { dtype: 'int64', dims: [1], data: new BigInt64Array([-(2n ** 63n)]) },
  { dtype: 'uint8', dims: [1], data: new Uint8Array([255]) },
  { dtype: 'uint16', dims: [1], data: new Uint16Array([65535]) },
  { dtype: 'uint32', dims: [1], data: new Uint32Array([2 ** 32 - 1]) },
  { dtype: 'uint64', dims: [1], data: new BigUint64Array([2n ** 64n - 1n]) },
  { dtype: 'bool', dims: [2], data: new Uint8Array([1, 0]) },
  { dtype: 'string', dims: [2, 1], data: ['où', '🙂!'] },
]

function npy(header: string, body: ArrayLike<number>, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header)
  const size = version === 1 ? [text.length & 0xff, text.length >> 8] : [text.length, 0, 0, 0]
  return Uint8Array.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    version,
    0,
    ...size,
    ...text,
    ...Array.from(body),
  ])
}

function header(descr: string, shape: string, fortran = false): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`
}

function messageOf(work: () => unknown): string {
  try {
    work()
    return 'read'
  } catch (error) {
    if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
    throw error
  }
}

describe('an .npy file', () => {
  it.each(TENSORS)('keeps $dtype', (tensor) => {
    expect(decodeNpy(encodeNpy(tensor))).toEqual(tensor)
  })

  it('has its numbers at a multiple of 64, as NumPy has', () => {
    for (const tensor of TENSORS) {
      const bytes = encodeNpy(tensor)
      expect((10 + bytes[8]! + 256 * bytes[9]!) % 64).toBe(0)
    }
  })

  it('holds bfloat16 as the same float32', () => {
    const back = decodeNpy(
      encodeNpy({ dtype: 'bfloat16', dims: [2], data: new Uint16Array([0x3f80, 0xc000]) }),
    )
    expect(back).toEqual({ dtype: 'float32', dims: [2], data: new Float32Array([1, -2]) })
  })

  it.each([1, 2, 3])('is read in version %i', (version) => {
    expect(decodeNpy(npy(header('<i2', '(2,)'), [1, 0, 2, 0], version)).data).toEqual(new Int16Array([1, 2]))
  })

  it('is read in column-major order', () => {
    const back = decodeNpy(npy(header('|u1', '(2, 3)', true), [1, 4, 2, 5, 3, 6]))
    expect(back).toEqual({ dtype: 'uint8', dims: [2, 3], data: new Uint8Array([1, 2, 3, 4, 5, 6]) })
    const deep = decodeNpy(npy(header('|u1', '(2, 2, 2)', true), [0, 4, 2, 6, 1, 5, 3, 7]))
    expect(deep.data).toEqual(new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]))
  })

  it('is read with the larger byte first', () => {
    expect(decodeNpy(npy(header('>i4', '(2,)'), [0, 0, 1, 0, 255, 255, 255, 255])).data).toEqual(
      new Int32Array([256, -1]),
    )
    expect(decodeNpy(npy(header('>U1', '()'), [0, 0, 0, 97])).data).toEqual(['a'])
  })

  it('of bytes is text', () => {
    expect(decodeNpy(npy(header('|S3', '(2,)'), [97, 98, 0, 99, 0, 0])).data).toEqual(['ab', 'c'])
  })

  it.each([
    [
      'no magic',
      new Uint8Array(20),
      'bad-file: This is not a readable .npy file: it does not begin like one',
    ],
    ['version 4', npy(header('<f4', '()'), [], 4), 'its version is 4'],
    ['too long a header', npy('{', []).fill(0xff, 8), 'its header should have 65535 bytes'],
    ['no dictionary', npy('import os', []), 'its header is no dictionary'],
    ['no shape', npy("{'descr': '<f4', 'fortran_order': False}", []), 'lacks descr, fortran_order or shape'],
    ['a negative size', npy(header('<f4', '(-1,)'), []), 'lacks descr, fortran_order or shape'],
    [
      'too few numbers',
      npy(header('<f4', '(2, 3)'), [0, 0]),
      'its shape (2, 3) needs 24 bytes, but 2 follow',
    ],
    ['a shape that overflows', npy(header('<f4', '(99999999999, 99999999999)'), []), 'but 0 follow'],
    ['endless empty texts', npy(header('<U0', '(999999999,)'), []), 'unsupported: '],
    ['text that is none', npy(header('<U1', '()'), [255, 255, 255, 255]), 'text that is none'],
    ['Python objects', npy(header('|O', '(1,)'), [0]), 'unsupported: This .npy file holds Python objects'],
    ['records', npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", []), 'holds records'],
    ['complex numbers', npy(header('<c8', '(1,)'), []), 'elements of the type "<c8"'],
  ])('is refused with %s', (_, bytes, message) => {
    expect(messageOf(() => decodeNpy(bytes))).toContain(message)
  })

  it('with any bytes: only faults are thrown', () => {
    const good = encodeNpy(TENSORS[1]!)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(good.length),
        (edits, length) => {
          const mutated = good.slice(0, length)
          for (const [at, byte] of edits) if (at < length) mutated[at] = byte
          return messageOf(() => decodeNpy(mutated)).length > 0
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('an .npz file', () => {
  const tensors = Object.fromEntries(TENSORS.map((tensor, i) => [`layer/${i}`, tensor]))

  it('keeps its arrays and their names', () => {
    expect(decodeNpz(encodeNpz(tensors))).toEqual(tensors)
  })

  it('is told from a single array by its bytes', () => {
    expect(decodeTensors(encodeNpz(tensors), 'feeds.npy')).toEqual(tensors)
    expect(decodeTensors(encodeNpy(TENSORS[3]!), 'folder/x.npy')).toEqual({ x: TENSORS[3] })
  })

  it('is refused when it holds no arrays', () => {
    expect(messageOf(() => decodeNpz(encodeNpz({})))).toContain(
      'bad-file: This archive holds no NumPy arrays',
    )
    expect(messageOf(() => decodeTensors(new TextEncoder().encode('x,y\n1,2'), 'a.csv'))).toContain(
      'no zip archive',
    )
  })
})
