import { expect, it } from 'vitest'
import { haltedAt, tellHalt } from './use-shared-step'

it('remembers where steps were halted, by their axis, until they go on or another run begins', () => {
  tellHalt('r1', 'target words', { mode: 'pause', position: 2 }, 9)
  tellHalt('r1', 'source words', { mode: 'follow', position: 3 }, 5)
  expect(haltedAt('r1', 'target words')).toBe(2)
  expect(haltedAt('r1', 'source words')).toBeUndefined()
  tellHalt('r1', 'target words', { mode: 'play', position: 4 }, 9)
  expect(haltedAt('r1', 'target words')).toBeUndefined()
  tellHalt('r1', 'target words', { mode: 'pause', position: 9 }, 9)
  expect(haltedAt('r1', 'target words')).toBeUndefined()
  tellHalt('r1', 'target words', { mode: 'pause', position: 5 }, 9)
  expect(haltedAt('r2', 'target words')).toBeUndefined()
})
