/** The built shell: the preload is one CommonJS file that Electron's sandbox accepts, and does what the page expects. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect, test } from '@playwright/test'
import { root } from './harness/places'

const preloads = join(root, 'out', 'preload')
const program = () => readFileSync(join(preloads, 'index.cjs'), 'utf8')

test('the preload is one file, without chunks', () => {
  expect(readdirSync(preloads, { recursive: true })).toEqual(['index.cjs'])
})

test('the preload is CommonJS and requires only electron', () => {
  const required = [...program().matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)
  expect(required).toEqual(['"electron"'])
  expect(program()).not.toMatch(/^\s*(import|export)\b/m)
  expect(program()).not.toMatch(/\bimport\s*\(|import\.meta/)
})

test('the preload gives the page a port, and nothing else', () => {
  const exposed: unknown[] = []
  const sent: unknown[] = []
  const posted: unknown[] = []
  const listeners = new Map<string, (event: unknown) => void>()
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.push({ name, value }) },
    ipcRenderer: {
      on: (channel: string, listener: (event: unknown) => void) => listeners.set(channel, listener),
      send: (channel: string) => sent.push(channel),
    },
  }
  const window = {
    location: { origin: 'app://heed' },
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    postMessage: (...message: unknown[]) => posted.push(message),
  }
  const refuse = (name: string) => {
    throw new Error(`the sandbox has no ${name}`)
  }
  const context = {
    require: (name: string) => (name === 'electron' ? electron : refuse(name)),
    window,
    module: {},
    exports: {},
  }
  runInNewContext(program(), context)
  expect(exposed).toEqual([{ name: 'heedHost', value: { host: 'electron', pathOf: expect.any(Function) } }])
  expect(sent).toEqual([])
  listeners.get('DOMContentLoaded')?.({})
  expect(sent).toEqual(['heed:connect'])
  listeners.get('heed:connect')?.({ ports: ['port'] })
  expect(posted).toEqual([[{ type: 'heed:port' }, 'app://heed', ['port']]])
})

test('every program is built', () => {
  for (const name of ['electron.js', 'engine.js', 'server.js', 'cli.js'])
    expect(existsSync(join(root, 'out', 'main', name))).toBe(true)
})

test('only the shell needs Electron, and nothing of the page is in it', () => {
  for (const name of ['engine.js', 'server.js', 'cli.js'])
    expect(readFileSync(join(root, 'out', 'main', name), 'utf8')).not.toMatch(/from ["']electron["']/)
  expect(readFileSync(join(root, 'out', 'main', 'electron.js'), 'utf8')).toMatch(/from ["']electron["']/)
})
