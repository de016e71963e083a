import { expect, test } from 'vitest'
import type { ToEngine } from '#main/engine/protocol'
import { type FakeEngine, fakeEngine } from './fakeEngine'
import { Holdings } from './holdings'
import { Supervisor } from './supervisor'

/** Nine weights, and an engine that takes whatever it is given. */
function held() {
  const engines: FakeEngine[] = []
  const supervisor = new Supervisor({
    spawn: () => {
      const engine = fakeEngine(({ id }, self) =>
        self.say({ type: 'answer', id, envelope: { ok: true, value: {} } }),
      )
      engines.push(engine)
      queueMicrotask(() => engine.say({ type: 'ready' }))
      return engine
    },
    onEvent: () => undefined,
    onLost: () => undefined,
  })
  const holdings = new Holdings(supervisor)
  const keys = Array.from({ length: 9 }, (_, i) =>
    holdings.keepWeights({ w: { dtype: 'float32', dims: [1], data: Float32Array.of(i) } }),
  )
  const keysOf = (name: ToEngine['name'], engine = engines.at(-1)) =>
    (engine?.heard ?? [])
      .filter((message) => message.name === name)
      .map(({ ask }) => keys.indexOf((ask as { key: string }).key))
  const put = (i: number) => holdings.putWeights(keys[i] ?? '')
  return { engines, put, keysOf }
}

test('an engine holds the eight weights that were used last; what it dropped is put again', async () => {
  const { put, keysOf } = held()
  for (let i = 0; i < 8; i++) await put(i)
  await put(0)
  expect([keysOf('weights.put'), keysOf('weights.drop')]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], []])
  await put(8)
  expect(keysOf('weights.drop')).toEqual([1])
  await put(1)
  expect(keysOf('weights.put').slice(8)).toEqual([8, 1])
  expect(keysOf('weights.drop')).toEqual([1, 2])
})

test('a new engine holds none, and is told to drop none', async () => {
  const { engines, put, keysOf } = held()
  for (let i = 0; i < 8; i++) await put(i)
  engines[0]?.die('was killed')
  await put(8)
  expect([keysOf('weights.put'), keysOf('weights.drop')]).toEqual([[8], []])
})
