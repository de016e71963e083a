import { describe, expect, it } from 'vitest'
import { setField } from '#shared/document/edits'
import { change, createDocumentStore, markSaved } from './document'
import { findRecoveries, forgetRecovery, keepRecovery, type Storage } from './recovery'

function memory(): Storage & { readonly map: Map<string, string> } {
  const map = new Map<string, string>()
  return {
    map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    key: (i) => [...map.keys()][i] ?? null,
    get length() {
      return map.size
    },
  }
}

describe('recovery copies', () => {
  it('follow each change and leave when the work is saved', () => {
    const [store, storage] = [createDocumentStore(), memory()]
    keepRecovery(store, storage, 'page', () => 5)
    change(store, 'rename', setField(store.getState().document, 'title', 'Mine'))
    expect(findRecoveries(storage)).toMatchObject([{ key: 'page', document: { title: 'Mine' }, at: 5 }])
    markSaved(store, store.getState().past.at(-1), {})
    expect(findRecoveries(storage)).toEqual([])
  })

  it('of open pages and broken ones are not offered; the newest comes first', () => {
    const storage = memory()
    for (const [key, at] of [
      ['old', 1],
      ['new', 3],
      ['open', 4],
    ] as const) {
      const store = createDocumentStore()
      keepRecovery(store, storage, key, () => at)
      change(store, 'rename', setField(store.getState().document, 'title', key))
    }
    storage.setItem('heed.recovery.broken', '{"document": 3}')
    storage.setItem('heed.recovery.worse', '{')
    storage.setItem('something else', '{}')
    expect(findRecoveries(storage, new Set(['open'])).map(({ key }) => key)).toEqual(['new', 'old'])
    forgetRecovery(storage, 'new')
    expect(findRecoveries(storage, new Set(['open'])).map(({ key }) => key)).toEqual(['old'])
  })

  it('that do not fit into the storage lose nothing', () => {
    const store = createDocumentStore()
    const full: Storage = {
      ...memory(),
      setItem: () => {
        throw new Error('quota')
      },
    }
    keepRecovery(store, full, 'page')
    change(store, 'rename', setField(store.getState().document, 'title', 'Mine'))
    expect(store.getState().document.title).toBe('Mine')
  })
})
