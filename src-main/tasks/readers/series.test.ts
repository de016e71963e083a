import { expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { encodeNpy } from '../../files/npy'
import { encodeNpz } from '../../files/npz'
import { readSeries } from './series'

const float = (dims: number[], values: readonly number[]) =>
  ({ dtype: 'float32', dims, data: Float32Array.from(values) }) as const
const int = (dims: number[], values: readonly number[]) =>
  ({ dtype: 'int64', dims, data: BigInt64Array.from(values, BigInt) }) as const

test('one long series is cut into windows', () => {
  const data = readSeries(encodeNpy(float([6], [0, 1, 2, 3, 4, 5])), 'waves.npy', { length: 3, ahead: 2 })
  expect(data.examples.map(({ fields }) => fields)).toEqual([
    { series: '0 1 2', next: '3 4' },
    { series: '1 2 3', next: '4 5' },
  ])
  expect(data.fields).toMatchObject({ series: { length: 3, channels: 1 }, next: { count: 2 } })
})

test('of several channels the first is told; windows with a NaN are refused by where they begin', () => {
  const values = [0, 10, 1, 11, 2, 12, Number.NaN, 13, 4, 14, 5, 15, 6, 16]
  const data = readSeries(encodeNpy(float([7, 2], values)), 'w.npy', { length: 2, ahead: 1 })
  expect(data.examples.map(({ fields }) => fields)).toEqual([
    { series: '0 10 1 11', next: '2' },
    { series: '4 14 5 15', next: '6' },
  ])
  expect(data.refused.map(({ line }) => line)).toEqual([2, 3, 4])
  expect(data.lines).toEqual([1, 5])
})

test('many series with classes or numbers; other arrays are noted', () => {
  const x = float([2, 2], [0.5, 1, 2, 3])
  const classes = readSeries(encodeNpz({ x, y: int([2], [10, 2]), more: x }), 'a.npz')
  expect(classes.examples.map(({ fields }) => fields)).toEqual([
    { series: '0.5 1', class: '10' },
    { series: '2 3', class: '2' },
  ])
  expect(classes.vocabularies).toEqual({ classes: ['2', '10'] })
  expect(classes.notes).toEqual(['Arrays that are not read: “more”.'])
  const numbers = readSeries(encodeNpz({ x, y: float([2, 1], [1, 2]) }), 'a.npz')
  expect(numbers.fields.number).toMatchObject({ sort: 'number', count: 1 })
  expect(numbers.examples[1]!.fields).toEqual({ series: '2 3', number: '2' })
})

test.each([
  ['too short', encodeNpy(float([4], [1, 2, 3, 4])), /at least 70 steps .* found 4/],
  [
    'of three axes alone',
    encodeNpy(float([1, 1, 1], [1])),
    /\[steps\] or \[steps, channels\] .* found \[1, 1, 1\]/,
  ],
  [
    'unequal',
    encodeNpz({ x: float([2, 1], [1, 2]), y: int([3], [1, 2, 3]) }),
    /expected \[2\] .* found \[3\]/,
  ],
  ['unnamed', encodeNpz({ a: float([1], [1]), b: float([1], [1]) }), /an array “x” .* found a, b/],
  ['text', encodeNpy({ dtype: 'string', dims: [1], data: ['a'] }), /found text/],
  ['broken', new Uint8Array([0x93, 1, 2]), /not a readable .npy/],
])('an array that is %s is a clear fault', (_, bytes, message) => {
  expect(() => readSeries(bytes, 'f.npy')).toThrow(FaultError)
  expect(() => readSeries(bytes, 'f.npy')).toThrow(message)
})
