import { expect, test } from 'vitest'
import { fakeEngine } from './fakeEngine'
import { memoryLimit, memoryOf } from './memoryWatch'
import { Supervisor } from './supervisor'

test('an engine that takes too much memory is ended, and what it did answers with a sentence', async () => {
  let bytes = 10
  const engines: ReturnType<typeof fakeEngine>[] = []
  const supervisor = new Supervisor({
    spawn: () => {
      const engine = fakeEngine()
      engines.push(engine)
      return { ...engine, memory: () => Promise.resolve(bytes) }
    },
    onEvent: () => undefined,
    onLost: () => undefined,
    memory: 100,
  })
  supervisor.life()
  engines[0]!.say({ type: 'ready' })
  const answer = supervisor.ask('model.run', { run: 'r', model: 'm', inputs: {}, sites: [] })
  bytes = 1000
  expect(await answer).toMatchObject({
    ok: false,
    fault: { code: 'too-large', message: expect.stringContaining('GB of memory') },
  })
  expect(engines[0]!.killed).toBe(true)
  expect(engines).toHaveLength(2)
  supervisor.close()
})

test.runIf(process.platform === 'linux' || process.platform === 'darwin')(
  'the memory of a process is known',
  async () => {
    expect(await memoryOf(process.pid)).toBeGreaterThan(1_000_000)
  },
)

test('the limit is a part of what there is', () => {
  expect(memoryLimit(100, undefined)).toBe(75)
  expect(memoryLimit(100, 0)).toBe(75)
  expect(memoryLimit(100, 40)).toBe(30)
})
