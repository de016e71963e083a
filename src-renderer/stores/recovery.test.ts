import { expect, it } from 'vitest'
import type { Ask } from '#shared/contract/contract'
import { setField } from '#shared/document/edits'
import type { Link, LinkState } from '../host/link'
import { change, createDocumentStore, markSaved, undo } from './document'
import { keepRecovery } from './recovery'

function setting() {
  const store = createDocumentStore()
  const told: (readonly [string, string | undefined])[] = []
  const states = new Set<(state: LinkState) => void>()
  let time = 0
  let waiting: { then: () => void; at: number } | undefined
  const link = {
    ask: (name: string, ask: unknown) => {
      told.push([name, (ask as Partial<Ask<'recovery.keep'>>).document?.title])
      return Promise.resolve({})
    },
    onState: (listener: (state: LinkState) => void) => {
      states.add(listener)
      return () => states.delete(listener)
    },
  } as unknown as Link
  const stop = keepRecovery(store, link, 'page', {
    now: () => time,
    set: (then, milliseconds) => {
      waiting = { then, at: time + milliseconds }
      return waiting
    },
    clear: () => {
      waiting = undefined
    },
  })
  return {
    store,
    told,
    stop,
    states,
    pass(milliseconds: number) {
      time += milliseconds
      if (waiting && waiting.at <= time) waiting.then()
    },
    name: (title: string) => change(store, 'rename', setField(store.getState().document, 'title', title)),
  }
}

it('a change goes to the host when no other follows, and leaves when the work is saved', () => {
  const { store, told, pass, name } = setting()
  name('One')
  name('Two')
  expect(told).toEqual([])
  pass(150)
  expect(told).toEqual([['recovery.keep', 'Two']])
  markSaved(store, store.getState().past.at(-1), {})
  pass(150)
  expect(told.at(-1)).toEqual(['recovery.drop', undefined])
})

it('no change waits longer than half a second, however many follow', () => {
  const { told, pass, name } = setting()
  for (let i = 0; i < 9; i++) {
    name(`Title ${i}`)
    pass(100)
  }
  expect(told.length).toBeGreaterThan(0)
  expect(told[0]).toEqual(['recovery.keep', 'Title 4'])
})

it('work that is undone to what the file holds needs no copy', () => {
  const { store, told, pass, name } = setting()
  name('One')
  pass(200)
  undo(store)
  pass(200)
  expect(told.map(([what]) => what)).toEqual(['recovery.keep', 'recovery.drop'])
})

it('a host that comes back is told again; nothing is told after the end', () => {
  const { told, pass, name, states, stop } = setting()
  name('One')
  pass(200)
  for (const listener of states) listener('connected')
  expect(told).toEqual([
    ['recovery.keep', 'One'],
    ['recovery.keep', 'One'],
  ])
  stop()
  name('Two')
  pass(1000)
  expect(states.size).toBe(0)
  expect(told.length).toBe(2)
})
