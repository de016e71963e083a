/** A page that can train, on a host that answers when the test says so. */
import type { Answer, Events } from '#shared/contract/contract'
import type { TrainingResult, TrainingSettings } from '#shared/contract/training'
import { setField } from '#shared/document/edits'
import { change } from '../../stores/document'
import { TestPage } from '../../testing/TestPage'
import { startTraining } from '../training'

export const settings: TrainingSettings = {
  steps: 300,
  batch: 8,
  rate: 0.01,
  schedule: 'cosine',
  optimiser: 'adam',
  clip: 1,
  weightDecay: 0,
  seed: 1,
  patience: 0,
  every: 100,
  halve: 0,
  gradient: 'mean',
  keep: 'best',
  start: 'softmax',
  empties: 0,
  restarts: 1,
  deviation: 0,
}

export const site = {
  id: 'look',
  node: 'attention',
  title: 'Attention',
  heads: 1,
  rowAxis: 'steps',
  columnAxis: 'words',
}

export function snapshot(training: string, step: number): Events['train.snapshot'] {
  const slice = {
    site: 'look',
    order: 0,
    coordinates: [],
    firstRow: 0,
    heads: 1,
    rows: 1,
    columns: 2,
    weights: Float32Array.of(step, 0),
    rowLabels: ['a'],
    columnLabels: ['x', 'y'],
  }
  const text = `said at ${step}`
  return {
    training,
    step,
    validation: { loss: 1, accuracy: step / 300 },
    restart: 1,
    linear: false,
    samples: [{ input: 'one', expected: 'un', found: text, right: false }],
    outputs: [{ name: 'decide', node: 'decide', text, dims: [1], values: Float32Array.of(1) }],
    sites: [site],
    slices: [slice],
  }
}

/** Lets answers come that are only promised. */
export const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** A document with a task, on a host whose training ends when the test says so. */
export function trainable() {
  let end: (answer: Answer<'train.start'>) => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const test = new TestPage({
    'train.defaults': () => ({ settings }),
    'train.start': () =>
      new Promise<Answer<'train.start'>>((resolve, reject) => {
        end = resolve
        fail = reject
      }),
    'train.pause': () => ({}),
    'train.stop': () => ({}),
    'run.cancel': () => ({}),
    'run.start': () => ({ outputs: [], sites: [site], milliseconds: 1, unknown: [] }),
    'document.evaluate': ({ weights }) => ({
      metrics: { accuracy: weights === 'new' ? 0.75 : 0.25 },
      byLength: [],
      examples: 2000,
    }),
    'document.encode': () => ({ bytes: Uint8Array.of(1) }),
  })
  const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one'] }
  change(test.page.documents, 'add vocabulary', setField(test.document, 'vocabularies', vocabularies))
  change(
    test.page.documents,
    'choose a task',
    setField(test.document, 'task', { id: 'number-words', params: {} }),
  )
  test.add('words')
  test.add('embedding')
  test.wire('words.words', 'embedding.words')
  const state = () => test.page.training.store.getState()
  const begin = async () => {
    void startTraining(test.page)
    await settle()
    return state().selected!
  }
  const finish = async (weights = 'new', best = 200, reason: TrainingResult['reason'] = 'steps') => {
    end({
      step: 300,
      best,
      reason,
      validation: { loss: 1, accuracy: 1 },
      seconds: 3,
      weights,
    })
    await settle()
  }
  const notes = () => test.page.session.getState().notices.map(({ text }) => text)
  const shownText = () => test.page.runs.getState().outputs[0]?.text
  return {
    test,
    page: test.page,
    state,
    begin,
    finish,
    end: (answer: Answer<'train.start'>) => end(answer),
    fail: (error: unknown) => fail(error),
    notes,
    shownText,
  }
}
