import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMessage, encodeMessage } from './codec'

function roundTrip(message: unknown): unknown {
  return decodeMessage(encodeMessage(message))
}

const arrays = [
  new Float32Array([1.5, -0, Number.NaN, Number.POSITIVE_INFINITY]),
  new Float64Array([Math.PI]),
  new Int8Array([-1, 2, 3]),
  new Uint8Array([255]),
  new Int16Array([-300]),
  new Uint16Array([65535, 1, 2]),
  new Int32Array([-70000]),
  new Uint32Array([4_000_000_000]),
  new BigInt64Array([-9_007_199_254_740_993n]),
  new BigUint64Array([18_446_744_073_709_551_615n]),
  new Float32Array(0),
]

describe('messages as bytes', () => {
  test.each(arrays)('%# typed arrays arrive as what they were', (array) => {
    const back = roundTrip({ before: new Uint8Array([7]), deep: [{ array }] }) as {
      deep: [{ array: typeof array }]
    }
    expect(back.deep[0].array).toEqual(array)
    expect(back.deep[0].array.constructor).toBe(array.constructor)
  })

  test('a view is sent without the rest of its buffer', () => {
    const all = new Float32Array([1, 2, 3, 4])
    expect(roundTrip(all.subarray(1, 3))).toEqual(new Float32Array([2, 3]))
  })

  test("Node's Buffer arrives as a plain Uint8Array", () => {
    const back = roundTrip({ bytes: Buffer.from([1, 2]) }) as { bytes: Uint8Array }
    expect(back.bytes.constructor).toBe(Uint8Array)
    expect([...back.bytes]).toEqual([1, 2])
  })

  test('bytes at an odd offset are read all the same', () => {
    const bytes = encodeMessage({ numbers: new Float64Array([1, 2]) })
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decodeMessage(shifted.subarray(3))).toEqual({ numbers: new Float64Array([1, 2]) })
  })

  test('an aligned array is a view into the message, not a copy', () => {
    const bytes = encodeMessage({ numbers: new Float32Array([1]) })
    expect((decodeMessage(bytes) as { numbers: Float32Array }).numbers.buffer).toBe(bytes.buffer)
  })

  test('every JSON value survives, words of any script included', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const message = { value: JSON.parse(JSON.stringify(value)), text, array: new Int16Array([1, 2, 3]) }
        expect(roundTrip(message)).toEqual(message)
      }),
    )
  })

  test('absent fields stay absent', () => {
    expect(roundTrip({ a: undefined, b: 1 })).toEqual({ b: 1 })
  })

  test('cut or altered bytes are a fault, never anything else', () => {
    const whole = encodeMessage({ name: 'run', list: [new Float32Array([1, 2, 3]), new BigInt64Array([1n])] })
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (at, byte, cut) => {
          const bytes = cut ? whole.slice(0, at) : whole.slice()
          if (!cut) bytes[at] = byte
          try {
            decodeMessage(bytes)
          } catch (error) {
            expect(error).toMatchObject({ fault: { code: 'bad-input' } })
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test.each([
    [
      'a place on the prototype',
      { value: {}, arrays: [{ path: ['__proto__', 'x'], type: 'Int8Array', offset: 0, length: 0 }] },
    ],
    [
      'a place that is taken',
      { value: { a: 1 }, arrays: [{ path: ['a'], type: 'Int8Array', offset: 0, length: 0 }] },
    ],
    [
      'more than there is',
      { value: { a: null }, arrays: [{ path: ['a'], type: 'Int8Array', offset: 0, length: 9 }] },
    ],
    [
      'a type that is none',
      { value: { a: null }, arrays: [{ path: ['a'], type: 'constructor', offset: 0, length: 0 }] },
    ],
    [
      'an odd offset',
      { value: { a: null }, arrays: [{ path: ['a'], type: 'Int8Array', offset: 1, length: 0 }] },
    ],
  ])('an array with %s is refused', (_, header) => {
    const json = JSON.stringify(header)
    const bytes = new Uint8Array(4 + json.length)
    new DataView(bytes.buffer).setUint32(0, json.length, true)
    bytes.set(Buffer.from(json), 4)
    expect(() => decodeMessage(bytes)).toThrow('could not be read')
  })
})
