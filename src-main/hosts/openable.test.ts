import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { fileInArguments, isOpenablePath, kindOfPath } from './openable'

test.each([
  ['a.heed', 'document'],
  ['A.ONNX', 'model'],
  ['a.onnx_data', undefined],
  ['onnx', undefined],
] as const)('%s is a %s', (path, kind) => {
  expect(kindOfPath(path)).toBe(kind)
})

test.each([
  [['.'], undefined],
  [['.', 'a.heed'], 'a.heed'],
  [['--flag', 'first.heed', 'second.onnx'], 'second.onnx'],
  [['--open=a.heed'], undefined],
  [['https://example.com/a.onnx'], undefined],
  [['a.txt'], undefined],
] as const)('a start with %j opens %s', (args, path) => {
  expect(fileInArguments(args, '/work')).toBe(path && resolve('/work', path))
})

test('a path with a zero byte is none', () => {
  expect(isOpenablePath('a\0.onnx')).toBe(false)
})
