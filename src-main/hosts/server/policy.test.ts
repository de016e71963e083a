import { expect, test } from 'vitest'
import { cookieValue, hostAllowed, originAllowed, sameToken, securityHeaders, tokenCookie } from './policy'

test.each(['127.0.0.1:7436', 'localhost:7436', 'localhost', 'LOCALHOST:8080', '127.0.0.1'])(
  'host %s is this machine',
  (host) => {
    expect(hostAllowed(host)).toBe(true)
  },
)

test.each([
  undefined,
  '',
  'heed.example',
  '127.0.0.1.example:7436',
  'localhost.example',
  '[::1]:7436',
  '0.0.0.0:7436',
  'localhost:7436/x',
  'a@localhost',
])('host %s is not', (host) => {
  expect(hostAllowed(host)).toBe(false)
})

test('the origin is the page of this very server', () => {
  expect(originAllowed('http://127.0.0.1:7436', '127.0.0.1:7436')).toBe(true)
  for (const origin of [
    undefined,
    'null',
    'http://127.0.0.1:7437',
    'http://localhost:7436',
    'https://127.0.0.1:7436',
    'http://heed.example',
  ])
    expect(originAllowed(origin, '127.0.0.1:7436')).toBe(false)
})

test('only the whole token is the token', () => {
  expect(sameToken('abc', 'abc')).toBe(true)
  for (const given of [undefined, '', 'ab', 'abd', 'abcd']) expect(sameToken(given, 'abc')).toBe(false)
})

test('the cookie is kept from scripts and from other sites', () => {
  const cookie = tokenCookie('heed-1', 'secret')
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('SameSite=Strict')
  expect(cookieValue('a=b; heed-1=secret; heed-2=x', 'heed-1')).toBe('secret')
  expect(cookieValue('xheed-1=secret', 'heed-1')).toBeUndefined()
  expect(cookieValue(undefined, 'heed-1')).toBeUndefined()
})

test('the policy of content allows neither eval nor foreign sources', () => {
  const policy = securityHeaders('127.0.0.1:1')['Content-Security-Policy']!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toContain('unsafe-eval')
  expect(policy).not.toMatch(/https?:|\*/)
})
