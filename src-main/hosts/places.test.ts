import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placesFrom, userCache } from './places'

test('parts are found from the folder of the entries', () => {
  const places = placesFrom(join('/app', 'out', 'main'))
  expect(places.templates).toBe(join('/app', 'resources', 'templates'))
  expect(places.preload).toBe(join('/app', 'out', 'preload', 'index.cjs'))
})

test.each([
  ['linux', {}, '/home/me/.cache/heed'],
  ['linux', { XDG_CACHE_HOME: '/var/c' }, '/var/c/heed'],
  ['darwin', {}, '/home/me/Library/Caches/Heed'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/Heed/Cache'],
] as const)('the cache on %s with %j is %s', (platform, env, path) => {
  expect(userCache(platform, env, '/home/me')).toBe(path)
})
