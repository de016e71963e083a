import { describe, expect, test } from 'vitest'
import { cleanPath } from './pagePath'

describe('paths', () => {
  test.each([
    ['/', '/'],
    ['/assets/index-1.js?v=1', '/assets/index-1.js'],
    ['/a%20b', '/a b'],
  ])('%s is %s', (target, path) => {
    expect(cleanPath(target)).toBe(path)
  })

  test.each([
    undefined,
    '',
    '*',
    'http://heed.example/',
    '//heed.example/',
    '/../package.json',
    '/..',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/%2E%2E%2Fpackage.json',
    '/..%2fpackage.json',
    '/%252e%252e/package.json',
    '/..\\package.json',
    '/..%5cpackage.json',
    '/%00',
    '/a%0d%0ab',
    '/%e0%a4%a',
    '/./index.html',
  ])('%s is refused', (target) => {
    expect(cleanPath(target)).toBeUndefined()
  })
})
