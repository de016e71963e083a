import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { decodeSafetensors, encodeSafetensors, type Tensors } from './safetensors'

const tensors: Tensors = {
  'encoder.weight': { dtype: 'float32', dims: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, -6]) },
  flag: { dtype: 'bool', dims: [3], data: new Uint8Array([1, 0, 1]) },
  step: { dtype: 'int64', dims: [], data: new BigInt64Array([-7n]) },
  half: { dtype: 'float16', dims: [1], data: new Uint16Array([0x3c00]) },
  nothing: { dtype: 'float64', dims: [0, 4], data: new Float64Array() },
  é: { dtype: 'int8', dims: [2], data: new Int8Array([-1, 1]) },
}

function file(header: unknown, data = new Uint8Array()): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(data, 8 + json.length)
  return bytes
}

function messageOf(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof FaultError) return error.fault.message
    throw error
  }
}

describe('weights through a file', () => {
  it('come back wherever in a Buffer their bytes begin', () => {
    const bytes = encodeSafetensors(tensors)
    for (let at = 0; at < 8; at++) {
      const buffer = Buffer.alloc(bytes.length + at).subarray(at)
      buffer.set(bytes)
      expect(decodeSafetensors(buffer).tensors).toEqual(tensors)
    }
  })

  it('come back as they were', () => {
    const back = decodeSafetensors(encodeSafetensors(tensors, { made: 'by Heed' }))
    expect(back.tensors).toEqual(tensors)
    expect(back.metadata).toEqual({ made: 'by Heed' })
  })

  it('of any numbers come back as they were', () => {
    const numbers = fc.array(fc.float(), { maxLength: 20 })
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), numbers), (lists) => {
        const some = Object.fromEntries(
          Object.entries(lists).map(([name, list]) => {
            const tensor = { dtype: 'float32', dims: [list.length], data: new Float32Array(list) } as const
            return [name, tensor]
          }),
        )
        expect(decodeSafetensors(encodeSafetensors(some)).tensors).toEqual(some)
      }),
    )
  })

  it('are views of its bytes', () => {
    const bytes = encodeSafetensors(tensors)
    for (const { data } of Object.values(decodeSafetensors(bytes).tensors))
      expect(ArrayBuffer.isView(data) && data.buffer).toBe(bytes.buffer)
  })

  it('may be named as JavaScript names other things', () => {
    const { tensors: back } = decodeSafetensors(
      file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', new Uint8Array([5])),
    )
    expect(Object.keys(back)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
  })
})

describe('a file that is refused', () => {
  const entry = (shape: unknown, data_offsets: unknown, dtype: unknown = 'U8') => ({
    t: { dtype, shape, data_offsets },
  })
  const four = new Uint8Array(4)

  it.each([
    [new Uint8Array(7), 'it is too short'],
    [new Uint8Array(8).fill(0xff), 'its list should have 18446744073709551615 bytes, but 0 follow'],
    [file('{nonsense'), 'its list is not JSON'],
    [file('[]'), 'its list should be a JSON object'],
    [file({ t: 1 }), '"t" should be a JSON object'],
    [file(entry([4], [0, 4], 'F8_E4M3'), four), 'the type "F8_E4M3", which Heed does not read'],
    [file(entry([4], [0, 5]), four), '"t" should lie at bytes 0 to 5 of 4'],
    [file(entry([4], [4, 0]), four), '"t" should lie at bytes 4 to 0 of 4'],
    [file(entry([4], [0, 2, 4]), four), '"t" should lie at bytes 0 to 2 of 4'],
    [file(entry([-4], [0, 4]), four), 'the shape of "t" should be a list of whole numbers'],
    [file(entry([4], [0.5, 4]), four), 'the place of "t" should be a list of whole numbers'],
    [file(entry([1e9, 1e9], [0, 4]), four), 'needs 1000000000000000000 bytes, but has 4'],
    [file(entry([2], [2, 4]), four), 'bytes 0 to 2 belong to no tensor'],
    [file(entry([2], [0, 2]), four), '2 bytes at its end belong to no tensor'],
    [file({ ...entry([4], [0, 4]), u: entry([2], [2, 4]).t }, four), 'belong to no tensor or to two'],
  ])('%#', (bytes, message) => {
    expect(messageOf(bytes)).toContain(message)
  })

  it('ends early, at any byte', () => {
    const bytes = encodeSafetensors(tensors)
    for (let length = 0; length < bytes.length; length++)
      expect(messageOf(bytes.subarray(0, length))).not.toBe('read')
  })
})
