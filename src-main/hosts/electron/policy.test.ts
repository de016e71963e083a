import { describe, expect, test } from 'vitest'
import {
  isPageUrl,
  mayOpenOutside,
  PAGE_URL,
  pageHeaders,
  pagePath,
  permissionAllowed,
  senderAllowed,
  webPreferences,
  withExtension,
} from './policy'

const foreign = [
  'https://heed/index.html',
  'app://heed.example/index.html',
  'app://heed@other/index.html',
  'app://someone@heed/index.html',
  'app:heed',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,hi',
  'about:blank',
  '',
  'not a url',
]

test('only the page is the page', () => {
  expect(isPageUrl(PAGE_URL)).toBe(true)
  for (const url of foreign) expect(isPageUrl(url), url).toBe(false)
})

describe('paths', () => {
  test('of the page', () => {
    expect(pagePath('app://heed/assets/a.js?x#y')).toBe('/assets/a.js')
  })

  test.each([
    ...foreign,
    'app://heed/../package.json',
    'app://heed/%2e%2e/package.json',
    'app://heed/..%5cx',
    'app://heed',
  ])('%s is refused', (url) => {
    expect(pagePath(url)).toBeUndefined()
  })
})

test('links leave only over https and without credentials', () => {
  expect(mayOpenOutside('https://arxiv.org/abs/1409.0473')).toBe(true)
  for (const url of [
    'http://arxiv.org',
    'https://a:b@arxiv.org',
    'https://a@arxiv.org',
    'file:///bin/sh',
    'smb://host/x',
    'javascript:1',
    '',
  ])
    expect(mayOpenOutside(url), url).toBe(false)
})

test('only the top frame of the page is heard', () => {
  expect(senderAllowed({ url: PAGE_URL, top: true })).toBe(true)
  expect(senderAllowed({ url: PAGE_URL, top: false })).toBe(false)
  expect(senderAllowed(undefined)).toBe(false)
  for (const url of foreign) expect(senderAllowed({ url, top: true }), url).toBe(false)
})

test('permissions are denied, except writing what the user copies', () => {
  expect(permissionAllowed('clipboard-sanitized-write', PAGE_URL)).toBe(true)
  expect(permissionAllowed('clipboard-sanitized-write', 'https://other.example')).toBe(false)
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'hid',
    'fileSystem',
  ])
    expect(permissionAllowed(permission, PAGE_URL), permission).toBe(false)
})

test('windows are sandboxed, isolated, and without Node', () => {
  expect(webPreferences('/preload.cjs')).toMatchObject({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('the policy of content is strict', () => {
  const policy = pageHeaders('text/html')['Content-Security-Policy']!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/unsafe-eval|https?:|ws:|\*/)
})

test('a document is saved with its extension', () => {
  expect(withExtension('/a/b')).toBe('/a/b.heed')
  expect(withExtension('/a/b.heed')).toBe('/a/b.heed')
})
