import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fault } from '#shared/base/fault'
import { setField } from '#shared/document/edits'
import { save } from '../commands/files'
import { change, show } from '../stores/document'
import { TestPage } from '../testing/TestPage'
import { testDocument } from './evaluate'
import { goingOf, selectedOf } from './store'
import { settings, settle, snapshot, trainable } from './testing/trainable'
import {
  forgetWeights,
  giveWeights,
  pauseTraining,
  resetSettings,
  setSetting,
  startOver,
  stopTraining,
  whyNotTrained,
} from './training'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a training', () => {
  it('takes what fits the document, and what the user set instead', async () => {
    const { test, page, state, begin } = trainable()
    setSetting(page, 'steps', 40)
    const id = await begin()
    expect(test.asks('train.start')).toMatchObject([
      { training: id, weights: '', settings: { ...settings, steps: 40 } },
    ])
    expect(page.session.getState().dockTab).toBe('training')
    expect(goingOf(state())).toMatchObject({ number: 1, phase: 'starting' })
    resetSettings(page)
    expect(Object.values(state().set)).toEqual([{}])
  })

  it('says where it goes on from when it was cut off before, and what went wrong at its end', async () => {
    const { test, begin, end, notes } = trainable()
    const training = await begin()
    const progress = (step: number) =>
      test.emit('train.progress', {
        training,
        step,
        steps: 300,
        loss: 1,
        rate: 0.01,
        paused: false,
        examplesPerSecond: 10,
        secondsLeft: 5,
        losses: [[step, 1]],
        restart: 1,
        linear: false,
      })
    progress(1241)
    progress(1300)
    const resumed = 'This training was cut off before: it goes on from step 1,240.'
    expect(notes()).toEqual([resumed])
    end({
      step: 1300,
      best: 1300,
      reason: 'steps',
      validation: { loss: 1, accuracy: 1 },
      seconds: 3,
      weights: 'new',
      notes: ['Checkpoints could not be written.'],
    })
    await settle()
    expect(notes()).toHaveLength(3)
    expect(notes().at(-1)).toBe('Checkpoints could not be written.')
  })

  it('is told of step by step: progress in the store, curves and snapshots beside it', async () => {
    const { test, page, state, begin } = trainable()
    const training = await begin()
    const losses = [
      [1, 4],
      [2, 3],
    ] as const
    const pace = {
      examplesPerSecond: 10,
      secondsLeft: 5,
      rate: 0.01,
      paused: false,
      restart: 1,
      linear: false,
    }
    test.emit('train.progress', { training, step: 2, steps: 300, loss: 3, losses, ...pace })
    test.emit('train.progress', { training: 'another', step: 9, steps: 9, loss: 9, losses, ...pace })
    expect(goingOf(state())).toMatchObject({ phase: 'going', progress: { step: 2, loss: 3, secondsLeft: 5 } })
    expect(page.training.recording(training).losses.values).toEqual([4, 3])
    pauseTraining(page)
    expect(goingOf(state())?.phase).toBe('paused')
    pauseTraining(page)
    expect(goingOf(state())?.phase).toBe('going')
    stopTraining(page)
    stopTraining(page)
    await settle()
    expect(test.asks('train.pause')).toEqual([
      { training, paused: true },
      { training, paused: false },
    ])
    expect(test.asks('train.stop')).toEqual([{ training }])
    expect(goingOf(state())?.phase).toBe('stopping')
  })

  it('gives the document its best weights, which no undo takes back and saving keeps', async () => {
    const { test, page, state, begin, finish, notes } = trainable()
    await save(page)
    await settle()
    const training = await begin()
    test.emit('train.snapshot', snapshot(training, 0))
    test.emit('train.snapshot', snapshot(training, 200))
    await finish()
    expect(page.documents.getState()).toMatchObject({ weights: 'new', dirty: true })
    expect(notes().at(-1)).toMatch(/best at step 200, 66.6 % right/)
    expect(selectedOf(state())).toMatchObject({ phase: 'done', before: '', after: 'new' })
    test.undo().redo()
    expect(page.documents.getState()).toMatchObject({ weights: 'new', dirty: true })
    await save(page)
    expect(test.asks('document.encode').at(-1)).toMatchObject({ weights: 'new' })
    expect(page.documents.getState().dirty).toBe(false)
    giveWeights(page, selectedOf(state())!, '', 'before')
    expect(page.documents.getState()).toMatchObject({ weights: '', dirty: true })
    giveWeights(page, selectedOf(state())!, 'new', 'after')
    expect(page.documents.getState().dirty).toBe(false)
    forgetWeights(page)
    expect(page.documents.getState().weights).toBe('')
  })

  it('of a document that was left meanwhile changes no other document', async () => {
    const { page, test, state, begin, finish, notes } = trainable()
    await begin()
    show(page.documents, { document: test.document, weights: 'own', name: 'other.heed' })
    await finish()
    expect(page.documents.getState()).toMatchObject({ weights: 'own', dirty: false })
    expect(notes().at(-1)).toMatch(/no longer open/)
    expect(state().selected).toBeUndefined()
    show(page.documents, { document: test.document, weights: '', name: state().trainings[0]!.document })
    expect(selectedOf(state())?.after).toBe('new')
  })

  it('is begun again from untrained weights', async () => {
    const { test, page, state, begin, finish } = trainable()
    await begin()
    await finish('new')
    await begin()
    const over = startOver(page)
    await settle()
    expect(goingOf(state())?.phase).toBe('stopping')
    await finish('newer', 0)
    await settle()
    expect(test.asks('train.start').map((ask) => (ask as { weights: string }).weights)).toEqual([
      '',
      'new',
      '',
    ])
    expect(page.documents.getState().weights).toBe('')
    await finish('newest')
    await over
    expect(page.documents.getState().weights).toBe('newest')
  })

  it('that could no longer count says why it ended, and keeps what it had learned', async () => {
    const { test, page, begin, finish } = trainable()
    const training = await begin()
    test.emit('train.snapshot', snapshot(training, 200))
    await finish('new', 200, 'not-a-number')
    expect(page.documents.getState().weights).toBe('new')
    expect(page.session.getState().notices).toMatchObject([
      { tone: 'fault', text: expect.stringMatching(/no longer a number.*rate 0.01.*best at step 200/) },
    ])
  })

  it('that found nothing better says so, and changes nothing', async () => {
    const { page, begin, finish, notes } = trainable()
    await save(page)
    await begin()
    await finish('the same', 0)
    expect(page.documents.getState()).toMatchObject({ weights: '', dirty: false })
    expect(notes().at(-1)).toMatch(/No step was better/)
  })

  it('that fails says why in a sentence, and another one may start', async () => {
    const { page, state, begin, fail, notes } = trainable()
    await begin()
    fail(fault('runtime', 'The loss is no longer a number at step 3.'))
    await settle()
    expect(notes()).toEqual(['The loss is no longer a number at step 3.'])
    expect(state().trainings).toMatchObject([{ phase: 'failed' }])
    expect(page.documents.getState().weights).toBe('')
    await begin()
    expect(state().trainings).toMatchObject([{ phase: 'failed' }, { phase: 'starting', number: 2 }])
  })

  it('is not started where there is nothing to learn from, and the reason is given', async () => {
    const { test, page, notes, begin } = trainable()
    const { document } = page.documents.getState()
    change(page.documents, 'remove the task', setField(document, 'task', undefined))
    expect(whyNotTrained(page)).toMatch(/nothing to learn from/)
    await begin()
    expect(notes().at(-1)).toMatch(/nothing to learn from/)
    test.add('embedding')
    expect(whyNotTrained(page)).toMatch(/problem/)
    await begin()
    expect(page.session.getState().dockTab).toBe('problems')
    expect(test.asks('train.start')).toEqual([])
    expect(whyNotTrained(new TestPage().page)).toMatch(/nothing to train/)
  })

  it('keeps its settings when the document gets a file', async () => {
    const { page, state, begin } = trainable()
    setSetting(page, 'steps', 7)
    await begin()
    await save(page)
    expect(state().set['untitled.heed 0'] ?? state().set[page.documents.getState().name]).toEqual({
      steps: 7,
    })
    page.documents.setState({ path: '/there/mine.heed' })
    expect(state().set['/there/mine.heed']).toEqual({ steps: 7 })
    expect(state().trainings[0]?.document).toBe('/there/mine.heed')
  })
})

describe('a test', () => {
  it('measures the weights that the document has, and is kept beside those before', async () => {
    const { test, page, state, begin, finish } = trainable()
    await testDocument(page)
    await begin()
    await finish()
    await Promise.all([testDocument(page), testDocument(page)])
    expect(state().tests).toMatchObject([
      { number: 1, training: undefined, evaluation: { metrics: { accuracy: 0.25 } } },
      { number: 2, training: 1, evaluation: { metrics: { accuracy: 0.75 } } },
    ])
    expect(state().testing).toBe(false)
    expect(test.asks('document.evaluate')).toHaveLength(2)
  })

  it('that fails is said, and another one may be begun', async () => {
    const { test, page, state, notes } = trainable()
    const { 'document.evaluate': answer } = test.answers
    test.answers['document.evaluate'] = () => {
      throw fault('runtime', 'The test could not be made.')
    }
    await testDocument(page)
    expect(notes()).toEqual(['The test could not be made.'])
    if (answer !== undefined) test.answers['document.evaluate'] = answer
    await testDocument(page)
    expect(state().tests).toHaveLength(1)
  })
})
