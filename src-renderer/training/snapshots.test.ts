import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRun } from '../commands/run'
import { show } from '../stores/document'
import { chooseSnapshot, followNewest, selectTraining, watchItLearn } from './snapshots'
import { site, snapshot, trainable } from './testing/trainable'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('snapshots', () => {
  async function learned() {
    const all = trainable()
    const training = await all.begin()
    for (const step of [0, 100, 200, 300]) all.test.emit('train.snapshot', snapshot(training, step))
    return { ...all, training }
  }

  it('are shown as they come, where a run would be', async () => {
    const { page, state, shownText } = await learned()
    expect(state()).toMatchObject({ snapshots: 4, shown: 300, following: true })
    expect(page.runs.getState()).toMatchObject({
      state: 'done',
      sites: [site],
      selectedSite: 'look',
      whole: true,
    })
    expect(page.slices.slices('look').map(({ weights }) => weights[0])).toEqual([300])
    expect(shownText()).toBe('said at 300')
  })

  it('are chosen by their step, and then no longer follow the newest', async () => {
    const { test, page, state, training, shownText } = await learned()
    chooseSnapshot(page, 90)
    expect(shownText()).toBe('said at 100')
    expect(page.slices.slices('look').map(({ weights }) => weights[0])).toEqual([100])
    test.emit('train.snapshot', snapshot(training, 400))
    expect(state()).toMatchObject({ shown: 100, snapshots: 5, following: false })
    followNewest(page)
    expect(shownText()).toBe('said at 400')
  })

  it('give way to a run', async () => {
    const { test, page, state, training } = await learned()
    await startRun(page)
    expect(state()).toMatchObject({ shown: undefined, following: false })
    expect(page.runs.getState().whole).toBeUndefined()
    test.emit('train.snapshot', snapshot(training, 400))
    expect(page.runs.getState().run).toMatch(/^run-/)
    chooseSnapshot(page, 0)
    expect(state().shown).toBe(0)
  })

  it('are replayed one after another from the first, halted and gone on with', async () => {
    const { page, state, shownText } = await learned()
    watchItLearn(page)
    expect(shownText()).toBe('said at 0')
    vi.advanceTimersByTime(700)
    expect(shownText()).toBe('said at 100')
    watchItLearn(page)
    vi.advanceTimersByTime(5000)
    expect(shownText()).toBe('said at 100')
    watchItLearn(page)
    vi.advanceTimersByTime(5000)
    expect(shownText()).toBe('said at 300')
    expect(state()).toMatchObject({ watching: false, following: true })
  })

  it('of another document are not drawn over this one', async () => {
    const { test, page } = await learned()
    show(page.documents, { document: test.document, weights: '', name: 'other.heed' })
    page.slices.clear()
    chooseSnapshot(page, 100)
    expect(page.slices.sites()).toEqual([])
  })

  it('of an earlier training are looked at again', async () => {
    const { page, state, begin, finish, training, shownText } = await learned()
    await finish()
    const second = await begin()
    expect(state()).toMatchObject({ selected: second, snapshots: 0 })
    selectTraining(page, training)
    expect(state()).toMatchObject({ selected: training, snapshots: 4, following: false })
    expect(shownText()).toBe('said at 300')
  })
})
