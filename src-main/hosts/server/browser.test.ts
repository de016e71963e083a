import { expect, test } from 'vitest'
import { browserCommand } from './browser'

test.each([
  ['linux', {}, undefined],
  ['linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', { DISPLAY: ':0', BROWSER: 'none' }, undefined],
  ['linux', { BROWSER: 'firefox' }, ['firefox']],
  ['darwin', {}, ['open']],
  ['win32', {}, ['explorer.exe']],
  ['win32', { BROWSER: 'none' }, undefined],
] as const)('%s with %o opens with %o', (platform, env, command) => {
  expect(browserCommand(platform, env)).toEqual(command)
})
