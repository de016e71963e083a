/** A training from its first step to its last: repeatable, cut off and gone on with, paused, stopped, given up. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { need } from '#shared/base/assert'
import type { TrainingEvents, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { compileModel } from '../compile/compile'
import { type Weights, weightsOf } from '../compile/weights'
import type { Source } from '../tasks/source'
import type { Example } from '../tasks/task'
import { templates } from '../templates/template'
import type { Emit } from './run'
import { evaluate } from './train/evaluate'
import { Looker } from './train/snapshots'
import { lessonsOf } from './train/targets'
import { TrainingControl, train } from './train/train'

type Progress = TrainingEvents['train.progress']
type Snapshot = TrainingEvents['train.snapshot']

const settings: TrainingSettings = {
  steps: 8,
  batch: 4,
  rate: 0.01,
  schedule: 'constant',
  optimiser: 'adam',
  clip: 1,
  weightDecay: 0,
  seed: 3,
  patience: 0,
  every: 4,
  halve: 0,
  gradient: 'mean',
  keep: 'best',
  start: 'softmax',
  empties: 0,
  restarts: 1,
  deviation: 0,
}
const small = built('feed-forward')
let folder: string

function built(id: string): HeedDocument {
  return need(templates.get(id), id).build()
}

interface Hooks {
  readonly source?: Source
  readonly document?: HeedDocument
  readonly folder?: string
  readonly progress?: (event: Progress, control: TrainingControl) => void
}

/** A training, and everything that it said. */
async function trained(changes: Partial<TrainingSettings> = {}, { document = small, ...hooks }: Hooks = {}) {
  const losses: [number, number][] = []
  const snapshots: Snapshot[] = []
  const control = new TrainingControl()
  const emit: Emit = (name, event) => {
    if (name === 'train.progress' && 'secondsLeft' in event) {
      losses.push(...event.losses.map(([step, loss]): [number, number] => [step, loss]))
      hooks.progress?.(event, control)
    } else if (name === 'train.snapshot' && 'samples' in event) snapshots.push(event)
  }
  const source = hooks.source ?? (await lessonsOf(document)).source
  const ask = {
    training: 'test',
    document,
    settings: { ...settings, ...changes },
    source,
    weights: {},
    weightsKey: '',
    folder: hooks.folder,
  }
  return { ...(await train(ask, control, emit)), losses, snapshots }
}

function expectClose(found: Weights, expected: Weights): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected))
  for (const [name, { data }] of Object.entries(expected))
    Array.from(data as Float32Array).forEach((value, i) => {
      expect(Math.abs(Number(found[name]!.data[i]) - value), `${name}[${i}]`).toBeLessThan(1e-6)
    })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-train-'))
  // Time enough between two steps for each to be told, and written down.
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 10_000
    return now
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

test.each(['feed-forward', 'memory-network'])(
  '%s: the same seed gives the same run, to the bit',
  async (id) => {
    const hooks = { document: built(id) }
    const [first, second] = [await trained({}, hooks), await trained({}, hooks)]
    expect(first.losses).toHaveLength(settings.steps)
    expect(second.losses).toEqual(first.losses)
    expect(second.weights).toEqual(first.weights)
    expect(second.snapshots).toEqual(first.snapshots)
  },
)

test('another seed gives another run', async () => {
  expect((await trained({ seed: 4 })).losses).not.toEqual((await trained()).losses)
})

test.each(['feed-forward', 'translation-attention'])(
  '%s: what was cut off goes on from its checkpoint as if it had not been',
  async (id) => {
    const hooks = { document: built(id) }
    const whole = await trained({}, hooks)
    const cut = trained({}, { ...hooks, folder, progress: stopProcessAt(7) })
    await expect(cut).rejects.toThrow('the process ended')
    expect(await readdir(folder)).toHaveLength(1)
    const rest = await trained({}, { ...hooks, folder })
    expect(rest.losses.map(([step]) => step)).toEqual([7, 8])
    expect(rest.losses).toEqual(whole.losses.slice(6))
    expect([rest.step, rest.best, rest.validation]).toEqual([whole.step, whole.best, whole.validation])
    expectClose(rest.weights, whole.weights)
    expect(await readdir(folder)).toEqual([])
  },
)

function stopProcessAt(last: number) {
  return ({ step }: Progress) => {
    if (step === last) throw new Error('the process ended')
  }
}

test('other settings, or a checkpoint that cannot be read, begin anew', async () => {
  const cut = { folder, progress: stopProcessAt(3) }
  await expect(trained({}, cut)).rejects.toThrow()
  expect((await trained({ rate: 0.02 }, { folder })).losses[0]![0]).toBe(1)
  const [file] = await readdir(folder)
  await writeFile(join(folder, file!), 'half a file')
  expect((await trained({}, { folder })).losses[0]![0]).toBe(1)
})

test('checkpoints that cannot be written cost the way back, not the training', async () => {
  const file = join(folder, 'a file')
  await writeFile(file, '')
  const { step, notes } = await trained({}, { folder: join(file, 'trainings') })
  expect([step, notes]).toEqual([
    8,
    ['Checkpoints of this training could not be written: had it been cut off, it would have begun anew.'],
  ])
})

test('what attention looks at is judged at the end, on what it was watched by', async () => {
  const { looks } = await trained({}, { document: built('translation-attention') })
  expect(Object.keys(looks ?? {})).toEqual(['alignment'])
  expect((await trained()).looks).toBeUndefined()
})

test('a loss that is no number ends it with what to do', async () => {
  const wild = trained({ optimiser: 'sgd', clip: 0, rate: 1e38 })
  await expect(wild).rejects.toThrow(
    /no longer a number at step \d+: the learning rate 1e\+38 is too high.*Lower it/,
  )
})

test('what was learned before the loss is no number is kept', async () => {
  const document = built('recurrent')
  const { source } = await lessonsOf(document)
  function* spoiled(seed: number): Generator<Example, never> {
    let count = 0
    for (const example of source.training(seed)) {
      const huge = (example.fields.next ?? '').replace(/\S+/g, '1e30')
      yield count++ < 32 ? example : { fields: { ...example.fields, next: huge } }
    }
    throw new Error('examples never end')
  }
  const result = await trained(
    { steps: 12, rate: 0.001 },
    { document, source: { ...source, training: spoiled }, folder },
  )
  expect([result.reason, result.step]).toEqual(['not-a-number', 9])
  expect([4, 8]).toContain(result.best)
  const kept = Object.values(result.weights).flatMap(({ data }) => Array.from(data as Float32Array))
  expect(kept.every(Number.isFinite)).toBe(true)
  expect(await readdir(folder)).toEqual([])
})

test('stopping keeps the best weights, which are not always the last', async () => {
  const stopAt = (last: number) => ({
    progress: ({ step }: Progress, control: TrainingControl) => {
      if (step === last) control.stop()
    },
  })
  const good = await trained({}, stopAt(7))
  expect([good.reason, good.step]).toEqual(['stopped', 7])
  expect(good.snapshots.map(({ step }) => step)).toEqual([0, 4, 7])
  const again = await trained({ steps: good.best, every: 1 }, {})
  expect(again.losses).toEqual(good.losses.slice(0, good.best))

  const document = built('recurrent')
  const bad = await trained({ optimiser: 'sgd', rate: 1000 }, { ...stopAt(6), document })
  expect([bad.reason, bad.step, bad.best]).toEqual(['stopped', 6, 0])
  expect(bad.weights).toEqual(weightsOf(compileModel(document), document.seed))
})

test('it learns, and the best weights are those of the best validation', async () => {
  const { snapshots, best, validation, weights, losses } = await trained({ steps: 60, every: 20, batch: 16 })
  expect(losses.at(-1)![1]).toBeLessThan(losses[0]![1] / 2)
  expect(snapshots.map(({ step }) => step)).toEqual([0, 20, 40, 60])
  const score = (snapshot: Snapshot) => (snapshot.validation.accuracy ?? 0) * 1e6 - snapshot.validation.loss
  const first = snapshots.toSorted((a, b) => score(b) - score(a))[0]!
  expect(best).toBe(first.step)
  expect(validation).toEqual(snapshots.at(-1)!.validation)
  const { metrics, examples } = await evaluate(small, weights, 100)
  expect(examples).toBeGreaterThan(0)
  expect(metrics.accuracy).toBeGreaterThan(0.5)
})

test('a pause takes no step until it goes on', async () => {
  const steps: number[] = []
  const during: number[] = []
  const result = await trained(
    {},
    {
      progress: ({ step, paused }, control) => {
        steps.push(step)
        if (step === 3 && !paused) control.pause(true)
        if (!paused) return
        // Steps are taken turn by turn; many turns go by without one.
        void turns(50).then(() => {
          during.push(...steps.slice(steps.lastIndexOf(step) + 1))
          control.pause(false)
        })
      },
    },
  )
  expect(during).toEqual([])
  expect(steps).toEqual([1, 2, 3, 3, 4, 5, 6, 7, 8, 8])
  expect([result.reason, result.step]).toEqual(['steps', 8])
})

test('a training that is paused can be stopped', async () => {
  const result = await trained(
    {},
    {
      progress: ({ step, paused }, control) => {
        if (paused) void turns(5).then(() => control.stop())
        else if (step === 2) control.pause(true)
      },
    },
  )
  expect([result.reason, result.step]).toEqual(['stopped', 2])
})

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('patience ends a training that no longer gets better', async () => {
  // Weights that do not move.
  const still = { optimiser: 'sgd', rate: 1e-30, every: 2 } as const
  const result = await trained({ ...still, patience: 2 })
  expect([result.reason, result.step, result.best]).toEqual(['no-progress', 4, 0])
  expect((await trained({ ...still, patience: 0 })).reason).toBe('steps')
})

describe('what cannot be learned is said before a step is taken', () => {
  test('no task', async () => {
    const { task: _, ...rest } = small
    await expect(lessonsOf(rest)).rejects.toThrow('This document has no task')
  })

  test('a task that is not there', async () => {
    await expect(lessonsOf({ ...small, task: { id: 'flying', params: {} } })).rejects.toThrow('“flying”')
  })

  test('a task of another sort', async () => {
    const task = { id: 'number-words', params: {} }
    await expect(lessonsOf({ ...small, task })).rejects.toThrow(/expected the name of an input/)
  })

  test('a vocabulary that lacks words of the task', async () => {
    const document = built('translation-plain')
    const { english = [] } = document.vocabularies
    const vocabularies = { ...document.vocabularies, english: english.slice(0, -2) }
    await expect(lessonsOf({ ...document, vocabularies })).rejects.toThrow(
      `The vocabulary “english” of the document does not fit the task: 2 of the task’s ${english.length} words`,
    )
  })

  test('no decision that says a target', async () => {
    const nodes = Object.fromEntries(
      Object.entries(small.nodes).filter(([, node]) => node.kind !== 'decide-class'),
    )
    await expect(lessonsOf({ ...small, nodes })).rejects.toThrow(
      /There is nothing to learn.*“species” \(class\)/,
    )
  })
})

test('goes on without a look where the document has no example that can be asked', async () => {
  const document = { ...need(templates.get('attention-states'), 'a template').build(), example: {} }
  const looker = new Looker(document)
  const weights = weightsOf(compileModel(document), document.seed)
  expect(await looker.look(weights)).toEqual({ outputs: [], sites: [], slices: [] })
  const asked = new Looker({ ...document, example: { sequence: 'a b *c' } })
  expect((await asked.look(weights)).slices).toHaveLength(1)
})
