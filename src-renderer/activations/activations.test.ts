import { afterEach, describe, expect, it, vi } from 'vitest'
import { fault } from '#shared/base/fault'
import type { Activation, Activations as Answer } from '#shared/contract/activations'
import type { Ask } from '#shared/contract/contract'
import { move, setParam } from '#shared/document/edits'
import { change, setWeights } from '../stores/document'
import { IDLE } from '../stores/run'
import { TestPage } from '../testing/TestPage'
import { type Activations, createActivations } from './activations'

function activation(node: string, value: number): Activation {
  return {
    node,
    port: 'features',
    axes: [{ size: 1 }],
    rows: 1,
    columns: 1,
    cells: Float32Array.of(value),
    covers: [1, 1],
    rowLabels: [''],
    columnLabels: ['1'],
    count: 1,
    notFinite: 0,
    least: value,
    greatest: value,
    mean: value,
    deviation: 0,
  }
}

let given = 0
/** Each answer is another number. */
function answer({ document }: Ask<'run.activations'>): Answer {
  given += 1
  const told = Object.keys(document.nodes).map((node) => activation(node, given))
  return { told, untold: [{ node: 'loop', port: 'all', reason: 'Nothing.' }], milliseconds: 1 }
}

let open: Activations | undefined
afterEach(() => open?.close())

function pageWith(answers: ConstructorParameters<typeof TestPage>[0] = { 'run.activations': answer }) {
  const test = new TestPage(answers)
  open = createActivations(test.page)
  return { test, ...open }
}

function runTo(test: TestPage, run: string, state: 'running' | 'done' = 'done') {
  test.page.runs.setState({ ...IDLE, state: 'running', run, inputs: { row: '1' } }, true)
  if (state === 'done') test.page.runs.setState({ state: 'done' })
}

describe('what the nodes gave', () => {
  it('is asked for once, when a run has ended and somebody sees it', async () => {
    const { test, store, watch } = pageWith()
    const id = test.add('dense')
    const { document } = test
    runTo(test, 'r1', 'running')
    const first = watch()
    await new Promise((done) => setTimeout(done, 80))
    expect(test.asks('run.activations')).toEqual([])
    test.page.runs.setState({ state: 'done' })
    watch()
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    expect(test.asks('run.activations')).toEqual([
      { run: 'r1-outputs', document, weights: '', inputs: { row: '1' } },
    ])
    expect(
      store
        .getState()
        .told.get(id)
        ?.map(({ node }) => node),
    ).toEqual([id])
    expect(store.getState().untold.get('loop')).toHaveLength(1)
    first()
  })

  it('waits until somebody looks', async () => {
    const { test, store, watch } = pageWith()
    runTo(test, 'r1')
    const stop = watch()
    stop()
    runTo(test, 'r2')
    await new Promise((done) => setTimeout(done, 80))
    expect(test.asks('run.activations')).toEqual([])
    watch()
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    expect(test.asks('run.activations')).toHaveLength(1)
  })

  it('is stale when the network computes something else, and fresh again when that is taken back', async () => {
    const { test, store, watch } = pageWith()
    const id = test.add('dense')
    watch()
    runTo(test, 'r1')
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    const { documents } = test.page
    change(documents, 'move', move(test.document, { [id]: { x: 500, y: 70 } }))
    expect(store.getState().stale).toBe(false)
    change(documents, 'size', setParam(test.document, id, 'size', 7))
    expect(store.getState().stale).toBe(true)
    test.undo()
    expect(store.getState().stale).toBe(false)
    setWeights(documents, 'learned')
    expect(store.getState().stale).toBe(true)
  })

  it('of the run before stays, stale, until there is more', async () => {
    const { test, store, watch } = pageWith()
    const id = test.add('dense')
    watch()
    runTo(test, 'r1')
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    const before = store.getState().told.get(id)
    runTo(test, 'r2', 'running')
    expect(store.getState()).toMatchObject({ stale: true })
    expect(store.getState().told.get(id)).toBe(before)
    test.page.runs.setState({ state: 'done' })
    await vi.waitFor(() => expect(store.getState().stale).toBe(false))
    expect(store.getState().told.get(id)?.[0]?.mean).toBe(before![0]!.mean + 1)
  })

  it('of a run that another one follows is not waited for', async () => {
    let answered: ((answer: Answer) => void) | undefined
    const { test, store, watch } = pageWith({
      'run.activations': (ask) =>
        ask.run === 'r1-outputs'
          ? new Promise<Answer>((resolve) => {
              answered = resolve
            })
          : answer(ask),
      'run.cancel': () => ({}),
    })
    const id = test.add('dense')
    watch()
    runTo(test, 'r1')
    await vi.waitFor(() => expect(answered).toBeDefined())
    runTo(test, 'r2')
    await vi.waitFor(() => expect(store.getState().state).toBe('done'))
    expect(test.asks('run.cancel')).toEqual([{ run: 'r1-outputs' }])
    const shown = store.getState().told.get(id)
    answered!({ told: [activation(id, -1)], untold: [], milliseconds: 1 })
    await new Promise((done) => setTimeout(done, 10))
    expect(store.getState().told.get(id)).toBe(shown)
  })

  it('goes with the document', async () => {
    const { test, store, watch } = pageWith()
    test.add('dense')
    watch()
    runTo(test, 'r1')
    await vi.waitFor(() => expect(store.getState().told.size).toBe(1))
    test.page.runs.setState(IDLE, true)
    expect(store.getState().told.size).toBe(0)
  })

  it('says why it cannot be told', async () => {
    const { test, store, watch } = pageWith({
      'run.activations': () => {
        throw fault('too-large', 'Too many outputs.')
      },
    })
    watch()
    runTo(test, 'r1')
    await vi.waitFor(() => expect(store.getState().state).toBe('failed'))
    expect(store.getState().fault?.message).toBe('Too many outputs.')
  })
})
