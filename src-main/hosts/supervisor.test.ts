import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Fault } from '#shared/base/fault'
import { emptyDocument } from '#shared/document/document'
import { type FakeEngine, fakeEngine } from './fakeEngine'
import { Supervisor } from './supervisor'

let engines: FakeEngine[]
let lost: Fault[]
let events: unknown[]
let supervisor: Supervisor

const start = { run: 'r1', document: emptyDocument(), weights: '', inputs: {} }
const checked = { problems: [] }

beforeEach(() => {
  vi.useFakeTimers()
  engines = []
  lost = []
  events = []
  supervisor = new Supervisor({
    spawn: () => {
      const engine = fakeEngine()
      engines.push(engine)
      return engine
    },
    onEvent: (name, event) => events.push({ name, event }),
    onLost: (fault) => lost.push(fault),
    cancelPatience: 1000,
  })
  return () => vi.useRealTimers()
})

describe('asking', () => {
  test('what is asked before the engine is ready waits for it', async () => {
    const answer = supervisor.ask('document.check', { document: emptyDocument() })
    expect(engines[0]!.heard).toEqual([])
    engines[0]!.say({ type: 'ready' })
    engines[0]!.answer('document.check', checked)
    expect(await answer).toEqual({ ok: true, value: checked })
  })

  test('answers find their asks in any order', async () => {
    const first = supervisor.ask('document.check', { document: emptyDocument() })
    const second = supervisor.ask('weights.drop', { key: 'w' })
    engines[0]!.say({ type: 'ready' })
    engines[0]!.answer('weights.drop', {})
    engines[0]!.answer('document.check', checked)
    expect(await first).toEqual({ ok: true, value: checked })
    expect(await second).toEqual({ ok: true, value: {} })
  })

  test('events are passed on', () => {
    supervisor.life()
    const event = { run: 'r1', done: 1, total: 2, what: 'compiling' }
    engines[0]!.say({ type: 'event', name: 'run.progress', event })
    expect(events).toEqual([{ name: 'run.progress', event }])
  })
})

describe('losing the engine', () => {
  test('everything that waits fails in a sentence, a new engine is there, and the loss is told', async () => {
    const run = supervisor.ask('run.start', start)
    engines[0]!.say({ type: 'ready' })
    engines[0]!.die('was ended by SIGSEGV')
    expect(await run).toMatchObject({ ok: false, fault: { code: 'engine-lost' } })
    expect(lost[0]!.message).toContain('was ended by SIGSEGV')
    expect(engines).toHaveLength(2)

    engines[1]!.say({ type: 'ready' })
    const check = supervisor.ask('document.check', { document: emptyDocument() })
    engines[1]!.answer('document.check', checked)
    expect(await check).toMatchObject({ ok: true })
  })

  test('its life gets another name', () => {
    const before = supervisor.life()
    engines[0]!.say({ type: 'ready' })
    engines[0]!.die('ended by itself with code 1')
    expect(supervisor.life()).not.toBe(before)
  })

  test('late words of a lost engine are not heard', async () => {
    const run = supervisor.ask('run.start', start)
    engines[0]!.say({ type: 'ready' })
    engines[0]!.die('ended')
    engines[0]!.answer('run.start', { outputs: [] })
    engines[0]!.say({
      type: 'event',
      name: 'run.progress',
      event: { run: 'r1', done: 1, total: 1, what: '' },
    })
    expect(await run).toMatchObject({ ok: false })
    expect(events).toEqual([])
  })

  test('an engine that dies before it is ready is not started over and over', async () => {
    const check = supervisor.ask('document.check', { document: emptyDocument() })
    engines[0]!.die('could not be started (ENOENT)')
    expect(await check).toMatchObject({
      ok: false,
      fault: { message: expect.stringContaining('before it was ready') },
    })
    expect(engines).toHaveLength(1)
    void supervisor.ask('document.check', { document: emptyDocument() })
    expect(engines).toHaveLength(2)
  })
})

describe('stopping a run', () => {
  test('an engine that lets go is left alive', async () => {
    const run = supervisor.ask('run.start', start)
    engines[0]!.say({ type: 'ready' })
    const cancelled = supervisor.cancel('r1')
    expect(engines[0]!.heard.at(-1)).toMatchObject({ name: 'run.cancel', ask: { run: 'r1' } })
    const asked = engines[0]!.heard.find((message) => message.name === 'run.start')!
    const fault: Fault = { code: 'cancelled', message: 'The run was stopped.' }
    engines[0]!.say({ type: 'answer', id: asked.id, envelope: { ok: false, fault } })
    await cancelled
    await vi.advanceTimersByTimeAsync(5000)
    expect(await run).toEqual({ ok: false, fault })
    expect(engines).toHaveLength(1)
    expect(engines[0]!.killed).toBe(false)
  })

  test('an engine that hangs is killed and replaced; the run says cancelled, not lost', async () => {
    const run = supervisor.ask('run.start', start)
    const waiting = supervisor.ask('document.check', { document: emptyDocument() })
    engines[0]!.say({ type: 'ready' })
    const cancelled = supervisor.cancel('r1')
    await vi.advanceTimersByTimeAsync(1000)
    await cancelled
    expect(await run).toMatchObject({ ok: false, fault: { code: 'cancelled' } })
    expect(await waiting).toMatchObject({ ok: false, fault: { code: 'engine-lost' } })
    expect(engines[0]!.killed).toBe(true)
    expect(engines).toHaveLength(2)
    expect(lost).toEqual([])
  })

  test('what is looked at by the way is asked to end, and waited for by nobody', async () => {
    const { run: _, ...asked } = start
    void supervisor.ask('run.activations', { ...asked, run: 'look' })
    engines[0]!.say({ type: 'ready' })
    await supervisor.cancel('look')
    expect(engines[0]!.heard.at(-1)).toMatchObject({ name: 'run.cancel', ask: { run: 'look' } })
    await vi.advanceTimersByTimeAsync(5000)
    expect(engines[0]!.killed).toBe(false)
  })

  test('an unknown run is nothing to stop', async () => {
    supervisor.life()
    await supervisor.cancel('nobody')
    expect(engines[0]!.heard).toEqual([])
  })

  test('two cancels of one run end together', async () => {
    const run = supervisor.ask('run.start', start)
    engines[0]!.say({ type: 'ready' })
    const both = Promise.all([supervisor.cancel('r1'), supervisor.cancel('r1')])
    await vi.advanceTimersByTimeAsync(1000)
    await both
    expect(await run).toMatchObject({ fault: { code: 'cancelled' } })
    expect(engines).toHaveLength(2)
  })
})

test('closing ends the engine, answers what waits, and starts nothing', async () => {
  const run = supervisor.ask('run.start', start)
  engines[0]!.say({ type: 'ready' })
  supervisor.close()
  expect(await run).toMatchObject({ ok: false })
  expect(engines[0]!.killed).toBe(true)
  expect(engines).toHaveLength(1)
  expect(lost).toEqual([])
  expect(await supervisor.ask('weights.drop', { key: 'w' })).toMatchObject({ ok: false })
})
