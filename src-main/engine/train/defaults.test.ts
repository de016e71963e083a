import { expect, test } from 'vitest'
import { emptyDocument } from '#shared/document/document'
import { defaultSettings } from './defaults'

const plain = defaultSettings(emptyDocument('plain'))
const given = (training: unknown) => defaultSettings({ ...emptyDocument('given'), training })

test('a document says of its training what is to be another than the defaults', () => {
  const wanted = { steps: 7, rate: 0.5, schedule: 'step', restarts: 3, clip: 0 }
  expect(given(wanted)).toEqual({ ...plain, ...wanted })
})

test.each([
  { batch: 0 },
  { steps: -5, rate: 'fast', every: 1.5 },
  { rate: 0, schedule: 'never', restarts: 1e9, empties: 2 },
  { rate: Number.NaN, unheard: 1 },
  'nothing',
  null,
])('what cannot be is passed over: %j', (training) => expect(given(training)).toEqual(plain))
