import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// The launcher has no types and no dependencies: it is loaded as Node loads it.
const load = (name: string) =>
  import(/* @vite-ignore */ pathToFileURL(join(import.meta.dirname, `${name}.mjs`)).href)

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-launch-'))
})

afterEach(() => rm(folder, { recursive: true }))

test.each([
  ['v20.19.0', true],
  ['v20.20.2', true],
  ['v22.0.0', true],
  ['v20.18.9', false],
  ['v18.20.0', false],
])('Node %s: %s', async (version, enough) => {
  const { nodeProblem } = await load('node')
  expect(nodeProblem(version) === undefined).toBe(enough)
})

describe('packages', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  }

  test.each([
    ['nothing is installed', undefined, false],
    [
      'all is there',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } } },
      true,
    ],
    ['a package for other machines is not', { packages: { 'node_modules/a': { version: '1.0.0' } } }, true],
    ['a package is of another version', { packages: { 'node_modules/a': { version: '0.9.0' } } }, false],
    ['a package is missing', { packages: { 'node_modules/b': { version: '2.0.0' } } }, false],
  ])('%s', async (_, installed, enough) => {
    const { isInstalled } = await load('install')
    expect(isInstalled(lock, installed)).toBe(enough)
  })
})

test('the lock file names every optional package, for every machine: else a clean install fails', async () => {
  const lock = JSON.parse(await readFile(join(import.meta.dirname, '../../../package-lock.json'), 'utf8'))
  const packages: Record<string, { optionalDependencies?: Record<string, string> }> = lock.packages
  const named = (owner: string, name: string) =>
    `node_modules/${name}` in packages || `${owner}/node_modules/${name}` in packages
  const missing = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !named(owner, name)),
  )
  expect(missing).toEqual([])
})

describe('staleness', () => {
  async function hash(): Promise<string> {
    return (await load('sources')).hashSources(folder)
  }

  beforeEach(async () => {
    for (const name of ['src-main/a', 'src-renderer', 'src-shared'])
      await mkdir(join(folder, name), { recursive: true })
    for (const name of [
      'electron.vite.config.ts',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'src-main/a/b.ts',
    ])
      await writeFile(join(folder, name), '1')
  })

  test('what is the same is fresh', async () => {
    expect(await hash()).toBe(await hash())
  })

  test.each(['src-main/a/b.ts', 'src-renderer/new.tsx', 'package-lock.json'])(
    'a change of %s is seen',
    async (name) => {
      const before = await hash()
      await writeFile(join(folder, name), '2')
      expect(await hash()).not.toBe(before)
    },
  )

  test('a test is no source', async () => {
    const before = await hash()
    await writeFile(join(folder, 'src-main/a/b.test.ts'), '2')
    expect(await hash()).toBe(before)
  })
})

describe('turns', () => {
  test('are taken one after the other', async () => {
    const { inTurn } = await load('turn')
    const lock = join(folder, 'lock')
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.push(`${name} ends`)
    }
    await Promise.all([inTurn(lock, work('a')), inTurn(lock, work('b'))])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    expect(await readdir(folder)).toEqual([])
  })

  test('of an owner that is gone are taken over', async () => {
    const { inTurn } = await load('turn')
    const lock = join(folder, 'lock')
    await mkdir(lock)
    await writeFile(join(lock, 'owner'), '999999999')
    expect(await inTurn(lock, async () => 'done')).toBe('done')
  })
})

test.each([
  [{ platform: 'linux', root: false, env: {} }, 'browser', 'no display'],
  [{ platform: 'linux', root: false, env: { DISPLAY: ':0' } }, 'window', undefined],
  [{ platform: 'linux', root: true, env: { DISPLAY: ':0' } }, 'browser', 'administrator'],
  [{ platform: 'darwin', root: false, env: {} }, 'window', undefined],
  [{ platform: 'darwin', root: false, env: { BROWSER: 'none' } }, 'browser', undefined],
  [{ platform: 'win32', root: false, env: { PORT: '8123' } }, 'browser', undefined],
])('%j opens the %s', async (machine, door, because) => {
  const { doorOf } = await load('door')
  const found = doorOf(machine)
  expect(found.door).toBe(door)
  if (because === undefined) expect(found.because).toBeUndefined()
  else expect(found.because).toContain(because)
})

describe('counting', () => {
  test('a step without a report counts as one', async () => {
    const { stepCounts } = await load('counts')
    expect(stepCounts(true, undefined)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(stepCounts(false, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('a step that went wrong never counts as passed only', async () => {
    const { stepCounts } = await load('counts')
    expect(stepCounts(false, { passed: 9, failed: 0, skipped: 0 })).toEqual({
      passed: 9,
      failed: 1,
      skipped: 0,
    })
  })

  test('a test file that cannot be loaded has failed', async () => {
    const { vitestCounts } = await load('counts')
    const path = join(folder, 'report.json')
    const testResults = [{ status: 'failed', assertionResults: [] }]
    const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0, testResults }
    await writeFile(path, JSON.stringify(report))
    expect(vitestCounts(path)).toEqual({ passed: 3, failed: 2, skipped: 1 })
    expect(vitestCounts(join(folder, 'none'))).toBeUndefined()
  })

  test('a flaky scene has failed', async () => {
    const { playwrightCounts } = await load('counts')
    const path = join(folder, 'report.json')
    await writeFile(
      path,
      JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] }),
    )
    expect(playwrightCounts(path)).toEqual({ passed: 3, failed: 2, skipped: 2 })
  })
})
