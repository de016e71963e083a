import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ToEngine } from '#main/engine/protocol'
import { decodeHeedFile, encodeHeedFile } from '#main/files/heedFile'
import { need } from '#shared/base/assert'
import type { TrainingEvents, TrainingSettings } from '#shared/contract/training'
import { emptyDocument } from '#shared/document/document'
import { type FakeEngine, fakeEngine } from '../fakeEngine'
import { Studio } from '../studio'
import type { EvaluateCommand, TrainCommand } from './command'
import { evaluate } from './evaluate'
import { duration, train } from './train'
import { trainingPictures } from './trainingPictures'

const settings: TrainingSettings = {
  steps: 500,
  batch: 64,
  rate: 0.005,
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
const trained = { W: { dtype: 'float32', dims: [1], data: new Float32Array([7]) } } as const
const progress: TrainingEvents['train.progress'] = {
  training: 'cli',
  step: 2,
  steps: 2,
  loss: 0.25,
  rate: 0.005,
  paused: false,
  examplesPerSecond: 10,
  secondsLeft: 75,
  losses: [
    [1, 0.5],
    [2, 0.25],
  ],
  restart: 1,
  linear: false,
}
const snapshot: TrainingEvents['train.snapshot'] = {
  training: 'cli',
  step: 2,
  validation: { loss: 0.3, accuracy: 0.875 },
  restart: 1,
  linear: false,
  samples: [],
  outputs: [],
  sites: [],
  slices: [],
}
const answers: Partial<Record<ToEngine['name'], (ask: never) => unknown>> = {
  'weights.put': () => ({}),
  'weights.all': () => ({ weights: trained }),
  'train.stop': () => ({}),
  'train.defaults': () => ({ settings }),
  'document.adopt': ({ document }: { document: object }) => ({
    document: { ...document, learnedFrom: 'abc' },
    notes: ['The vocabulary was taken over.'],
  }),
  'train.start': () => ({
    step: 2,
    best: 1,
    reason: 'steps',
    validation: { loss: 0.3, accuracy: 0.875 },
    seconds: 1.5,
    notes: ['1 of 9 were refused.'],
    weights: trained,
  }),
  'document.evaluate': () => ({
    metrics: { accuracy: 0.95 },
    byLength: [{ length: 3, examples: 20, accuracy: 0.95 }],
    examples: 20,
  }),
}

let folder: string
let studio: Studio
let asks: ToEngine[]
let results: string[]
let said: string[]
let updates: string[]
let interrupt: (() => void) | undefined
const terminal = (live = false) => ({
  live,
  result: (text: string) => results.push(text),
  progress: (text: string) => said.push(text),
  update: (text: string) => updates.push(text),
  onInterrupt: (listener: () => void) => {
    interrupt = listener
    return () => {
      interrupt = undefined
    }
  },
})

function answer(message: ToEngine, engine: FakeEngine) {
  asks.push(message)
  if (message.name === 'train.start') {
    engine.say({ type: 'event', name: 'train.progress', event: progress })
    engine.say({ type: 'event', name: 'train.snapshot', event: snapshot })
  }
  const make = answers[message.name]
  if (make)
    engine.say({
      type: 'answer',
      id: message.id,
      envelope: { ok: true, value: make(message.ask as never) },
    })
}

const askOf = (name: ToEngine['name']) => asks.find((message) => message.name === name)?.ask

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-cli-'))
  asks = []
  results = []
  said = []
  updates = []
  interrupt = undefined
  await writeFile(
    join(folder, 'old.heed'),
    encodeHeedFile({ document: emptyDocument('Old'), weights: trained }),
  )
  studio = new Studio({
    templates: folder,
    spawn: () => {
      const engine = fakeEngine(answer)
      queueMicrotask(() => engine.say({ type: 'ready' }))
      return engine
    },
  })
})

afterEach(async () => {
  studio.close()
  await rm(folder, { recursive: true })
})

const command: TrainCommand = {
  name: 'train',
  file: 'old',
  fresh: false,
  json: false,
  ...trainingPictures(() => undefined),
}

describe('train', () => {
  test('prints what it came to as JSON, with every loss', async () => {
    await train(studio, { ...command, json: true }, terminal())
    expect(JSON.parse(results[0]!)).toEqual({
      steps: 2,
      best: 1,
      reason: 'steps',
      seconds: 1.5,
      validation: { loss: 0.3, accuracy: 0.875 },
      losses: [
        [1, 0.5],
        [2, 0.25],
      ],
    })
    expect(said).toContain('1 of 9 were refused.')
  })

  test('for people: a few lines, and what becomes of the weights', async () => {
    await train(studio, command, terminal())
    expect(said).toContain('step 2 · loss 0.250 · validation loss 0.300 · 87.5 % right · 1 min 15 s left')
    expect(said.join('\n')).toContain('thrown away: give --out FILE.heed to keep them')
    expect(results[0]).toContain('2 steps in 2 s: all steps are done.')
    expect(updates).toHaveLength(1)
  })

  test('a person who watches sees one line that changes', async () => {
    await train(studio, command, terminal(true))
    expect(updates).toEqual(['step 2 of 2 · loss 0.250 · 1 min 15 s left'])
    expect(said.join('\n')).not.toContain('validation loss')
  })

  test('takes what was asked for over the defaults, and never validates less than once', async () => {
    await train(studio, { ...command, steps: 20, rate: 0.1, batch: 4, seed: 9 }, terminal())
    expect(askOf('train.start')).toMatchObject({
      settings: { ...settings, steps: 20, every: 20, rate: 0.1, batch: 4, seed: 9 },
      document: { seed: 1 },
    })
  })

  test('begins with the weights of the file and says so, or with new ones of the seed', async () => {
    await train(studio, command, terminal())
    expect(askOf('train.start')).toMatchObject({ weights: expect.stringMatching(/^weights-/) })
    expect(said[0]).toContain('--fresh')
    asks = []
    await train(studio, { ...command, fresh: true, seed: 5 }, terminal())
    expect(askOf('train.start')).toMatchObject({ weights: '', document: { seed: 5 }, settings: { seed: 5 } })
  })

  test('--out writes the document with the trained weights', async () => {
    const out = join(folder, 'new.heed')
    await train(studio, { ...command, task: 'copy', out }, terminal())
    const { document, weights } = decodeHeedFile(new Uint8Array(await readFile(out)))
    expect(document.task).toEqual({ id: 'copy', params: {} })
    expect(document.learnedFrom).toBe('abc')
    expect(weights.W?.data).toEqual(trained.W.data)
    expect(said.at(-1)).toContain('weights of step 1')
  })

  test('what cannot be written is said before it learns', async () => {
    const out = join(folder, 'nowhere', 'new.heed')
    await expect(train(studio, { ...command, out }, terminal())).rejects.toThrow('no folder nowhere')
    expect(asks).toEqual([])
  })

  test('data goes to the engine as a path, and its vocabulary into the document', async () => {
    await train(studio, { ...command, data: 'pairs.tsv' }, terminal())
    expect(askOf('document.adopt')).toMatchObject({ dataPath: expect.stringContaining('pairs.tsv') })
    expect(askOf('train.start')).toMatchObject({
      document: { learnedFrom: 'abc' },
      dataPath: expect.stringContaining('pairs.tsv'),
    })
    expect(said.slice(0, 2)).toEqual([
      'The vocabulary was taken over.',
      expect.stringMatching(
        /^Beginning with the weights in .*, but with new ones where .*vocabulary; --fresh/,
      ),
    ])
  })

  test('Ctrl+C stops the training, and only while there is one', async () => {
    const running = train(studio, command, {
      ...terminal(true),
      update: () => interrupt?.(),
    })
    await running
    expect(askOf('train.stop')).toEqual({ training: 'cli' })
    expect(interrupt).toBeUndefined()
  })
})

describe('evaluate', () => {
  const asked: EvaluateCommand = { name: 'evaluate', file: 'old', examples: 20, json: true }

  test('prints the promised JSON', async () => {
    await evaluate(studio, { ...asked, data: 'pairs.tsv' }, terminal())
    expect(JSON.parse(results[0]!)).toEqual({
      metrics: { accuracy: 0.95 },
      byLength: [{ length: 3, examples: 20, accuracy: 0.95 }],
      examples: 20,
    })
    expect(askOf('document.evaluate')).toMatchObject({
      examples: 20,
      dataPath: expect.stringContaining('pairs.tsv'),
    })
    expect(said).toEqual([])
  })

  test('prints a table for people, and says when there were fewer examples', async () => {
    await evaluate(studio, { ...asked, examples: 2000, json: false }, terminal())
    expect(results[0]).toContain('95.0 % right of 20 unseen examples')
    expect(results[0]).toMatch(/ 3 +20 +95\.0 %/)
    expect(said[0]).toContain('only 20')
  })
})

test.each([
  [0.4, '0 s'],
  [59.6, '1 min 0 s'],
  [3600, '1 h 0 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test('what cannot be written where it was to go is written elsewhere, and that is said', async () => {
  const out = join(folder, 'deep', 'taken.heed')
  await mkdir(out, { recursive: true })
  const said = await train(studio, { ...command, out }, terminal()).catch(({ message }: Error) => message)
  const [, spare] =
    /could not be saved.* was written to (\S+taken\.heed) in its place/.exec(String(said)) ?? []
  const { weights } = decodeHeedFile(new Uint8Array(await readFile(need(spare, 'the other place'))))
  expect(weights).toEqual(trained)
  await rm(need(spare, 'the other place'))
})
