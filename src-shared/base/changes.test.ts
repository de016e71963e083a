import { expect, it } from 'vitest'
import { createChanges } from './changes'

it('tells all who listen, also those behind one that stops, and grows its version', () => {
  const changes = createChanges()
  const told: string[] = []
  const stop = changes.subscribe(() => {
    told.push('first')
    stop()
  })
  changes.subscribe(() => told.push('second'))
  expect(changes.version).toBe(0)
  changes.tell()
  changes.tell()
  expect(changes.version).toBe(2)
  expect(told).toEqual(['first', 'second', 'second'])
})
