import { describe, expect, it, vi } from 'vitest'
import { fault } from '#shared/base/fault'
import type { Ask } from '#shared/contract/contract'
import type { Attribution } from '#shared/contract/states'
import { IDLE } from '../../stores/run'
import { TestPage } from '../../testing/TestPage'
import { createAttributions } from './attributions'

function answer({ row = 0, choice = 1 }: Ask<'run.attribution'>): Attribution {
  return {
    decision: 'd',
    title: 'D',
    row,
    rows: ['a', 'b'],
    choice,
    choices: ['x', 'y'],
    value: 2,
    fields: [],
  }
}

function runTo(test: TestPage, run: string, inputs = { source: 'two' }) {
  test.page.runs.setState({ ...IDLE, state: 'running', run, inputs }, true)
  test.page.runs.setState({ state: 'done' })
}

describe('what the inputs did', () => {
  it('is asked for when somebody looks, once, with what was run', async () => {
    const test = new TestPage({ 'run.attribution': answer })
    const { store, want } = createAttributions(test.page)
    want({})
    expect(store.getState().state).toBe('none')
    const { document } = test
    runTo(test, 'r1')
    test.add('words')
    expect(test.asks('run.attribution')).toEqual([])
    want({})
    want({})
    expect(store.getState().state).toBe('asking')
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    expect(test.asks('run.attribution')).toEqual([{ document, weights: '', inputs: { source: 'two' } }])
    expect(store.getState().attribution?.choice).toBe(1)
  })

  it('is kept for what was chosen before, and forgotten with the next run', async () => {
    const test = new TestPage({ 'run.attribution': answer })
    const { store, want } = createAttributions(test.page)
    runTo(test, 'r1')
    for (const row of [0, 1, 0]) {
      want({ row })
      await vi.waitFor(() => expect(store.getState()).toMatchObject({ state: 'done', attribution: { row } }))
    }
    expect(test.asks('run.attribution')).toHaveLength(2)
    runTo(test, 'r2')
    expect(store.getState()).toEqual({ state: 'none', chosen: {} })
    want({ row: 0 })
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    expect(test.asks('run.attribution')).toHaveLength(3)
  })

  it('says why it cannot be told', async () => {
    const test = new TestPage({
      'run.attribution': () => {
        throw fault('unsupported', 'There is no gradient for X at Y.')
      },
    })
    const { store, want } = createAttributions(test.page)
    runTo(test, 'r1')
    want({})
    await vi.waitFor(() => expect(store.getState().state).toBe('failed'))
    expect(store.getState().fault?.message).toBe('There is no gradient for X at Y.')
  })
})
