import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ToEngine, Weights } from '#main/engine/protocol'
import { decodeHeedFile, encodeHeedFile } from '#main/files/heedFile'
import type { Answer, Ask, Message, RequestName } from '#shared/contract/contract'
import { emptyDocument, type HeedDocument } from '#shared/document/document'
import { bareDesk, type Desk } from './desk'
import { type FakeEngine, fakeEngine } from './fakeEngine'
import { connectPage, type PageLink } from './pageLink'
import { Studio } from './studio'

const ones: Weights = { 'a.w': { dtype: 'float32', dims: [2], data: new Float32Array([1, 1]) } }
const twos: Weights = { 'a.w': { dtype: 'float32', dims: [2], data: new Float32Array([2, 2]) } }

let folder: string
let engines: FakeEngine[]
let studio: Studio
/** What each engine does with an ask; tests replace it. */
let react: (message: ToEngine, engine: FakeEngine) => void

function answering(message: ToEngine, engine: FakeEngine) {
  const answers: Partial<Record<ToEngine['name'], unknown>> = {
    'weights.put': {},
    'weights.all': { weights: twos },
    'document.check': { problems: [] },
    'model.open': { model: 'm' },
    'run.cancel': {},
  }
  const value = answers[message.name]
  if (value !== undefined) engine.say({ type: 'answer', id: message.id, envelope: { ok: true, value } })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-studio-'))
  engines = []
  react = answering
  studio = new Studio({
    templates: folder,
    spawn: () => {
      const engine = fakeEngine((message, self) => react(message, self))
      engines.push(engine)
      queueMicrotask(() => engine.say({ type: 'ready' }))
      return engine
    },
    cancelPatience: 20,
  })
})

afterEach(async () => {
  studio.close()
  await rm(folder, { recursive: true })
})

interface Page {
  readonly heard: Message[]
  readonly link: PageLink
  ask<N extends RequestName>(name: N, ask: Ask<N>): Promise<Answer<N>>
}

function openPage(desk: Desk = bareDesk('server')): Page {
  const heard: Message[] = []
  const waiting = new Map<number, (message: Message & { type: 'answer' }) => void>()
  const link = connectPage(studio, desk, (message) => {
    heard.push(message)
    if (message.type === 'answer') waiting.get(message.id)?.(message)
  })
  let id = 0
  return {
    heard,
    link,
    ask: async (name, ask) => {
      id += 1
      const answer = new Promise<Message & { type: 'answer' }>((resolve) => waiting.set(id, resolve))
      link.receive({ type: 'ask', id, name, ask })
      const { envelope } = await answer
      if (!envelope.ok) throw Object.assign(new Error(envelope.fault.message), { fault: envelope.fault })
      return envelope.value as never
    },
  }
}

async function addTemplate(id: string, document: HeedDocument) {
  await writeFile(join(folder, `${id}.heed`), encodeHeedFile({ document, weights: ones }))
}

function asksOf(engine: FakeEngine | undefined, name: ToEngine['name']) {
  return engine?.heard.filter((message) => message.name === name) ?? []
}

const started = (run: string): Ask<'run.start'> => ({
  run,
  document: emptyDocument(),
  weights: '',
  inputs: {},
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}

test('a page hears first which host it has', () => {
  expect(openPage().heard[0]).toEqual({ type: 'hello', host: { host: 'server', dialogs: false } })
})

describe('templates', () => {
  test('are listed in the order that their documents give, with the first sentence of their note', async () => {
    await addTemplate('b', {
      ...emptyDocument('B'),
      order: 1,
      note: '# B\n\nShows **lines** of [attention](x). And more.',
    })
    await addTemplate('a', { ...emptyDocument('A'), order: 2, note: '' })
    await addTemplate('c', emptyDocument('C'))
    expect(await openPage().ask('templates.list', {})).toEqual([
      { id: 'b', title: 'B', summary: 'Shows lines of attention.' },
      { id: 'a', title: 'A', summary: '' },
      { id: 'c', title: 'C', summary: '' },
    ])
  })

  test('are opened by id, and by nothing that leads elsewhere', async () => {
    await addTemplate('b', emptyDocument('B'))
    const page = openPage()
    const opened = await page.ask('document.template', { id: 'b' })
    expect(opened).toMatchObject({ name: 'b.heed', document: { title: 'B' } })
    expect(opened.path).toBeUndefined()
    for (const id of ['../b', 'nowhere', '', 'B'])
      await expect(page.ask('document.template', { id })).rejects.toThrow('There is no template')
  })
})

describe('weights', () => {
  test('reach an engine once in its life, and the next engine again', async () => {
    await addTemplate('b', emptyDocument('B'))
    const page = openPage()
    const { document, weights } = await page.ask('document.template', { id: 'b' })
    await page.ask('document.encode', { document, weights })
    await page.ask('document.encode', { document, weights })
    expect(asksOf(engines[0], 'weights.put')).toHaveLength(1)
    expect(asksOf(engines[0], 'weights.put')[0]?.ask).toEqual({ key: weights, weights: ones })
    engines[0]!.die('was ended by SIGSEGV')
    await page.ask('document.encode', { document, weights })
    expect(asksOf(engines[1], 'weights.put')).toHaveLength(1)
  })

  test('saved are those that the engine holds now', async () => {
    const page = openPage()
    const { bytes } = await page.ask('document.encode', { document: emptyDocument('T'), weights: '' })
    expect(decodeHeedFile(bytes)).toMatchObject({ document: { title: 'T' }, weights: twos })
  })

  test('of a document that cannot be compiled are saved as they came', async () => {
    react = (message, engine) => {
      if (message.name !== 'weights.all') return answering(message, engine)
      const fault = { code: 'invalid-document', message: 'Attention lacks keys.' } as const
      engine.say({ type: 'answer', id: message.id, envelope: { ok: false, fault } })
    }
    const page = openPage()
    const file = encodeHeedFile({ document: emptyDocument(), weights: ones })
    const { document, weights } = await page.ask('document.decode', { bytes: file, name: 'x.heed' })
    const { bytes } = await page.ask('document.encode', { document, weights })
    expect(decodeHeedFile(bytes).weights).toEqual(ones)
  })

  test('that nobody holds are named as such', async () => {
    await expect(
      openPage().ask('document.encode', { document: emptyDocument(), weights: 'gone' }),
    ).rejects.toMatchObject({
      fault: { code: 'not-found' },
    })
  })
})

describe('files', () => {
  test('are written only where a dialog has led', async () => {
    const chosen = join(folder, 'chosen.heed')
    const forbidden = join(folder, 'forbidden.heed')
    const asked: string[] = []
    const page = openPage({
      info: { host: 'electron', dialogs: true },
      chooseFile: () => Promise.resolve({ path: chosen, kind: 'document' }),
      chooseTarget: (name) => {
        asked.push(name)
        return Promise.resolve(chosen)
      },
    })
    const document = emptyDocument('T')
    const first = await page.ask('document.save', { document, weights: '', path: forbidden, name: 'T' })
    expect(first).toEqual({ path: chosen, name: 'chosen.heed' })
    await expect(readFile(forbidden)).rejects.toThrow('ENOENT')
    await page.ask('document.save', { document, weights: '', path: chosen, name: 'T' })
    expect(asked).toEqual(['T'])
    const opened = await page.ask('document.open', {})
    expect(opened).toMatchObject({ path: chosen, name: 'chosen.heed', document: { title: 'T' } })
  })

  test('a dismissed dialog is no fault', async () => {
    const page = openPage({
      info: { host: 'electron', dialogs: true },
      chooseFile: () => Promise.resolve(null),
      chooseTarget: () => Promise.resolve(null),
    })
    expect(await page.ask('document.open', {})).toBeNull()
    expect(await page.ask('document.save', { document: emptyDocument(), weights: '', name: 'T' })).toBeNull()
  })

  test('a host without dialogs writes nothing', async () => {
    const path = join(folder, 'x.heed')
    const save = openPage().ask('document.save', { document: emptyDocument(), weights: '', path, name: 'T' })
    await expect(save).rejects.toMatchObject({ fault: { code: 'unsupported' } })
  })

  test('what is not there is said in a sentence', async () => {
    await expect(studio.openPath(join(folder, 'none.heed'))).rejects.toThrow(
      'none.heed could not be read: there is no such file.',
    )
    await expect(studio.openPath(folder)).rejects.toThrow('it is a folder')
  })
})

describe('runs', () => {
  test('are heard of only by the page that started them, under its own name', async () => {
    const [mine, other] = [openPage(), openPage()]
    void mine.ask('run.start', started('r')).catch(() => undefined)
    await until(() => asksOf(engines[0], 'run.start').length === 1)
    const run = (asksOf(engines[0], 'run.start')[0]!.ask as Ask<'run.start'>).run
    expect(run).not.toBe('r')
    engines[0]!.say({ type: 'event', name: 'run.progress', event: { run, done: 1, total: 2, what: 'w' } })
    expect(mine.heard.at(-1)).toEqual({
      type: 'event',
      name: 'run.progress',
      event: { run: 'r', done: 1, total: 2, what: 'w' },
    })
    expect(other.heard.some((message) => message.type === 'event')).toBe(false)
  })

  test('of a page that goes away end, even before they have begun', async () => {
    const page = openPage()
    react = (message, engine) => {
      if (message.name !== 'weights.put') answering(message, engine)
    }
    const run = page.ask('run.start', started('r'))
    await until(() => asksOf(engines[0], 'weights.put').length === 1)
    page.link.close()
    engines[0]!.answer('weights.put', {})
    await expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } })
    expect(asksOf(engines[0], 'run.start')).toEqual([])
  })

  test('that hang are ended; what waited behind them is asked again', async () => {
    react = (message, engine) => {
      if (engine === engines[0] && message.name !== 'weights.put') return
      answering(message, engine)
    }
    const page = openPage()
    const run = page.ask('run.start', started('r'))
    const failed = expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } })
    await until(() => asksOf(engines[0], 'run.start').length === 1)
    const check = page.ask('document.check', { document: emptyDocument() })
    await page.ask('run.cancel', { run: 'r' })
    await failed
    expect(await check).toEqual({ problems: [] })
    expect(engines).toHaveLength(2)
  })

  test('lost with their engine fail, and every page is told', async () => {
    const page = openPage()
    const run = page.ask('run.start', started('r'))
    const failed = expect(run).rejects.toMatchObject({ fault: { code: 'engine-lost' } })
    await until(() => asksOf(engines[0], 'run.start').length === 1)
    engines[0]!.die('was ended by SIGKILL')
    await failed
    expect(page.heard).toContainEqual({
      type: 'event',
      name: 'engine.restarted',
      event: { fault: { code: 'engine-lost', message: expect.stringContaining('SIGKILL') } },
    })
  })
})

test('a model is opened again in a new engine', async () => {
  const page = openPage()
  await page.ask('model.open', { bytes: new Uint8Array([1, 2]), name: 'm.onnx' })
  const { model } = asksOf(engines[0], 'model.open')[0]!.ask as { model: string }
  engines[0]!.die('ended')
  void page.ask('model.run', { run: 'r', model, inputs: {}, sites: [] }).catch(() => undefined)
  await until(() => asksOf(engines[1], 'model.run').length === 1)
  expect(asksOf(engines[1], 'model.open')[0]?.ask).toMatchObject({ model, bytes: new Uint8Array([1, 2]) })
})

test('files and other halves are given again to a new engine, also where two models are each other’s', async () => {
  react = (message, engine) => {
    if (message.name !== 'model.giveFile' && message.name !== 'model.pair') return answering(message, engine)
    engine.say({ type: 'answer', id: message.id, envelope: { ok: true, value: {} } })
  }
  const page = openPage()
  const open = (name: string) => page.ask('model.open', { bytes: new Uint8Array([1]), name })
  const [a, b] = [(await open('a.onnx')).model, (await open('b.onnx')).model]
  const bytes = new Uint8Array([7])
  await page.ask('model.giveFile', { model: a, name: 'tokenizer.json', bytes })
  await page.ask('model.pair', { model: a, other: b })
  await page.ask('model.pair', { model: b, other: a })
  engines[0]!.die('ended')
  void page.ask('model.run', { run: 'r', model: a, inputs: {}, sites: [] }).catch(() => undefined)
  await until(() => asksOf(engines[1], 'model.run').length === 1)
  expect(asksOf(engines[1], 'model.open')).toHaveLength(2)
  expect(asksOf(engines[1], 'model.giveFile')[0]?.ask).toEqual({ model: a, name: 'tokenizer.json', bytes })
  expect(asksOf(engines[1], 'model.pair').map(({ ask }) => ask)).toEqual([{ model: a, other: b }])
})

test.each([
  ['nonsense', {}],
  ['__proto__', {}],
  ['document.check', {}],
  ['document.check', { document: { format: 'heed' } }],
  ['document.decode', { bytes: [1, 2], name: 'x' }],
  ['run.start', { ...started('r'), inputs: { source: 1 } }],
])('%s asked with %j is refused', async (name, ask) => {
  const failed = openPage().ask(name as RequestName, ask as never)
  await expect(failed).rejects.toMatchObject({
    fault: { code: expect.stringMatching(/unsupported|bad-input/) },
  })
  expect(asksOf(engines[0], 'document.check')).toEqual([])
})

test('what is no message is not answered', () => {
  const page = openPage()
  for (const message of [null, 1, 'x', [], {}, { type: 'ask' }, { type: 'answer', id: 1 }])
    page.link.receive(message)
  expect(page.heard.filter((message) => message.type === 'answer')).toEqual([])
})
