import { expect, it } from 'vitest'
import { fault } from '#shared/base/fault'
import { SPECIAL } from '#shared/base/words'
import type { TaskInfo } from '#shared/contract/training'
import { setWeights, undo } from '../stores/document'
import { TestPage } from '../testing/TestPage'
import { chooseTask, dataOf, giveData, setTaskParam, takeDataBack } from './data'
import { testDocument } from './evaluate'
import { startTraining, whyNotTrained } from './training'

const stories: TaskInfo = {
  id: 'stories',
  title: 'Stories with questions',
  sentence: 'People walk.',
  params: {
    sentences: {
      type: 'integer',
      label: 'Longest story',
      help: 'Its sentences.',
      default: 10,
      min: 4,
      max: 200,
    },
  },
}
const settings = { steps: 5, batch: 2, restarts: 1 } as never
const data = { name: 'qa1.txt', files: [{ path: 'qa1.txt', bytes: Uint8Array.of(1) }] }
const found = { training: 9, validation: 1, heldOut: 0, notes: ['2 of 12 were refused.'] }

function trainable() {
  return new TestPage({
    'document.adopt': ({ document, data: given }) => ({
      document: {
        ...document,
        vocabularies: { source: [...SPECIAL, given ? 'mary' : 'nora'] },
        ...(given && { learnedFrom: 'abc' }),
      },
      notes: ['The vocabulary “source” was taken over.'],
      ...(given && { found }),
    }),
    'train.defaults': () => ({ settings }),
    'train.start': () => {
      throw fault('cancelled', 'It was stopped.')
    },
    'document.evaluate': () => ({ metrics: { accuracy: 1 }, byLength: [], examples: 3 }),
  })
}

it('takes over a task in one step of history, with its parameters', async () => {
  const test = trainable()
  const { page } = test
  setWeights(page.documents, 'learned before')
  await chooseTask(page, stories)
  expect(test.document.task).toEqual({ id: 'stories', params: { sentences: 10 } })
  expect(test.document.vocabularies.source).toEqual([...SPECIAL, 'nora'])
  expect(page.documents.getState().weights).toBe('')
  expect(page.session.getState().notices.at(-1)?.text).toMatch(/taken over.*begins untrained/)
  await setTaskParam(page, stories, 'sentences', 6)
  expect(test.document.task?.params).toEqual({ sentences: 6 })
  undo(page.documents)
  expect(test.document.task?.params).toEqual({ sentences: 10 })
  undo(page.documents)
  expect(test.document.task).toBeUndefined()
  expect(test.document.vocabularies).toEqual({})
})

it('learns from files and is judged by others, until they are taken back', async () => {
  const test = trainable()
  const { page } = test
  test.add('words')
  await giveData(page, data)
  expect(dataOf(page)).toEqual({ data, found })
  expect(test.document.learnedFrom).toBe('abc')
  expect(whyNotTrained(page)).toBeUndefined()
  await startTraining(page)
  expect(test.asks('train.start')).toMatchObject([{ data }])
  const other = { ...data, name: 'qa1_test.txt' }
  await testDocument(page, other)
  expect(test.asks('document.evaluate')).toMatchObject([{ data: other }])
  takeDataBack(page)
  expect(dataOf(page)).toBeUndefined()
  expect(whyNotTrained(page)).toMatch(/nothing to learn from/)
})

it('says why what does not fit is not taken, and changes nothing', async () => {
  const test = new TestPage({
    'document.adopt': () => {
      throw fault(
        'bad-input',
        'The data has an input “story” (sentences), for which the document has no place.',
      )
    },
  })
  const before = test.document
  await giveData(test.page, data)
  expect(test.document).toBe(before)
  expect(dataOf(test.page)).toBeUndefined()
  expect(test.page.session.getState().notices.at(-1)?.text).toMatch(/has no place/)
})
