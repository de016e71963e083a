import { beforeEach, describe, expect, it } from 'vitest'
import { NOTHING_SEEN } from './seen'
import { steps } from './steps'
import { declineTour, goTo, isNewcomer, see, tourStore, wordsOf } from './tour'

const at = () => steps[tourStore.getState().step ?? -1]?.id
const index = (id: string) => steps.findIndex((step) => step.id === id)

beforeEach(() => tourStore.setState({ step: 0, now: NOTHING_SEEN, began: NOTHING_SEEN, done: false }, true))

describe('the tour', () => {
  it('goes on when what it asks for was done, and waits where there is something to see', () => {
    expect(at()).toBe('run')
    see((seen) => ({ ...seen, runs: 1, ran: 'seven', said: 'sept' }))
    expect(at()).toBe('point')
    see((seen) => ({ ...seen, words: 1 }))
    expect(at()).toBe('point')
    expect(tourStore.getState().done).toBe(true)
    expect(wordsOf(steps[index('point')]!, tourStore.getState())).toBe(steps[index('point')]!.shows)
  })

  it('does not count what was done before a step began', () => {
    see((seen) => ({ ...seen, runs: 1, words: 3, scrubs: 9 }))
    expect(at()).toBe('point')
    expect(tourStore.getState().done).toBe(false)
    goTo(index('scrub'))
    see((seen) => ({ ...seen, words: seen.words + 1 }))
    expect(tourStore.getState().done).toBe(false)
  })

  it('waits for a sentence of the user’s own in words that the network knows', () => {
    see((seen) => ({ ...seen, runs: 1, ran: 'seven' }))
    goTo(index('own'))
    see((seen) => ({ ...seen, runs: seen.runs + 1 }))
    expect(at()).toBe('own')
    see((seen) => ({ ...seen, runs: seen.runs + 1, ran: 'forty dogs', unknown: ['dogs'] }))
    expect(at()).toBe('own')
    expect(wordsOf(steps[index('own')]!, tourStore.getState())).toContain('“dogs”')
    see((seen) => ({ ...seen, runs: seen.runs + 1, ran: 'forty two', said: 'quarante-deux', unknown: [] }))
    expect(at()).toBe('look')
    expect(wordsOf(steps[index('look')]!, tourStore.getState())).toContain(
      '“forty two” became “quarante-deux”',
    )
  })

  it('ends where commands lead on', () => {
    expect(steps.at(-1)?.ways?.length).toBeGreaterThan(1)
  })

  it('is offered until it was taken or declined', () => {
    const kept = new Map<string, string>()
    const desk = {
      recall: (key: string) => kept.get(key),
      remember: (key: string, value: string) => kept.set(key, value),
    }
    const page = { desk } as unknown as Parameters<typeof isNewcomer>[0]
    expect(isNewcomer(page)).toBe(true)
    declineTour(page)
    expect(isNewcomer(page)).toBe(false)
  })
})
