/**
 * The law of imports (docs/architecture.md), checked over every source. Which folder a file lies in says what it may use.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const PROGRAMS = ['src-shared', 'src-main', 'src-renderer'] as const

/** Folders of src-shared: each may use those before it. */
const LAYERS = ['base', 'ir', 'ops', 'kinds', 'document', 'contract', 'pictures']

/** Packages that src-shared may use: pure ones. */
const PURE_PACKAGES = ['zod', 'fast-png', 'gifenc']

/** Packages with one home. Tests of src-main may prove with them what a model does. */
const HOMES: Readonly<Record<string, string>> = {
  'onnxruntime-node': 'src-main/engine/',
  '@bufbuild/protobuf': 'src-main/onnx/',
  electron: 'src-main/hosts/electron/',
}

interface Source {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** One sentence for each import that the law forbids. */
function violations({ path, text }: Source): string[] {
  return importsOf(text).flatMap((specifier) => {
    const target = targetOf(path, specifier)
    const reason = target.kind === 'file' ? fileReason(path, target.path) : packageReason(path, target.name)
    return reason === undefined ? [] : [`${path} imports ${specifier}: ${reason}`]
  })
}

/** Specifiers of import and export declarations and of `import()` with a fixed name; comments do not count. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
  const declarations =
    /(?:^|[\s;}])(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;(=])import\s*\(?\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(declarations)].map((match) => match[1] ?? match[2]!)
}

type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }

function targetOf(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), specifier) }
  if (specifier.startsWith('#shared/'))
    return { kind: 'file', path: specifier.replace('#shared/', 'src-shared/') }
  if (specifier.startsWith('#main/')) return { kind: 'file', path: specifier.replace('#main/', 'src-main/') }
  if (specifier.startsWith('node:')) return { kind: 'package', name: specifier }
  const [scope, name] = specifier.split('/')
  return { kind: 'package', name: scope!.startsWith('@') ? `${scope}/${name}` : scope! }
}

function fileReason(from: string, to: string): string | undefined {
  const program = programOf(from)
  const target = programOf(to)
  if (target === undefined) return 'it lies outside of the programs (src-shared, src-main, src-renderer)'
  if (target === 'src-shared') return program === 'src-shared' ? layerReason(from, to) : undefined
  return program === target
    ? undefined
    : `${program} and ${target} never import each other, and src-shared imports neither`
}

function layerReason(from: string, to: string): string | undefined {
  const [mine, theirs] = [layerOf(from), layerOf(to)]
  if (mine === undefined || theirs === undefined || LAYERS.indexOf(theirs) <= LAYERS.indexOf(mine))
    return undefined
  return `${mine} may use only ${LAYERS.slice(0, LAYERS.indexOf(mine) + 1).join(', ')}, and ${theirs} comes later`
}

function packageReason(from: string, name: string): string | undefined {
  const home = HOMES[name]
  const proves = isTest(from) && programOf(from) === 'src-main'
  if (home !== undefined && !from.startsWith(home) && !proves) return `only ${home} imports ${name}`
  if (isTest(from)) return undefined
  const isNode = name.startsWith('node:')
  switch (programOf(from)) {
    case 'src-shared':
      return PURE_PACKAGES.includes(name)
        ? undefined
        : `src-shared is pure: of packages it may use ${PURE_PACKAGES.join(', ')}`
    case 'src-renderer':
      return isNode ? 'the page has no Node' : undefined
    default:
      return /^(react|react-dom|@xyflow\/react)$/.test(name) ? 'only the page draws' : undefined
  }
}

function programOf(path: string): (typeof PROGRAMS)[number] | undefined {
  return PROGRAMS.find((program) => path.startsWith(`${program}/`))
}

function layerOf(path: string): string | undefined {
  const folder = path.split('/')[1]
  return LAYERS.find((layer) => layer === folder)
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

function sourcesUnder(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      return { path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }
    })
}

const sources = PROGRAMS.flatMap(sourcesUnder).filter(({ path }) => path !== 'src-shared/layers.test.ts')

test('every import obeys the law', () => {
  expect(sources.flatMap(violations)).toEqual([])
})

test('every folder of src-shared has its place in the order', () => {
  const folders = new Set(
    sources.filter(({ path }) => /^src-shared\/.*\//.test(path)).map(({ path }) => path.split('/')[1]),
  )
  expect([...folders].filter((folder) => !LAYERS.includes(folder!))).toEqual([])
})

test('one file of the engine imports the runtime', () => {
  const importers = sources.filter(
    ({ path, text }) => !isTest(path) && /^import (?!type\b).*'onnxruntime-node'/m.test(text),
  )
  expect(importers.length).toBeLessThanOrEqual(1)
})

describe('the check itself', () => {
  test.each([
    ['src-shared/base/a.ts', "import { b } from '../ir/b'", 'base may use only base, and ir comes later'],
    ['src-shared/kinds/layer/a.ts', "export * from '../../contract/b'", 'contract comes later'],
    ['src-shared/ir/a.ts', "import type { b } from '#shared/document/b'", 'document comes later'],
    ['src-shared/ir/a.ts', "import { readFile } from 'node:fs'", 'src-shared is pure'],
    ['src-shared/ir/a.ts', "import fs from 'fs'", 'src-shared is pure'],
    ['src-shared/ir/a.ts', "import { b } from '#main/b'", 'never import each other'],
    ['src-main/files/a.ts', "import { b } from '../../src-renderer/b'", 'never import each other'],
    ['src-main/files/a.ts', "import { b } from '../../node_modules/x/y'", 'outside of the programs'],
    ['src-main/compile/a.ts', "import * as ort from 'onnxruntime-node'", 'only src-main/engine/'],
    ['src-renderer/a.test.ts', "import * as ort from 'onnxruntime-node'", 'only src-main/engine/'],
    ['src-main/engine/a.ts', "import { fromBinary } from '@bufbuild/protobuf/wire'", 'only src-main/onnx/'],
    [
      'src-main/hosts/server/a.ts',
      "const { app } = await import('electron')",
      'only src-main/hosts/electron/',
    ],
    ['src-main/hosts/server/a.ts', "import 'react'", 'only the page draws'],
    ['src-renderer/a.tsx', "import {\n  b,\n  c,\n} from '#main/b'", 'never import each other'],
    ['src-renderer/a.tsx', "import { join } from 'node:path'", 'the page has no Node'],
  ])('%s with %j is found', (path, text, reason) => {
    const found = violations({ path, text })
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(reason)
  })

  test.each([
    ['src-shared/contract/a.ts', "import { b } from '../base/b'\nimport { z } from 'zod'"],
    [
      'src-main/hosts/electron/a.ts',
      "import { app } from 'electron'\nimport { b } from '#shared/contract/b'",
    ],
    [
      'src-renderer/a.tsx',
      "import { b } from '#shared/contract/b'\nimport { useState } from 'react'\nimport './a.css'",
    ],
    ['src-shared/base/a.ts', "/* import { b } from '../ir/b' */\n// import 'electron'\nconst text = 'from'"],
  ])('%s with %j is fine', (path, text) => {
    expect(violations({ path, text })).toEqual([])
  })
})
