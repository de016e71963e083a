import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ToEngine } from '#main/engine/protocol'
import { encodeHeedFile } from '#main/files/heedFile'
import { decodeNpy } from '#main/files/npy'
import { decodeNpz, encodeNpz } from '#main/files/npz'
import type { Answer } from '#shared/contract/contract'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import { emptyDocument } from '#shared/document/document'
import { type FakeEngine, fakeEngine } from '../fakeEngine'
import { Studio } from '../studio'
import { parseCommand } from './command'
import { check, exportTo, templates } from './documents'
import { exportPicture } from './exportPicture'
import { inspect } from './inspect'
import { run } from './run'

const site: SiteInfo = {
  id: 'look.weights',
  node: 'look',
  title: 'Look',
  heads: 1,
  rowAxis: 'r',
  columnAxis: 'c',
}
const ran: Answer<'run.start'> = {
  outputs: [
    { name: 'target', node: 'say', text: 'quatre', dims: [1, 2], values: new Float32Array([0.25, 0.75]) },
  ],
  sites: [site],
  milliseconds: 1,
  unknown: ['xyz'],
}
const slice: Slice = {
  site: site.id,
  order: 0,
  coordinates: [],
  firstRow: 0,
  heads: 1,
  rows: 1,
  columns: 2,
  weights: new Float32Array([0.25, 0.75]),
  rowLabels: ['quatre'],
  columnLabels: ['ninety', 'seven'],
}
const tensor = { dtype: 'float32', dims: [1], data: new Float32Array([7]) } as const
const opened: Answer<'model.open'> = {
  model: 'm',
  name: 'm.onnx',
  nodes: 9,
  operators: { Softmax: 1 },
  inputs: [{ name: 'x', dtype: 'float32', shape: [1] }],
  outputs: [],
  sites: [{ ...site, operator: 'Softmax', kind: 'self', causal: false, shown: true }],
  refused: [{ name: 'router', reason: 'its result goes to TopK' }],
}

let folder: string
let studio: Studio
let asks: ToEngine[]
let results: string[]
let progress: string[]
const terminal = {
  result: (text: string) => results.push(text),
  progress: (text: string) => progress.push(text),
  live: false,
  update: () => undefined,
  onInterrupt: () => () => undefined,
}

const answers: Partial<Record<ToEngine['name'], unknown>> = {
  'weights.put': {},
  'document.check': {
    problems: [{ message: 'Attention lacks keys.', mend: 'Wire keys.', severity: 'error' }],
  },
  'document.export': { files: [{ name: 'x.onnx', bytes: new Uint8Array([1, 2, 3]) }] },
  'document.record': { inputs: { source: tensor }, outputs: { 'attention.look.weights': tensor } },
  'run.start': ran,
  'model.open': opened,
  'model.form': {
    fields: [
      { type: 'tensor', id: 'x', title: 'x', inputs: ['x'], dtype: 'float32', shape: [1], rule: 'random' },
    ],
    dims: [],
    generates: false,
    notes: [],
  } satisfies Answer<'model.form'>,
  'model.scope': {
    scope: '',
    path: [{ scope: '', title: 'm.onnx' }],
    nodes: [
      { id: 's', type: 'operator', title: 's', operator: 'Softmax', enter: [], operators: 1, sites: [] },
    ],
    wires: [],
  },
  'model.run': { outputs: [], milliseconds: 1, notes: ['“x” [1] is filled by rule: random.'] },
}

function answer(message: ToEngine, engine: FakeEngine) {
  asks.push(message)
  if (message.name === 'run.start' || message.name === 'model.run')
    engine.say({ type: 'event', name: 'run.slice', event: { run: 'cli', slice } })
  const value = answers[message.name]
  if (value !== undefined) engine.say({ type: 'answer', id: message.id, envelope: { ok: true, value } })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-cli-'))
  asks = []
  results = []
  progress = []
  const document = { ...emptyDocument('Translation'), example: { source: 'ninety seven' } }
  await writeFile(join(folder, 'translation.heed'), encodeHeedFile({ document, weights: {} }))
  studio = new Studio({
    templates: folder,
    spawn: () => {
      const engine = fakeEngine(answer)
      queueMicrotask(() => engine.say({ type: 'ready' }))
      return engine
    },
  })
})

afterEach(async () => {
  studio.close()
  await rm(folder, { recursive: true })
})

const options = { name: 'run', file: 'translation', inputs: {}, json: true } as const

test('templates: one id a line, then its title', async () => {
  await templates(studio, terminal)
  expect(results).toEqual(['translation  Translation'])
})

test('run prints what it said and where it looked, as JSON', async () => {
  await run(studio, options, terminal)
  expect(JSON.parse(results[0]!)).toEqual({
    outputs: { target: { text: 'quatre', dims: [1, 2], values: [0.25, 0.75] } },
    attention: [
      {
        site: site.id,
        node: 'look',
        heads: 1,
        rows: ['quatre'],
        columns: ['ninety', 'seven'],
        weights: [[[0.25, 0.75]]],
      },
    ],
  })
  expect(asks.find(({ name }) => name === 'run.start')?.ask).toMatchObject({ inputs: {} })
  expect(asks.find(({ name }) => name === 'run.credit')?.ask).toEqual({ run: 'cli', slices: 1 })
  expect(progress.join()).toContain('xyz')
})

test('run takes what was typed instead of the example, and prints for people', async () => {
  await run(studio, { ...options, json: false, inputs: { source: 'two' }, forceWords: 'deux' }, terminal)
  expect(asks.find(({ name }) => name === 'run.start')?.ask).toMatchObject({
    inputs: { source: 'two' },
    forceWords: 'deux',
  })
  expect(results[0]).toContain('target: quatre')
  expect(results[0]).toContain('Look')
})

test('run --record writes an array for each input and output of the exported model', async () => {
  const record = join(folder, 'deep', 'record')
  await run(studio, { ...options, forceWords: 'deux', record }, terminal)
  expect(asks.find(({ name }) => name === 'document.record')?.ask).toMatchObject({ forceWords: 'deux' })
  expect((await readdir(record)).sort()).toEqual(['attention.look.weights.npy', 'source.npy'])
  expect(decodeNpy(new Uint8Array(await readFile(join(record, 'source.npy'))))).toEqual(tensor)
})

test('check prints each problem with its mend, and fails', async () => {
  await expect(check(studio, { name: 'check', file: 'translation' }, terminal)).rejects.toThrow(
    'cannot run: 1 problem.',
  )
  expect(results).toEqual(['error: Attention lacks keys.\n  Wire keys.'])
})

test('export writes the model', async () => {
  const out = join(folder, 'x.onnx')
  await exportTo(
    studio,
    { name: 'export', file: join(folder, 'translation.heed'), to: 'onnx', out },
    terminal,
  )
  expect([...(await readFile(out))]).toEqual([1, 2, 3])
})

test('a file that is not there is named, and so are the templates', async () => {
  await expect(run(studio, { ...options, file: 'nowhere' }, terminal)).rejects.toThrow(
    'Templates: translation.',
  )
  await expect(run(studio, { ...options, file: './nowhere.heed' }, terminal)).rejects.toThrow(
    'nowhere.heed could not be read',
  )
})

test('inspect tells the sites, and writes the weights of those that can be shown', async () => {
  const [file, weights, feeds] = [join(folder, 'm.onnx'), join(folder, 'w.npz'), join(folder, 'x.npy')]
  await writeFile(file, 'model')
  await run(studio, { ...options, record: folder }, terminal)
  await writeFile(feeds, await readFile(join(folder, 'source.npy')))
  results = []
  await inspect(studio, { name: 'inspect', file, feeds, weights, json: true }, terminal)
  expect(JSON.parse(results[0]!)).toEqual({
    sites: [
      {
        id: site.id,
        name: 'Look',
        operator: 'Softmax',
        kind: 'self',
        causal: false,
        heads: 1,
        shape: [1, 1, 1, 2],
        shown: true,
        reason: null,
      },
    ],
    refused: [{ name: 'router', reason: 'its result goes to TopK' }],
  })
  expect(decodeNpz(new Uint8Array(await readFile(weights)))[site.id]?.dims).toEqual([1, 1, 1, 2])
  await inspect(studio, { name: 'inspect', file, weights, json: true }, terminal)
  expect(progress.join()).toContain('filled by rule: random')
})

test('inspect says what a model does not take, and what an archive lacks', async () => {
  const file = join(folder, 'm.onnx')
  await writeFile(file, 'model')
  const asked = (more: object) => inspect(studio, { name: 'inspect', file, json: true, ...more }, terminal)
  await expect(asked({ text: 'hello' })).rejects.toThrow('takes no text; its inputs are x (float32 [1])')
  await expect(asked({ image: 'x.png' })).rejects.toThrow('takes no picture')
  const feeds = join(folder, 'f.npz')
  await writeFile(feeds, encodeNpz({ y: tensor }))
  await expect(asked({ feeds })).rejects.toThrow(
    'f.npz holds “y”, which is no input of the model; its inputs are x.',
  )
  await writeFile(feeds, encodeNpz({}))
  await expect(asked({ feeds })).rejects.toThrow('no NumPy arrays')
})

test('a model that Heed did not build has no canvas to run, and it is said what can be done with it', async () => {
  await expect(run(studio, { ...options, file: 'm.onnx' }, terminal)).rejects.toThrow(
    'm.onnx was not built by Heed, and has no canvas. inspect finds the attention in it',
  )
})

test('a level of a model is drawn without running it', async () => {
  const out = join(folder, 'level.svg')
  const command = parseCommand(['export', 'm.onnx', '--to', 'svg', '--view', 'graph', '--out', out])
  if (command.name !== 'export' || !('view' in command)) throw new Error('no picture')
  await exportPicture(studio, command, terminal)
  expect(await readFile(out, 'utf8')).toContain('>Softmax<')
  expect(asks.map(({ name }) => name)).not.toContain('model.run')
  await expect(exportPicture(studio, { ...command, view: 'states' }, terminal)).rejects.toThrow(
    '“states” is drawn of networks that Heed built',
  )
})
